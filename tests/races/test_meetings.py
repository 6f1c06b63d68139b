"""1:1 meetings under many hands: nobody sits at two tables, nobody's wishes are lost unseen, nobody is told twice."""

import time
from collections import Counter

import pytest
from django.db import connection

from events.errors import ChosenMeanwhile, MeetingImpossible
from events.models import MeetingParty, MeetingRound
from events.services import meeting_parties, meeting_plans, meetings
from notifications.models import Message
from tests.factories import (
    make_meeting,
    make_party,
    make_project,
    make_registration,
    make_round,
    wish,
)

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(answers):
    return Counter(type(answer).__name__ for answer in answers)


def add_at_once(all_at_once):
    """Eight organisers put one project into the same slot, as `second` of some meetings and `first` of others: what no
    constraint of the database sees. Returns the round and what each got.
    """
    meeting_round = make_round(slots=1, tables=8)
    before, party = [make_party(meeting_round) for _ in range(4)], make_party(meeting_round)
    others = [*before, *(make_party(meeting_round) for _ in range(4))]
    slot, tables = meeting_round.slots.get(), list(meeting_round.tables.all())

    def add(number):
        return meetings.add(
            meeting_round, one=party, other=others[number], slot=slot, table=tables[number], actor=None
        )

    return meeting_round, all_at_once(add, range(8))


def test_many_who_put_one_project_into_one_slot_seat_it_once(all_at_once, race_round):
    meeting_round, answers = add_at_once(all_at_once)

    assert kinds(answers) == {"Meeting": 1, MeetingImpossible.__name__: 7}
    assert meeting_round.meetings.count() == 1


def test_without_the_lock_the_same_race_seats_it_twice(all_at_once, monkeypatch):
    """The proof that the test above can fail: no lock, and a pause between looking and writing."""
    if connection.vendor == "sqlite":
        pytest.skip(
            "SQLite runs writers one after another (transaction_mode=IMMEDIATE), with or without the lock"
        )
    looked = meetings._refuse_impossible

    def look_and_dawdle(*arguments):
        looked(*arguments)
        time.sleep(0.05)

    monkeypatch.setattr(meetings, "lock", lambda found: MeetingRound.objects.get(pk=found.pk))
    monkeypatch.setattr(meetings, "_refuse_impossible", look_and_dawdle)

    meeting_round, _answers = add_at_once(all_at_once)

    assert meeting_round.meetings.count() > 1


def test_of_colleagues_who_choose_at_once_one_is_heard_and_the_others_asked_again(all_at_once, race_round):
    meeting_round = make_round()
    party, *others = (make_party(meeting_round) for _ in range(7))

    def choose(other):
        meeting_parties.choose(MeetingParty.objects.get(pk=party.pk), {other.pk: "must"}, [], revision=0)

    answers = all_at_once(choose, others)

    assert kinds(answers) == {"NoneType": 1, ChosenMeanwhile.__name__: 5}
    assert party.wishes.count() == 1


def test_colleagues_who_join_at_once_make_one_party(all_at_once):
    meeting_round, project = make_round(), make_project()
    seats = [make_registration(meeting_round.event, project=project) for _ in range(8)]

    all_at_once(lambda seat: meeting_parties.join(meeting_round, seat), seats)

    assert meeting_round.parties.count() == 1


def test_publishing_and_cancelling_many_times_at_once_tells_once(all_at_once, race_round):
    meeting_round = make_round(state="draft")
    one, two = make_party(meeting_round), make_party(meeting_round)
    meeting = make_meeting(one, two, state="planned")

    all_at_once(lambda _number: meetings.publish(meeting_round, actor=None), range(8))
    all_at_once(lambda party: meetings.cancel(meeting, by=party), [one, two] * 4)

    told = Counter(Message.objects.values_list("kind", flat=True))
    assert told == {"meetings_published": 2, "meeting_cancelled": 2}


def test_two_workers_with_one_order_keep_one_plan(all_at_once, race_round):
    meeting_round = make_round(state="planning")
    parties = [make_party(meeting_round) for _ in range(4)]
    for one in parties:
        for other in parties:
            if one != other:
                wish(one, other, "must")
    meeting_plans.ask_for_plan(meeting_round, actor=None)

    answers = all_at_once(lambda _number: meeting_plans.compute(meeting_round.pk), range(3))

    assert Counter(answers) == {True: 1, False: 2}
    rows = list(meeting_round.meetings.values_list("slot", "first", "second"))
    busy = Counter((slot, party) for slot, first, second in rows for party in (first, second))
    assert set(busy.values()) == {1}
