"""Editors steer suggestions."""

import pytest

from networking.enums import PairRuleKind
from networking.models import PairRule, Suggestion, TopicWeight
from networking.services import steering, suggestions
from tests.factories import make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """Six projects of which all share a topic, and two a rare one."""
    common, rare = make_topic("Digitalisierung"), make_topic("Abwärme")
    rows = [make_project(slug=f"p{number}", topics=[common]) for number in range(6)]
    rows[0].topics.add(rare)
    rows[1].topics.add(rare)
    suggestions.recompute()
    return rows


def others(project):
    rows = Suggestion.objects.filter(project=project).order_by("rank")
    return list(rows.values_list("other__slug", flat=True))


def test_a_pinned_project_stands_first_after_the_next_run(house):
    steering.rule_pair(house[0], house[5], PairRuleKind.PINNED, reason="Passt gut", actor=make_person())

    suggestions.recompute()

    assert others(house[0])[0] == "p5"


def test_a_hidden_pair_is_suggested_in_neither_direction(house):
    steering.rule_pair(house[0], house[1], PairRuleKind.HIDDEN, reason="Streit", actor=make_person())

    suggestions.recompute()

    assert "p1" not in others(house[0])
    assert "p0" not in others(house[1])


def test_a_preview_says_what_a_run_would_change_and_writes_nothing(house):
    before = others(house[0])
    steering.rule_pair(house[0], house[1], PairRuleKind.HIDDEN, reason="Streit", actor=make_person())

    changes = {change.project: change for change in suggestions.preview().changes}

    assert changes["p0"].goes == ["p1"]
    assert others(house[0]) == before


def test_after_a_run_nothing_would_change(house):
    assert suggestions.preview().changes == []


def test_released_a_pair_is_as_the_model_sees_it(house):
    rule = steering.rule_pair(house[0], house[1], PairRuleKind.HIDDEN, reason="x", actor=make_person())

    steering.release_pair(rule, actor=make_person())
    suggestions.recompute()

    assert others(house[0])[0] == "p1"


def test_hiding_a_pair_takes_back_that_it_was_pinned_from_the_other_side(house):
    actor = make_person()
    steering.rule_pair(house[1], house[0], PairRuleKind.PINNED, reason="x", actor=actor)

    steering.rule_pair(house[0], house[1], PairRuleKind.HIDDEN, reason="y", actor=actor)

    assert PairRule.objects.get().kind == PairRuleKind.HIDDEN


def test_a_topic_weighed_less_separates_less(house):
    def nearness():
        suggestions.recompute()
        return Suggestion.objects.get(project=house[0], other=house[1]).nearness

    extra = make_topic("KI")  # which the first of the two lacks
    house[1].topics.add(extra)
    house[2].topics.add(extra)
    before = nearness()

    steering.weigh_topic(extra, -5, actor=make_person())

    assert nearness() > before


def test_a_weight_of_nothing_is_no_weight():
    topic, actor = make_topic(), make_person()
    steering.weigh_topic(topic, 2, actor=actor)

    steering.weigh_topic(topic, 0, actor=actor)

    assert not TopicWeight.objects.exists()
