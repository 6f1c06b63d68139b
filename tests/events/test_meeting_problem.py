"""What the planner is asked is what stands in the rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import MeetingExclusion
from events.meeting_problem import exclusions, problem_of, published_meetings
from events.scheduling.problem import Wish, meeting, pair
from events.services import meeting_parties, meetings
from networking.models import Opinion, Organisation, PairRule, Suggestion
from tests.factories import make_event, make_meeting, make_party, make_round, wish

pytestmark = pytest.mark.django_db


def suggest(party, other, rank):
    Suggestion.objects.create(
        project=party.project, other=other.project, rank=rank, score=1, computed_at=timezone.now()
    )


def test_the_problem_holds_parties_slots_tables_rules_wishes_and_pins():
    meeting_round = make_round(minimum=1, fairness=50)
    one, two, three, left = (make_party(meeting_round) for _ in range(4))
    wish(one, two, "must")
    wish(two, left)
    meeting_parties.leave(left)
    one.away.add(meeting_round.slots.all()[2])
    pinned = make_meeting(one, three, state="planned", is_pinned=True)
    make_meeting(one, two, slot=1, state="planned")

    problem = problem_of(meeting_round)

    slots = tuple(meeting_round.slots.values_list("pk", flat=True))
    tables = tuple(meeting_round.tables.values_list("pk", flat=True))
    assert problem.parties == (one.pk, two.pk, three.pk)
    assert (problem.slots, problem.tables) == (slots, dict.fromkeys(slots, tables))
    assert problem.wishes == {(one.pk, two.pk): Wish.MUST}
    assert problem.away == {(one.pk, slots[2])}
    assert (problem.minimum, problem.fairness) == (1, 0.5)
    assert problem.pins == (meeting(pinned.slot_id, pinned.table_id, one.pk, three.pk),)


def test_the_better_place_of_two_lists_counts():
    meeting_round = make_round()
    one, two, three = (make_party(meeting_round) for _ in range(3))
    suggest(one, two, 10)
    suggest(two, one, 1)
    suggest(one, three, 3)

    assert problem_of(meeting_round).suggestions == {
        pair(one.pk, two.pk): 1.0,
        pair(one.pk, three.pk): 0.8,
    }


def test_every_pair_kept_apart_has_its_reason():
    meeting_round, house = make_round(), Organisation.objects.create(name="Stahl AG")
    one, sister, hidden, unwanted, declined = (make_party(meeting_round) for _ in range(5))
    for party in (one, sister):
        party.project.applicants.add(house)
    PairRule.objects.create(project=hidden.project, other=one.project, kind="hidden", reason="Streit")
    Opinion.objects.create(project=unwanted.project, other=one.project, kind="unfit")
    meetings.cancel(make_meeting(one, declined), by=declined)

    assert exclusions(meeting_round) == {
        (one.pk, sister.pk): MeetingExclusion.ORGANISATION,
        (one.pk, hidden.pk): MeetingExclusion.HIDDEN,
        (one.pk, unwanted.pk): MeetingExclusion.UNWANTED,
        (one.pk, declined.pk): MeetingExclusion.DECLINED,
    }


def test_what_a_project_wishes_now_counts_more_than_what_it_said_once():
    meeting_round = make_round()
    one, other = make_party(meeting_round), make_party(meeting_round)
    Opinion.objects.create(project=one.project, other=other.project, kind="unfit")
    wish(one, other, "must")

    assert exclusions(meeting_round) == {}


def test_the_other_side_cannot_wish_it_away():
    meeting_round = make_round()
    one, other = make_party(meeting_round), make_party(meeting_round)
    Opinion.objects.create(project=one.project, other=other.project, kind="unfit")
    wish(other, one, "must")

    assert exclusions(meeting_round) == {(one.pk, other.pk): MeetingExclusion.UNWANTED}


def test_who_cancelled_a_meeting_is_not_called_to_another_at_that_time():
    meeting_round = make_round()
    one, two = (make_party(meeting_round) for _ in range(2))
    meeting = make_meeting(one, two, slot=1)
    meetings.cancel(meeting, by=two)

    assert problem_of(meeting_round).away == {(two.pk, meeting.slot_id)}


def test_while_the_event_runs_only_what_is_to_come_is_planned():
    meeting_round = make_round(make_event(starts_at=timezone.now() - timedelta(minutes=5)))
    one, two, three = (make_party(meeting_round) for _ in range(3))
    make_meeting(one, two)
    coming = make_meeting(one, three, slot=1)

    problem = problem_of(meeting_round)

    assert problem.slots == tuple(meeting_round.slots.values_list("pk", flat=True))[1:]
    assert problem.forbidden == {(one.pk, two.pk)}
    assert published_meetings(meeting_round) == (meeting(coming.slot_id, coming.table_id, one.pk, three.pk),)


def test_two_hundred_wishes_cost_as_many_queries_as_none(django_assert_num_queries):
    meeting_round = make_round()
    parties = [make_party(meeting_round) for _ in range(6)]
    for one in parties:
        for other in parties:
            if one != other:
                wish(one, other)

    with django_assert_num_queries(17):
        problem_of(meeting_round)
