"""Why: parts that add up, and what people are told."""

import pytest

from networking.matching.evidence import Kind
from networking.matching.model import Feedback
from networking.matching.reasons import Reasons, sayable, shortened
from tests.networking.matching.makers import house, portrait, strangers, tree

TOPICS = tree(("root", None), ("area", "root"), ("a", "area"), ("b", "area"), ("c", None))
PROJECTS = [
    portrait(
        "p",
        "Green hydrogen",
        "Hydrogen furnace for steel",
        topics=["a"],
        offers=["c"],
        fields_of_action=["i"],
    ),
    portrait(
        "q", "Hydrogen steel", "Steel and hydrogen", topics=["a", "c"], seeks=["c"], fields_of_action=["i"]
    ),
    portrait("r", "Robots", "Robots weld steel", topics=["b"], seeks=["c"], transformation_lines=["digital"]),
    portrait("s", "Welding", "Robots", topics=["b"], offers=["a"], transformation_lines=["digital", "work"]),
    *strangers(8),
]


@pytest.fixture
def model():
    return house(*PROJECTS, topics=TOPICS, feedback=Feedback(shown={("p", "q"): 2}))


def told(model, project, other):
    return [
        (said.kind, said.name)
        for said in sayable(model, project, other, Reasons(model, project).parts(other))
    ]


PAIRS = [(one, other) for one in "pqrs" for other in ("p", "q", "r", "s", "stranger-00") if one != other]


@pytest.mark.parametrize(("project", "other"), PAIRS)
def test_the_parts_of_a_score_add_up_to_it(model, project, other):
    why = Reasons(model, project)

    assert sum(part.value for part in why.parts(other)) == pytest.approx(why.score(other), abs=1e-8)


def test_the_score_is_the_one_the_lists_are_made_from(model):
    row = model.scores[model.numbers["p"]]

    assert Reasons(model, "p").score("q") == pytest.approx(row[0, model.numbers["q"]], abs=2e-6)


def test_every_kind_of_evidence_can_be_a_part(model):
    kinds = {part.kind for a, b in ("pq", "pr", "rs", "qs") for part in Reasons(model, a).parts(b)}

    assert kinds == set(Kind)


def test_a_short_account_has_the_same_sum(model):
    parts = Reasons(model, "p").parts("q")

    short = shortened(parts, 3)

    assert len(short) < len(parts)
    assert sum(part.value for part in short) == pytest.approx(sum(part.value for part in parts))


def test_a_shared_topic_is_named_first_and_not_those_above_it(model):
    assert told(model, "r", "s")[0] == (Kind.TOPIC, "b")
    assert (Kind.TOPIC, "area") not in told(model, "r", "s")


def test_a_broader_topic_is_named_where_the_topics_differ():
    model = house(*[project for project in PROJECTS if project.id in "pr"], *strangers(8), topics=TOPICS)
    parts = Reasons(model, "p").parts("r")

    said = next(said for said in sayable(model, "p", "r", parts) if said.kind == Kind.TOPIC)

    assert (said.name, said.shared) == ("area", False)


def test_words_are_said_as_somebody_wrote_them_and_pairs_once(model):
    words = [name for kind, name in told(model, "p", "q") if kind == Kind.WORD]

    assert "hydrogen" in " ".join(words).lower()
    assert not any(name.islower() and name in ("hydroge", "green") for name in words)


def test_an_exchange_names_who_offers(model):
    part = next(part for part in Reasons(model, "p").parts("q") if part.kind == Kind.EXCHANGE)

    assert (part.name, part.project) == ("c", "p")


def test_a_project_without_common_ground_has_no_reason(model):
    parts = Reasons(model, "p").parts("stranger-00")

    assert sayable(model, "p", "stranger-00", parts) == []
