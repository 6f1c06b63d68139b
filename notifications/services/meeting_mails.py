"""The mails about 1:1 meetings: to everybody who comes for a project, each in their language."""

from collections.abc import Collection, Iterable

from events import meetings
from events.calendar import appointments
from events.models import (
    Event,
    Meeting,
    MeetingParty,
    MeetingRound,
    MeetingSlot,
    MeetingTable,
    Registration,
)
from networking.enums import Source
from notifications.services import outbox


def announce_opened(meeting_round: MeetingRound) -> None:
    """Whoever comes for a project can choose now."""
    people = meetings.people_of(meeting_round.event)
    _queue("meetings_opened", meeting_round, people, key=f"meetings:{meeting_round.uuid}:opened")


def remind(meeting_round: MeetingRound, registrations: Iterable[Registration]) -> None:
    """Choosing ends soon; once for each person."""
    _queue("meetings_reminder", meeting_round, registrations, key=f"meetings:{meeting_round.uuid}:reminder")


def announce_published(
    meeting_round: MeetingRound, parties: Collection[MeetingParty], *, is_first: bool
) -> None:
    """The whole agenda of these projects, with a calendar file; `is_first`: also where there is no meeting."""
    _announce(meeting_round, parties, f"published:{meeting_round.agenda_revision}", is_first=is_first)


def announce_moved_event(event: Event, former: Event) -> None:
    """The event has another time, and its meetings with it: the agenda once more, to whoever has meetings.

    Once per calendar sequence; where only the place changed, the mail about the event says enough.
    """
    meeting_round = meetings.round_of(event)
    if meeting_round is None or not meeting_round.is_published or event.starts_at == former.starts_at:
        return
    agendas = meetings.agendas_of(meeting_round)
    parties = meeting_round.parties.present().filter(pk__in=agendas)
    _announce(meeting_round, parties, f"moved:{event.sequence}", is_moved=True)


def announce_moved(meeting: Meeting, former_slot: MeetingSlot, former_table: MeetingTable) -> None:
    """Another time or table, beside the old one; the calendar's entry moves."""
    _tell("meeting_moved", meeting, former_slot=former_slot, former_table=former_table)


def announce_cancelled(meeting: Meeting) -> None:
    """It does not take place; the calendar's entry goes."""
    _tell("meeting_cancelled", meeting, reason=meeting.reason, by=meeting.cancelled_by)


def _announce(
    meeting_round: MeetingRound, parties: Iterable[MeetingParty], cause: str, **context: object
) -> None:
    """The agendas of these projects to everybody who comes for them."""
    agendas = meetings.agendas_of(meeting_round)
    keys = {party.project_id: party.pk for party in parties}
    _queue(
        "meetings_published",
        meeting_round,
        meetings.people_of(meeting_round.event, keys),
        key=f"meetings:{meeting_round.uuid}:{cause}",
        agendas={project: agendas.get(party, []) for project, party in keys.items()},
        **context,
    )


def _tell(kind: str, meeting: Meeting, **context: object) -> None:
    """One changed meeting, to both sides."""
    event = meeting.round.event
    sides = {party.project_id: party for party in (meeting.first, meeting.second)}
    owed = []
    for seat in meetings.people_of(event, sides):
        seat.event = event
        mine = sides[seat.project_id or 0]
        columns = _columns(seat, f"meeting:{meeting.uuid}:{meeting.sequence}")
        columns["context"] = context | {"meeting": meeting, "mine": mine, "other": meeting.other(mine)}
        columns["calendar"] = appointments.part_for(seat, meeting).decode()
        owed.append(columns)
    outbox.queue_each(kind, owed)


def _queue(
    kind: str,
    meeting_round: MeetingRound,
    people: Iterable[Registration],
    *,
    key: str,
    agendas: dict[int, list[Meeting]] | None = None,
    **context: object,
) -> None:
    owed = []
    for seat in people:
        seat.event = meeting_round.event
        agenda = (agendas or {}).get(seat.project_id or 0, [])
        columns = _columns(seat, key)
        lines = [(row, _other(seat, row)) for row in agenda]
        columns["context"] = context | {"round": meeting_round, "agenda": lines}
        columns["calendar"] = appointments.appointments_file(seat, agenda).decode() if agenda else ""
        owed.append(columns)
    outbox.queue_each(kind, owed)


def _other(seat: Registration, meeting: Meeting) -> MeetingParty:
    return meeting.second if meeting.first.project_id == seat.project_id else meeting.first


def _columns(seat: Registration, key: str) -> dict:
    return {
        "key": f"{key}:{seat.uuid}",
        "to_email": seat.email,
        "to_name": seat.name,
        "language": seat.language,
        "registration": seat,
        "event": seat.event,
        "source": Source.ORGANISER,
    }
