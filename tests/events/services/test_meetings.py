"""Meetings put together, moved, exchanged, published and called off."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import signals
from events.errors import MeetingImpossible, MeetingOver, MeetingsOff, NothingToPublish
from events.models import MeetingRound, ProgrammeItem
from events.services import meeting_parties, meetings
from networking.models import Organisation, PairRule
from tests.factories import make_event, make_meeting, make_party, make_round, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What was told, in order: (fact, meeting or number of parties)."""
    heard = []

    def hear(signal, sender, **said):
        name = {
            signals.meetings_published: "published",
            signals.meeting_moved: "moved",
            signals.meeting_cancelled: "cancelled",
        }[signal]
        heard.append((name, said["meeting"].pk if "meeting" in said else len(said["parties"])))

    facts = (signals.meetings_published, signals.meeting_moved, signals.meeting_cancelled)
    for fact in facts:
        fact.connect(hear)
    yield heard
    for fact in facts:
        fact.disconnect(hear)


def add(one, other, *, slot=0, table=0):
    of = one.round
    return meetings.add(
        of, one=one, other=other, slot=of.slots.all()[slot], table=of.tables.all()[table], actor=None
    )


def place_of(meeting):
    meeting.refresh_from_db()
    slots, tables = list(meeting.round.slots.all()), list(meeting.round.tables.all())
    return slots.index(meeting.slot), tables.index(meeting.table)


def test_what_is_added_by_hand_is_a_pinned_draft():
    meeting_round = make_round()
    first, second = make_party(meeting_round), make_party(meeting_round)

    meeting = add(second, first)

    assert (meeting.first, meeting.second, meeting.state, meeting.is_pinned) == (
        first,
        second,
        "planned",
        True,
    )


def refused(one, other, **place):
    with pytest.raises(MeetingImpossible) as caught:
        add(one, other, **place)
    return str(caught.value)


def test_what_stands_against_a_meeting_is_said():
    meeting_round = make_round()
    one, two, three, four = (make_party(meeting_round, name) for name in ("Eins", "Zwei", "Drei", "Vier"))
    make_meeting(one, two)
    four.away.add(meeting_round.slots.all()[1])

    assert refused(one, two, slot=1) == "Diese beiden Projekte treffen sich schon."
    assert refused(one, three, table=1) == "Eins hat zu dieser Zeit ein anderes Treffen."
    assert refused(three, four) == "Der Tisch ist zu dieser Zeit vergeben."
    assert refused(three, four, slot=1) == "Vier kann zu dieser Zeit nicht."


def test_a_no_a_hidden_pair_and_the_same_house_are_refused_alike():
    meeting_round, house = make_round(), Organisation.objects.create(name="Stahl AG")
    one, no, hidden, sister = (make_party(meeting_round) for _ in range(4))
    wish(no, one, "no")
    PairRule.objects.create(project=hidden.project, other=one.project, kind="hidden", reason="Streit")
    for party in (one, sister):
        party.project.applicants.add(house)

    assert {refused(one, other) for other in (no, hidden, sister, one)} == {str(MeetingImpossible.sentence)}


def test_who_left_and_slots_of_other_rounds_are_refused():
    meeting_round, elsewhere = make_round(), make_round()
    one, left = make_party(meeting_round, "Eins"), make_party(meeting_round, "Weg")
    meeting_parties.leave(left)

    assert refused(one, left) == "Weg nimmt nicht mehr teil."
    with pytest.raises(MeetingImpossible):
        meetings.add(
            meeting_round,
            one=one,
            other=make_party(meeting_round),
            slot=elsewhere.slots.first(),
            table=meeting_round.tables.first(),
            actor=None,
        )


def test_two_meetings_change_places():
    meeting_round = make_round()
    one, two, three, four = (make_party(meeting_round) for _ in range(4))
    early, late = make_meeting(one, two, state="planned"), make_meeting(three, four, slot=1, state="planned")

    meetings.swap(early, late, actor=None)

    assert (place_of(early), place_of(late)) == ((1, 0), (0, 0))


def test_a_swap_that_would_double_somebody_changes_nothing():
    meeting_round = make_round()
    one, two, three = (make_party(meeting_round) for _ in range(3))
    early, late = make_meeting(one, two), make_meeting(one, three, slot=1)
    third = make_meeting(two, three, slot=2)

    with pytest.raises(MeetingImpossible):
        meetings.move(third, slot=early.slot, table=meeting_round.tables.all()[1], actor=None)

    assert [place_of(row) for row in (early, late, third)] == [(0, 0), (1, 0), (2, 0)]
    third.refresh_from_db()
    assert third.state == "published"


def test_moving_something_published_tells_both_sides_once(told):
    meeting_round = make_round()
    meeting = make_meeting(make_party(meeting_round), make_party(meeting_round))

    for _ in range(2):
        meetings.move(
            meeting, slot=meeting_round.slots.all()[1], table=meeting_round.tables.all()[1], actor=None
        )

    assert (place_of(meeting), meeting.sequence, meeting.state) == ((1, 1), 1, "published")
    assert told == [("moved", meeting.pk)]
    assert MeetingRound.objects.get().agenda_revision == 1


