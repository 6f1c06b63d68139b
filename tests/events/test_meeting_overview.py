from datetime import timedelta

import pytest
from django.utils import timezone, translation

from events.enums import MeetingRoundState, MeetingState
from events.meeting_overview import REASONS, by_project, preview, quality, short
from events.models import MeetingRound
from events.scheduling.problem import Reason
from tests.factories import make_meeting, make_party, make_round


@pytest.mark.parametrize(
    ("value", "bound", "percent", "words"),
    [
        (998, 1000, 99.8, "Hardly any other plan"),
        (9799, 10_000, 97.9, "A good plan."),
        (800, 1000, 80.0, "cost many wishes"),
        (0, 0, 100.0, "Hardly any other plan"),
    ],
)
def test_quality_is_rounded_down_and_said_in_words(value, bound, percent, words):
    with translation.override("en"):
        found = quality(MeetingRound(plan_value=value, plan_bound=bound))

        assert (found.percent, words in str(found.words)) == (percent, True)


def test_without_a_plan_there_is_no_quality():
    assert quality(MeetingRound()) is None


def test_every_reason_of_the_planner_has_words():
    assert set(REASONS) == set(Reason)


@pytest.mark.django_db
def test_projects_stand_by_name_and_the_worst_off_are_named_first():
    meeting_round = make_round(minimum=2)
    none, one, other = (make_party(meeting_round, title) for title in ("Beta", "alpha", "Gamma"))
    meeting = make_meeting(one, other)

    lines = by_project(meeting_round, [meeting])

    assert [line.party for line in lines] == [one, none, other]
    assert [line.party for line in short(lines)] == [none, one, other]
    assert lines[0].partners == [(meeting, other)]


@pytest.mark.django_db
def test_published_again_only_those_with_something_new_are_told(django_assert_num_queries):
    meeting_round = make_round(state=MeetingRoundState.PUBLISHED)
    parties = [make_party(meeting_round) for _ in range(4)]
    make_meeting(parties[0], parties[1])
    new = make_meeting(parties[0], parties[2], slot=1, state=MeetingState.PLANNED)

    with django_assert_num_queries(3):
        found = preview(meeting_round)

    assert (found.new, found.kept, found.people, found.is_first) == ([new], 1, 2, False)
    assert {line.party for line in found.told} == {parties[0], parties[2]}


@pytest.mark.django_db
def test_the_first_time_everybody_is_told():
    meeting_round = make_round(state=MeetingRoundState.DRAFT)
    for _ in range(3):
        make_party(meeting_round)

    assert len(preview(meeting_round).told) == 3


@pytest.mark.django_db
def test_what_was_cancelled_since_the_last_publishing_is_shown_beside_what_is_new():
    now = timezone.now()
    meeting_round = make_round(state=MeetingRoundState.PUBLISHED)
    one, two, three = (make_party(meeting_round) for _ in range(3))
    cancelled = {"state": MeetingState.CANCELLED, "published_at": now - timedelta(days=2)}
    make_meeting(one, two, changed_at=now - timedelta(days=1), **cancelled)
    make_meeting(one, two, slot=1, published_at=now - timedelta(hours=2))
    gone = make_meeting(two, three, slot=2, changed_at=now, **cancelled)

    assert preview(meeting_round).gone == [gone]
