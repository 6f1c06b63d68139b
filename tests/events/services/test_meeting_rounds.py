"""Slots, tables and rules of 1:1 meetings, and when projects may choose."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import EventState, Format, MeetingRoundState
from events.errors import MeetingsOff, NotReadyToChoose, RoundInUse, SlotImpossible
from events.models import MeetingRound
from events.services import meeting_rounds, planning
from networking.models import AuditEntry
from tests.factories import make_event, make_meeting, make_organiser, make_party, make_round

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)


def times(event, *starts):
    """Slots of twenty minutes, so many minutes after the event began."""
    return [(event.starts_at + start * MINUTES, event.starts_at + (start + 20) * MINUTES) for start in starts]


@pytest.fixture
def told():
    """The rounds of which it was told that they opened."""
    heard = []

    def hear(meeting_round, **kwargs):
        heard.append(meeting_round.pk)

    signals.meetings_opened.connect(hear)
    yield heard
    signals.meetings_opened.disconnect(hear)


def test_a_round_is_set_up_once_and_closed():
    event = make_event()

    one, two = (meeting_rounds.set_up(event, actor=make_organiser()) for _ in range(2))

    assert (one, one.state) == (two, MeetingRoundState.OFF)
    assert AuditEntry.objects.filter(verb="meetings.set_up").count() == 1


@pytest.mark.parametrize(
    "fields",
    [{"format": Format.DIALOG}, {"meetings": "off"}, {"visibility": "confidential", "meetings": "on"}],
)
def test_a_dialog_has_no_meetings_whatever_its_rules_say(fields):
    with pytest.raises(MeetingsOff):
        meeting_rounds.set_up(make_event(**fields), actor=make_organiser())


def test_slots_are_replaced_and_the_same_ones_keep_their_meetings():
    meeting_round = make_round(slots=2)
    meeting = make_meeting(make_party(meeting_round), make_party(meeting_round), slot=0)

    meeting_rounds.set_slots(meeting_round, times(meeting_round.event, 0, 40, 60), actor=None)

    assert [slot.starts_at for slot in meeting_round.slots.all()] == [
        start for start, _end in times(meeting_round.event, 0, 40, 60)
    ]
    meeting.refresh_from_db()
    assert meeting.slot == meeting_round.slots.first()


@pytest.mark.parametrize("starts", [(-20,), (170,), (0, 10)])
def test_a_slot_outside_the_event_or_over_another_is_refused(starts):
    meeting_round = make_round(slots=1)

    with pytest.raises(SlotImpossible):
        meeting_rounds.set_slots(meeting_round, times(meeting_round.event, *starts), actor=None)

    assert meeting_round.slots.count() == 1


@pytest.mark.parametrize("act", ["set_slots", "set_tables"])
def test_where_a_published_meeting_stands_nothing_is_taken_away(act):
    meeting_round = make_round()
    make_meeting(make_party(meeting_round), make_party(meeting_round))

    with pytest.raises(RoundInUse):
        getattr(meeting_rounds, act)(meeting_round, [], actor=None)

    assert (meeting_round.slots.count(), meeting_round.tables.count()) == (3, 2)


def test_a_draft_goes_with_its_slot():
    meeting_round = make_round()
    make_meeting(make_party(meeting_round), make_party(meeting_round), state="planned")

    meeting_rounds.set_slots(meeting_round, [], actor=None)

    assert not meeting_round.meetings.exists()


def test_tables_stand_in_the_order_given_each_once():
    meeting_round = make_round(tables=2)

    meeting_rounds.set_tables(meeting_round, ["Fenster", " Tisch 2 ", "", "Fenster"], actor=None)

    assert [str(table) for table in meeting_round.tables.all()] == ["Fenster", "Tisch 2"]


def test_opening_tells_once_also_when_it_is_opened_again(told):
    meeting_round = make_round(state="off", opened_at=None)

    meeting_rounds.open_choosing(meeting_round, actor=None)
    meeting_rounds.open_choosing(meeting_round, actor=None)
    meeting_rounds.close_choosing(meeting_round)
    meeting_rounds.open_choosing(meeting_round, actor=None)

    assert told == [meeting_round.pk]
    meeting_round.refresh_from_db()
    assert meeting_round.is_choosing


@pytest.mark.parametrize(
    "fields",
    [
        {"slots": 0},
        {"tables": 0},
        {"choose_until": None},
        {"choose_until": timezone.now() - timedelta(days=1)},
        {"event": {"draft": True}},
        {"event": {"state": EventState.CANCELLED}},
        {"event": {"starts_at": timezone.now() - MINUTES}},
    ],
)
def test_what_is_not_ready_cannot_be_opened(fields, told):
    event = make_event(**fields.pop("event", {}))
    meeting_round = make_round(event, **({"state": "off", "opened_at": None} | fields))

    with pytest.raises(NotReadyToChoose):
        meeting_rounds.open_choosing(meeting_round, actor=None)

    assert told == []


def test_choosing_ends_at_its_time_whatever_the_state_says():
    meeting_round = make_round(choose_until=timezone.now() - MINUTES)

    assert not meeting_round.is_choosing


def test_whoever_moves_the_event_moves_its_slots():
    meeting_round = make_round()
    event, day = meeting_round.event, timedelta(days=1)
    first = meeting_round.slots.first().starts_at

    data = {"starts_at": event.starts_at + day, "ends_at": event.ends_at + day}
    planning.edit(event, data, actor=make_organiser(), revision=event.revision)

    assert meeting_round.slots.first().starts_at == first + day


def test_slots_move_with_the_event():
    meeting_round = make_round()
    before = list(meeting_round.slots.values_list("starts_at", flat=True))

    meeting_rounds.follow(meeting_round.event, 20 * MINUTES)

    after = list(meeting_round.slots.values_list("starts_at", flat=True))
    assert after == [start + 20 * MINUTES for start in before]
    assert MeetingRound.objects.get().agenda_revision == 1


def test_the_lock_needs_a_transaction_and_raises_the_revision():
    meeting_round = make_round()

    with transaction.atomic():
        assert meeting_rounds.lock(meeting_round).revision == meeting_round.revision + 1