def test_moving_a_draft_tells_nobody(told):
    meeting_round = make_round()
    meeting = make_meeting(make_party(meeting_round), make_party(meeting_round), state="planned")

    meetings.move(meeting, slot=meeting_round.slots.all()[1], table=meeting.table, actor=None)

    assert (place_of(meeting), told) == ((1, 0), [])


def test_publishing_tells_every_project_once(told):
    meeting_round = make_round(state="draft")
    one, two, _left_out = (make_party(meeting_round) for _ in range(3))
    make_meeting(one, two, state="planned")

    assert [meetings.publish(meeting_round, actor=None) for _ in range(2)] == [1, 0]

    assert told == [("published", 3)]
    assert meeting_round.meetings.get().state == "published"


def test_an_event_that_became_confidential_publishes_nothing(told):
    meeting_round = make_round(state="draft")
    meeting_round.event.visibility = "confidential"
    meeting_round.event.save()

    with pytest.raises(MeetingsOff):
        meetings.publish(meeting_round, actor=None)

    assert told == []


def test_publishing_what_was_planned_again_tells_those_concerned(told):
    meeting_round = make_round(state="published", needs_replan=True)
    one, two, three = (make_party(meeting_round) for _ in range(3))
    make_meeting(one, two)
    make_meeting(two, three, slot=1, state="planned")

    meetings.publish(meeting_round, actor=None)

    assert told == [("published", 2)]
    meeting_round.refresh_from_db()
    assert not meeting_round.needs_replan


@pytest.mark.parametrize("state", ["off", "choosing", "planning"])
def test_without_a_plan_there_is_nothing_to_publish(state):
    with pytest.raises(NothingToPublish):
        meetings.publish(make_round(state=state), actor=None)


def test_cancelling_twice_tells_once_and_leaves_a_gap(told):
    meeting_round = make_round(state="published")
    one, two = make_party(meeting_round), make_party(meeting_round)
    meeting = make_meeting(one, two)

    for _ in range(2):
        meetings.cancel(meeting, by=one, reason="Krank")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_by, meeting.reason, meeting.sequence) == (
        "cancelled",
        one,
        "Krank",
        1,
    )
    assert told == [("cancelled", meeting.pk)]
    meeting_round.refresh_from_db()
    assert meeting_round.needs_replan


def test_what_was_called_off_is_not_put_together_again():
    meeting_round = make_round(state="published")
    one, two = make_party(meeting_round), make_party(meeting_round)
    meetings.cancel(make_meeting(one, two), by=one)

    assert refused(one, two, slot=1) == str(MeetingImpossible.sentence)


@pytest.mark.parametrize("state", ["published", "planned"])
def test_what_has_begun_is_not_cancelled_or_moved(state):
    event = make_event(starts_at=timezone.now() - timedelta(minutes=5))
    meeting_round = make_round(event)
    meeting = make_meeting(make_party(meeting_round), make_party(meeting_round), state=state)

    with pytest.raises(MeetingOver):
        meetings.cancel(meeting, by=None)
    with pytest.raises(MeetingOver):
        meetings.move(meeting, slot=meeting_round.slots.all()[1], table=meeting.table, actor=None)


def test_pins_and_drafts_are_the_organisers():
    meeting_round = make_round()
    meeting = make_meeting(make_party(meeting_round), make_party(meeting_round), state="planned")

    meetings.set_pinned(meeting, True, actor=None)
    meeting.refresh_from_db()
    assert meeting.is_pinned
    meetings.remove(meeting, actor=None)
    meetings.remove(meeting, actor=None)
    assert not meeting_round.meetings.exists()


def test_a_published_meeting_is_not_removed_in_silence():
    meeting_round = make_round()
    meeting = make_meeting(make_party(meeting_round), make_party(meeting_round))

    meetings.remove(meeting, actor=None)

    meeting.refresh_from_db()
    assert meeting.state == "published"


def test_a_project_on_stage_cannot_be_met():
    meeting_round = make_round()
    one, two = make_party(meeting_round, "Eins"), make_party(meeting_round)
    slot = meeting_round.slots.first()
    ProgrammeItem.objects.create(
        event=meeting_round.event, project=one.project, starts_at=slot.starts_at, ends_at=slot.ends_at
    )

    assert refused(one, two) == "Eins kann zu dieser Zeit nicht."


@pytest.mark.parametrize("clash", ["pair", "table", "first", "second"])
def test_the_database_itself_refuses_a_clash(clash):
    meeting_round = make_round()
    one, two, three, four = (make_party(meeting_round) for _ in range(4))
    make_meeting(one, three)
    other = {
        "pair": {"one": one, "other": three, "slot": 1},
        "table": {"one": two, "other": four},
        "first": {"one": one, "other": four, "table": 1},
        "second": {"one": two, "other": three, "table": 1},
    }[clash]

    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting(other.pop("one"), other.pop("other"), **other)
