"""1:1 meetings, one at a time: put together, moved, exchanged, published, cancelled.

What is published and changed is told at once; drafts are nobody's business.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import MeetingRoundState, MeetingState, MeetingWishKind
from events.errors import MeetingImpossible, MeetingOver, MeetingsOff, NothingToPublish
from events.meeting_problem import exclusions, unavailable
from events.meetings import offers_meetings
from events.models import Meeting, MeetingParty, MeetingRound, MeetingSlot, MeetingTable, MeetingWish
from events.scheduling.problem import pair
from events.services.meeting_rounds import lock
from networking.enums import Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def add(
    meeting_round: MeetingRound,
    *,
    one: MeetingParty,
    other: MeetingParty,
    slot: MeetingSlot,
    table: MeetingTable,
    actor: Person | None,
) -> Meeting:
    """Put two projects together by hand: a pinned draft. Raises MeetingImpossible with what stands against it."""
    meeting_round = lock(meeting_round)
    first, second = pair(one.pk, other.pk)
    meeting = Meeting(
        round=meeting_round, slot=slot, table=table, first_id=first, second_id=second, is_pinned=True
    )
    _refuse_impossible([meeting], meeting_round)
    meeting.save()
    _note("add", meeting, actor)
    return meeting


@transaction.atomic
def remove(meeting: Meeting, *, actor: Person | None) -> None:
    """Take a draft out again; a published one is to be cancelled. Twice changes nothing the second time."""
    lock(meeting.round)
    if Meeting.objects.filter(pk=meeting.pk, state=MeetingState.PLANNED).delete()[0]:
        _note("remove", meeting, actor)


@transaction.atomic
def set_pinned(meeting: Meeting, is_pinned: bool, *, actor: Person | None) -> None:
    """Whether the next plan leaves this draft exactly where it is."""
    lock(meeting.round)
    drafts = Meeting.objects.filter(pk=meeting.pk, state=MeetingState.PLANNED).exclude(is_pinned=is_pinned)
    if drafts.update(is_pinned=is_pinned):
        _note("pin" if is_pinned else "unpin", meeting, actor)


@transaction.atomic
def move(meeting: Meeting, *, slot: MeetingSlot, table: MeetingTable, actor: Person | None) -> None:
    """Give a meeting another time or table; both sides of a published one are told at once.

    Raises MeetingImpossible, and MeetingOver for one that is cancelled or has begun.
    """
    meeting_round = lock(meeting.round)
    _place([(_standing(meeting), slot, table)], meeting_round, actor)


@transaction.atomic
def swap(meeting: Meeting, other: Meeting, *, actor: Person | None) -> None:
    """Exchange time and table of two meetings. Raises as `move`."""
    meeting_round = lock(meeting.round)
    one, two = _standing(meeting), _standing(other)
    _place([(one, two.slot, two.table), (two, one.slot, one.table)], meeting_round, actor)


@transaction.atomic
def publish(meeting_round: MeetingRound, *, actor: Person | None) -> int:
    """Make all drafts count and tell the projects concerned, the first time everybody; returns how many drafts.

    Publishing again without drafts tells nobody. Raises NothingToPublish where there never was a plan, and
    MeetingsOff where the event's rules allow none any more.
    """
    meeting_round = lock(meeting_round)
    if not offers_meetings(meeting_round.event):
        raise MeetingsOff
    drafts = meeting_round.meetings.filter(state=MeetingState.PLANNED)
    is_first = meeting_round.state != MeetingRoundState.PUBLISHED
    if is_first and meeting_round.state != MeetingRoundState.DRAFT:
        raise NothingToPublish
    concerned = {key for both in drafts.values_list("first", "second") for key in both}
    if not (is_first or concerned):
        return 0
    now = timezone.now()
    count = drafts.update(state=MeetingState.PUBLISHED, published_at=now, changed_at=now)
    meeting_round.state, meeting_round.needs_replan = MeetingRoundState.PUBLISHED, False
    meeting_round.published_at = meeting_round.published_at or now
    meeting_round.agenda_revision += 1
    meeting_round.save(update_fields=["state", "needs_replan", "published_at", "agenda_revision"])
    audit.record("meetings.publish", meeting_round, actor=actor, source=Source.ORGANISER)
    parties = meeting_round.parties.present() if is_first else MeetingParty.objects.filter(pk__in=concerned)
    signals.meetings_published.send(
        MeetingRound, meeting_round=meeting_round, parties=list(parties), is_first=is_first
    )
    return count


@transaction.atomic
def cancel(
    meeting: Meeting, *, by: MeetingParty | None, reason: str = "", actor: Person | None = None
) -> None:
    """Call one published meeting off and tell both sides; `by` is the project that does, None for the organisers.

    The gap waits for the organisers to plan again. Twice changes nothing the second time. Raises MeetingOver for one
    that has begun.
    """
    meeting_round = lock(meeting.round)
    meeting = meeting_round.meetings.in_order().get(pk=meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        return
    if meeting.state != MeetingState.PUBLISHED or meeting.slot.starts_at <= timezone.now():
        raise MeetingOver
    _cancel([meeting], meeting_round, by, reason)
    _note("cancel", meeting, actor, Source.WEB if by else Source.ORGANISER)


def cancel_all_of(party: MeetingParty, meeting_round: MeetingRound) -> None:
    """The party has left: its drafts go, its published meetings to come are called off. The caller holds the lock."""
    standing = meeting_round.meetings.of(party)
    standing.filter(state=MeetingState.PLANNED).delete()
    to_come = standing.published().filter(slot__starts_at__gt=timezone.now())
    _cancel(list(to_come.in_order()), meeting_round, party, "")


def _cancel(
    meetings: Iterable[Meeting], meeting_round: MeetingRound, by: MeetingParty | None, reason: str
) -> None:
    for meeting in meetings:
        meeting.round = meeting_round
        meeting.state, meeting.cancelled_by, meeting.reason = MeetingState.CANCELLED, by, reason
        _revise(meeting, ["state", "cancelled_by", "reason"])
        meeting_round.needs_replan = True
        meeting_round.agenda_revision += 1
        signals.meeting_cancelled.send(Meeting, meeting=meeting)
    meeting_round.save(update_fields=["needs_replan", "agenda_revision"])


def _place(
    places: list[tuple[Meeting, MeetingSlot, MeetingTable]], meeting_round: MeetingRound, actor: Person | None
) -> None:
    """Write new places of meetings, lifted off their old ones first, so that two can change places."""
    moved = [
        (row, row.slot, row.table) for row, slot, table in places if (row.slot, row.table) != (slot, table)
    ]
    Meeting.objects.filter(pk__in=[row.pk for row, _slot, _table in moved]).update(
        state=MeetingState.CANCELLED
    )
    for row, slot, table in places:
        row.slot, row.table = slot, table
    _refuse_impossible([row for row, _slot, _table in moved], meeting_round)
    for row, former_slot, former_table in moved:
        row.round = meeting_round
        if row.state != MeetingState.PUBLISHED:
            row.save(update_fields=["slot", "table", "state"])
            continue
        _revise(row, ["slot", "table", "state"])
        meeting_round.agenda_revision += 1
        meeting_round.save(update_fields=["agenda_revision"])
        former = {"former_slot": former_slot, "former_table": former_table}
        signals.meeting_moved.send(Meeting, meeting=row, **former)
    for row, _slot, _table in moved:
        _note("move", row, actor)


def _revise(meeting: Meeting, columns: Collection[str]) -> None:
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, timezone.now()
    meeting.save(update_fields=[*columns, "sequence", "changed_at"])


def _standing(meeting: Meeting) -> Meeting:
    row = Meeting.objects.in_order().get(pk=meeting.pk)
    if row.state == MeetingState.CANCELLED or row.slot.starts_at <= timezone.now():
        raise MeetingOver
    return row


def _refuse_impossible(meetings: Collection[Meeting], meeting_round: MeetingRound) -> None:
    """Raise the first thing that stands against these meetings beside those that stand and beside each other.

    That one of the two said no is not told apart from any other reason why they are kept apart.
    """
    own = [row.pk for row in meetings if row.pk]
    taken = list(meeting_round.meetings.standing().exclude(pk__in=own))
    keys = {key for row in meetings for key in (row.first_id, row.second_id)}
    parties = {row.pk: row for row in meeting_round.parties.filter(pk__in=keys).select_related("project")}
    apart = set(exclusions(meeting_round)) | _refused(keys)
    away = unavailable({row.pk: row.project_id for row in parties.values()}, [row.slot for row in meetings])
    for row in meetings:
        _refuse_place(row, taken, meeting_round)
        if row.first_id == row.second_id or (row.first_id, row.second_id) in apart:
            raise MeetingImpossible
        if any((other.first_id, other.second_id) == (row.first_id, row.second_id) for other in taken):
            raise MeetingImpossible(MeetingImpossible.pair)
        for key in (row.first_id, row.second_id):
            _refuse_party(parties.get(key), row, taken, away)
        taken.append(row)


def _refused(keys: Collection[int]) -> set[tuple[int, int]]:
    rows = MeetingWish.objects.filter(party__in=keys, other__in=keys, kind=MeetingWishKind.NO)
    return {pair(party, other) for party, other in rows.values_list("party", "other")}


def _refuse_place(meeting: Meeting, taken: Iterable[Meeting], meeting_round: MeetingRound) -> None:
    if meeting.slot.round_id != meeting_round.pk or meeting.table.round_id != meeting_round.pk:
        raise MeetingImpossible
    if meeting.slot.starts_at <= timezone.now():
        raise MeetingImpossible(MeetingImpossible.past)
    if any((row.slot_id, row.table_id) == (meeting.slot_id, meeting.table_id) for row in taken):
        raise MeetingImpossible(MeetingImpossible.table)


def _refuse_party(
    party: MeetingParty | None, meeting: Meeting, taken: Iterable[Meeting], away: Collection[tuple[int, int]]
) -> None:
    if party is None:
        raise MeetingImpossible
    name = party.project.title
    if party.left_at:
        raise MeetingImpossible(MeetingImpossible.absent, name)
    if (party.pk, meeting.slot_id) in away:
        raise MeetingImpossible(MeetingImpossible.away, name)
    if any(row.slot_id == meeting.slot_id and party.pk in (row.first_id, row.second_id) for row in taken):
        raise MeetingImpossible(MeetingImpossible.party, name)


def _note(verb: str, meeting: Meeting, actor: Person | None, source: str = Source.ORGANISER) -> None:
    audit.record(f"meetings.{verb}", meeting, actor=actor, source=source)
