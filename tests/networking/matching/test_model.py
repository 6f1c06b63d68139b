"""The whole model: who is suggested to whom, also where the input is odd."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from networking.matching.exclusions import Reason
from networking.matching.model import Feedback, build, topic_factor
from networking.matching.neighbours import KEPT
from networking.matching.reasons import Reasons
from tests.networking.matching.makers import house, portrait, strangers, tree

SUBJECTS = [
    "hydrogen steel furnace",
    "robot gripper welding",
    "timber facade housing",
    "battery cell recycling",
]
TOPICS = tree(("industry", None), *((f"t{n}", "industry") for n in range(4)))


def town(number=40):
    """Projects on four subjects, in turn, with a few words of their own."""
    return [
        portrait(
            f"p{n:03}",
            f"{SUBJECTS[n % 4]} {n}",
            f"{SUBJECTS[n % 4]} pilot{n % 7} partner{n % 5} " * (n % 6),
            topics=[f"t{n % 4}"],
            organisations=[f"org{n // 8}"],
        )
        for n in range(number)
    ]


def test_projects_on_the_same_subject_are_suggested():
    portraits = {project.id: project for project in town()}

    found = house(*portraits.values(), topics=TOPICS).suggestions(5)

    for project, others in found.items():
        assert {portraits[other].topics for other in others[:3]} == {portraits[project].topics}


def test_the_same_organisation_is_never_suggested():
    portraits = {project.id: project for project in town()}

    for project, others in house(*portraits.values(), topics=TOPICS).suggestions(10).items():
        assert not any(portraits[other].organisations == portraits[project].organisations for other in others)


def test_nobody_is_shown_more_than_twelve_times_in_lists_of_ten():
    found = house(*town(60), topics=TOPICS).suggestions(10)

    assert max(Counter(other for others in found.values() for other in others).values()) <= 12


def test_the_order_of_the_input_does_not_matter():
    portraits = town()
    shuffled = Random(1).sample(portraits, len(portraits))

    assert house(*portraits, topics=TOPICS).suggestions() == house(*shuffled, topics=TOPICS).suggestions()


_PRINTS_A_SUM = """
import json
from tests.networking.matching.test_model import TOPICS, town
from networking.matching.reasons import Reasons
from tests.networking.matching.makers import house
print(json.dumps(house(*town(), topics=TOPICS).suggestions()))
"""


@pytest.mark.parametrize("seed", ["1", "77"])
def test_the_seed_of_a_process_does_not_matter(seed):
    environment = os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": "1"}
    output = subprocess.run(
        [sys.executable, "-c", _PRINTS_A_SUM], env=environment, capture_output=True, check=True, timeout=60
    ).stdout

    here = json.dumps(house(*town(), topics=TOPICS).suggestions()).encode()
    assert hashlib.sha256(output.strip()).hexdigest() == hashlib.sha256(here).hexdigest()


def test_identical_twins_are_first_in_each_others_lists():
    twins = [
        portrait(id, "Laser drilling", "Laser drilling of turbines " * 5, topics=["t1"]) for id in ("x", "y")
    ]

    found = house(*town(), *twins, topics=TOPICS).suggestions()

    assert found["x"][0] == "y"
    assert found["y"][0] == "x"


def test_a_house_full_of_identical_projects_is_shared_out_evenly():
    found = house(
        *(portrait(f"{n:02}", "Same title", topics=["t1"]) for n in range(30)), *town(), topics=TOPICS
    )

    shown = Counter(other for others in found.suggestions(5).values() for other in others)

    assert max(shown.values()) <= 6
    assert min(shown[f"{n:02}"] for n in range(30)) >= 1


@pytest.mark.parametrize("number", [0, 1])
def test_nobody_is_suggested_where_there_is_nobody_else(number):
    assert house(*strangers(number)).suggestions() == {project.id: [] for project in strangers(number)}


@pytest.mark.parametrize("number", [2, 3, 5])
def test_very_small_houses_work(number):
    found = house(*town(number), topics=TOPICS).suggestions()

    assert found.keys() == {project.id for project in town(number)}


def test_a_project_with_nothing_at_all_gets_no_invented_suggestion():
    found = house(*town(), portrait("empty"), topics=TOPICS).suggestions()

    assert found["empty"] == []
    assert not any("empty" in others for others in found.values())


def test_a_project_without_text_and_topics_gets_its_field_of_action():
    projects = [portrait(f"p{n}", fields_of_action=["innovation"]) for n in range(4)]

    found = house(*projects, *strangers(8)).suggestions()

    assert found["p0"] == ["p1", "p2", "p3"]


@pytest.mark.parametrize("fields", [{"text": "", "topics": ()}, {"text": ""}, {"topics": ()}])
def test_a_copy_with_less_still_finds_its_original(fields):
    values = {"title": "Laser drilling", "text": "Laser drilling of turbine blades", "topics": ["t1"]}
    pair = [portrait("original", **values), portrait("copy", **values | fields)]

    assert house(*town(), *pair, topics=TOPICS).suggestions()["copy"][0] == "original"


def test_topics_in_a_circle_do_no_harm():
    circle = tree(("t0", "t1"), ("t1", "t2"), ("t2", "t0"), ("t3", "t3"))

    assert all(len(others) >= 3 for others in house(*town(), topics=circle).suggestions().values())


def test_unknown_topics_say_nothing():
    projects = [portrait(id, topics=["unknown"]) for id in "ab"]

    assert house(*projects, *strangers(8)).suggestions()["a"] == []


def test_a_text_of_a_megabyte_is_read():
    long = " ".join(f"{SUBJECTS[0]} word{n}" for n in range(40_000))
    assert len(long) > 1_000_000

    found = house(*town(), portrait("long", "Hydrogen", long), topics=TOPICS).suggestions()

    assert len(found["long"]) == 10


def test_a_word_of_a_megabyte_is_read():
    assert (
        len(house(*town(), portrait("long", "x" * 1_000_000, "y" * 1_000_000), topics=TOPICS).suggestions())
        == 41
    )


def test_two_projects_with_one_id_are_refused():
    with pytest.raises(ValueError, match="same id"):
        build([portrait("a"), portrait("a")])


def test_what_is_said_about_a_pair_holds_in_both_directions():
    feedback = Feedback(excluded={("p000", "p004"): Reason.HIDDEN})

    model = house(*(p for p in town()), topics=TOPICS, feedback=feedback)

    found = model.suggestions(20)
    assert "p004" not in found["p000"]
    assert "p000" not in found["p004"]
    assert model.exclusion("p004", "p000").reason == Reason.HIDDEN


def test_what_an_editor_pins_stands_first():
    model = house(*town(), topics=TOPICS, feedback=Feedback(pinned=[("p000", "p039"), ("p000", "gone")]))

    assert model.suggestions()["p000"][0] == "p039"


def test_an_exclusion_is_stronger_than_a_pin():
    feedback = Feedback(pinned=[("p000", "p001")])  # the same organisation

    assert "p001" not in house(*town(), topics=TOPICS, feedback=feedback).suggestions()["p000"]


def test_what_was_shown_without_an_answer_moves_down():
    first = house(*town(), topics=TOPICS).suggestions()["p000"][0]

    later = house(*town(), topics=TOPICS, feedback=Feedback(shown={("p000", first): 4})).suggestions()

    assert first not in later["p000"][:3]


@pytest.mark.parametrize(
    ("more", "less", "factor"), [(0, 0, 1), (2, 0, 1.2), (0, 3, 0.7), (99, 0, 1.5), (0, 99, 0.5)]
)
def test_editors_move_a_topic_within_bounds(more, less, factor):
    assert topic_factor(more, less) == pytest.approx(factor)


def test_a_topic_made_weaker_moves_its_projects_apart():
    projects = [
        portrait("p", topics=["t0", "t1"]),
        portrait("q", topics=["t0"]),
        portrait("r", topics=["t1"]),
    ]
    everybody = [*projects, *strangers(8)]

    found = house(*everybody, topics=TOPICS, feedback=Feedback(topics={"t0": 0.5})).suggestions()

    assert found["p"] == ["r", "q"]
    assert house(*everybody, topics=TOPICS).suggestions()["p"] == ["q", "r"]


def test_blocks_do_not_change_the_lists(monkeypatch):
    whole = house(*town(100), topics=TOPICS).suggestions()
    monkeypatch.setattr("networking.matching.neighbours.BLOCK", 7)

    assert house(*town(100), topics=TOPICS).suggestions() == whole


def test_a_very_large_house_compares_candidates_only_and_finds_much_the_same(monkeypatch):
    whole = house(*town(400), topics=TOPICS).suggestions()
    monkeypatch.setattr("networking.matching.neighbours.WHOLE", 100)

    model = house(*town(400), topics=TOPICS)

    found = model.suggestions()
    assert not isinstance(model.neighbours.likeness, np.ndarray)
    assert all(len(others) == 10 for others in found.values())
    assert sum(len(set(found[id]) & set(whole[id])) for id in found) > 0.9 * 4_000
    parts = Reasons(model, "p001").parts(found["p001"][0])
    score = model.scores[1, model.numbers[found["p001"][0]]]
    assert sum(part.value for part in parts) == pytest.approx(score, abs=2e-6)


def test_only_the_best_of_each_project_are_kept():
    found = house(*town(KEPT * 2), topics=TOPICS)

    assert max(found.scores.getnnz(axis=1)) == KEPT
    assert all(len(others) == 10 for others in found.suggestions().values())


def some_completed():
    """Every fifth project is over."""
    return [replace(row, is_completed=n % 5 == 0) for n, row in enumerate(town())]


def test_completed_projects_meet_nobody_and_nobody_meets_them():
    projects = some_completed()
    completed = {row.id for row in projects if row.is_completed}

    found = house(*projects, topics=TOPICS).suggestions()

    assert not any(found[id] for id in completed)
    assert all(found[id] and not completed & set(found[id]) for id in found.keys() - completed)


def test_who_goes_on_and_who_is_completed_may_learn_from_each_other():
    projects = {row.id: row for row in some_completed()}

    found = house(*projects.values(), topics=TOPICS).knowledge()

    assert all(1 <= len(others) <= 3 for others in found.values())
    pairs = [(projects[id], projects[other]) for id, others in found.items() for other in others]
    assert all(one.is_completed != other.is_completed for one, other in pairs)


def test_two_completed_projects_are_told_apart_with_their_reason():
    model = house(*some_completed(), topics=TOPICS)

    assert model.exclusion("p000", "p015").reason == Reason.COMPLETED
    assert model.exclusion("p000", "p016") is None


def test_where_nobody_is_completed_nobody_is_there_to_learn_from():
    assert not any(house(*town(), topics=TOPICS).knowledge().values())
