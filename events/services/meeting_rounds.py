"""The frame of an event's 1:1 meetings: its lock, slots, tables and rules, and when projects may choose.

Every function that changes a round owns its transaction, whose first statement takes the round's lock.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from events import signals
from events.enums import MeetingRoundState, MeetingState
from events.errors import MeetingsOff, NotReadyToChoose, RoundInUse, SlotImpossible
from events.meetings import offers_meetings
from events.models import Event, Meeting, MeetingRound, MeetingSlot, MeetingTable
from networking.enums import Source
from networking.models import Person
from networking.services import audit

Times = Sequence[tuple[datetime, datetime]]


def lock(meeting_round: MeetingRound) -> MeetingRound:
    """Take the round's lock and return the round as it is now. Must be the transaction's first statement.

    As with seats, the lock is a write: it makes everybody else wait, on SQLite and PostgreSQL alike.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock() needs a transaction to hold the lock.")
    MeetingRound.objects.filter(pk=meeting_round.pk).update(revision=F("revision") + 1)
    return MeetingRound.objects.select_related("event").get(pk=meeting_round.pk)


@transaction.atomic
def set_up(event: Event, *, actor: Person | None) -> MeetingRound:
    """The event's round, made now if there is none; nobody is told. Raises MeetingsOff where the rules forbid it."""
    if not offers_meetings(event):
        raise MeetingsOff
    meeting_round, is_new = MeetingRound.objects.get_or_create(event=event)
    meeting_round.event = event
    if is_new:
        _note("set_up", meeting_round, actor)
    return meeting_round


@transaction.atomic
def set_slots(meeting_round: MeetingRound, times: Times, *, actor: Person | None) -> None:
    """Make these (start, end) the slots of the round; one that is there already keeps its meetings.

    The drafts in a slot that goes, go with it. Raises SlotImpossible for one outside the event, without length or
    over another, and RoundInUse where a published meeting stands in a slot that would go.
    """
    meeting_round = lock(meeting_round)
    wanted = sorted(set(times))
    _refuse_impossible(wanted, meeting_round.event)
    kept = {(slot.starts_at, slot.ends_at): slot for slot in meeting_round.slots.all()}
    gone = meeting_round.slots.filter(pk__in=[slot.pk for time, slot in kept.items() if time not in wanted])
    _refuse_in_use(Meeting.objects.filter(slot__in=gone))
    gone.delete()
    MeetingSlot.objects.bulk_create(
        MeetingSlot(round=meeting_round, starts_at=start, ends_at=end)
        for start, end in wanted
        if (start, end) not in kept
    )
    _note("slots", meeting_round, actor)


@transaction.atomic
def set_tables(meeting_round: MeetingRound, labels: Sequence[str], *, actor: Person | None) -> None:
    """Make these the tables of the round, the preferred first; one that is there already keeps its meetings.

    Raises RoundInUse where a published meeting stands at a table that would go.
    """
    meeting_round = lock(meeting_round)
    wanted = list(dict.fromkeys(filter(None, map(str.strip, labels))))
    gone = meeting_round.tables.exclude(label__in=wanted)
    _refuse_in_use(Meeting.objects.filter(table__in=gone))
    gone.delete()
    for position, label in enumerate(wanted):
        MeetingTable.objects.update_or_create(
            round=meeting_round, label=label, defaults={"position": position}
        )
    _note("tables", meeting_round, actor)


@transaction.atomic
def set_rules(
    meeting_round: MeetingRound,
    *,
    minimum: int,
    fairness: int,
    most_musts: int,
    choose_until: datetime | None,
    actor: Person | None,
) -> None:
    """Write the rules: meetings each project should have at least, the weight of that in percent, "must" wishes each
    may give at most, and until when one may choose."""
    meeting_round = lock(meeting_round)
    meeting_round.minimum, meeting_round.fairness = minimum, fairness
    meeting_round.most_musts, meeting_round.choose_until = most_musts, choose_until
    meeting_round.save(update_fields=["minimum", "fairness", "most_musts", "choose_until"])
    _note("rules", meeting_round, actor)


@transaction.atomic
def open_choosing(meeting_round: MeetingRound, *, actor: Person | None) -> None:
    """Let projects join and choose, and tell their people; opened again after its end, nobody is told twice.

    Raises NotReadyToChoose without slots, tables or a deadline to come, or where the event is not public or has begun.
    """
    meeting_round = lock(meeting_round)
    if meeting_round.is_choosing:
        return
    _refuse_unready(meeting_round)
    is_first = meeting_round.opened_at is None
    meeting_round.state = MeetingRoundState.CHOOSING
    meeting_round.opened_at = meeting_round.opened_at or timezone.now()
    meeting_round.save(update_fields=["state", "opened_at"])
    _note("open", meeting_round, actor)
    if is_first:
        signals.meetings_opened.send(MeetingRound, meeting_round=meeting_round)


@transaction.atomic
def close_choosing(
    meeting_round: MeetingRound, *, actor: Person | None = None, source: str = Source.ORGANISER
) -> None:
    """End the choosing; what was chosen stays. Twice changes nothing the second time."""
    meeting_round = lock(meeting_round)
    if meeting_round.state != MeetingRoundState.CHOOSING:
        return
    meeting_round.state = MeetingRoundState.PLANNING
    meeting_round.save(update_fields=["state"])
    _note("close", meeting_round, actor, source)


@transaction.atomic
def follow(event: Event, by: timedelta) -> None:
    """Move slots and the deadline by as much as the event moved; the mail about the event tells it.

    The calendar's entries of meetings count the event's revision, so they need none of their own.
    """
    found = MeetingRound.objects.filter(event=event).first()
    if found is None or not by:
        return
    meeting_round = lock(found)
    # The farthest first: no slot may begin where another still stands.
    for slot in meeting_round.slots.order_by("-starts_at" if by > timedelta() else "starts_at"):
        slot.starts_at, slot.ends_at = slot.starts_at + by, slot.ends_at + by
        slot.save(update_fields=["starts_at", "ends_at"])
    if meeting_round.choose_until and meeting_round.state == MeetingRoundState.CHOOSING:
        meeting_round.choose_until += by
    meeting_round.agenda_revision += 1
    meeting_round.save(update_fields=["choose_until", "agenda_revision"])


def _refuse_impossible(times: Times, event: Event) -> None:
    for start, end in times:
        if not event.starts_at <= start < end <= event.ends_at:
            raise SlotImpossible
    for (_start, end), (start, _end) in zip(times, times[1:], strict=False):
        if start < end:
            raise SlotImpossible


def _refuse_in_use(meetings: QuerySet[Meeting]) -> None:
    if meetings.filter(state=MeetingState.PUBLISHED).exists():
        raise RoundInUse


def _refuse_unready(meeting_round: MeetingRound) -> None:
    event, now = meeting_round.event, timezone.now()
    if not offers_meetings(event):
        raise MeetingsOff
    if not event.is_published or event.starts_at <= now:
        raise NotReadyToChoose(NotReadyToChoose.not_public)
    if not meeting_round.slots.exists() or not meeting_round.tables.exists():
        raise NotReadyToChoose
    if meeting_round.choose_until is None or meeting_round.choose_until <= now:
        raise NotReadyToChoose(NotReadyToChoose.deadline)
    if meeting_round.state == MeetingRoundState.PUBLISHED:
        raise RoundInUse


def _note(
    verb: str, meeting_round: MeetingRound, actor: Person | None, source: str = Source.ORGANISER
) -> None:
    audit.record(f"meetings.{verb}", meeting_round, actor=actor, source=source)
