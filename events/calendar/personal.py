"""Somebody's own feed: which state it is in, known from one query, and its body."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from events.calendar.appointments import appointment
from events.calendar.entries import registration_entry, sessions
from events.calendar.feeds import Edition, digest
from events.calendar.files import or_nothing
from events.calendar.frame import calendar
from events.enums import RegistrationState
from events.links import manage_url
from events.models import Meeting, Registration
from networking import links
from networking.models import Person

_EVENT = ("uuid", "sequence", "revision", "state", "changed_at", "slug", "format", "visibility")


@dataclass(frozen=True)
class State:
    """What the person's feed is made of now, as a digest, and what was stored when it was last asked for."""

    person_id: int
    digest: str
    stored: str | None
    modified: int

    def edition(self, language: str) -> Edition:
        return Edition(digest(self.digest, self.modified, language), self.modified)


def state_for(token: str) -> State | None:
    """The state of the feed the token opens; None for a forged, revoked or foreign token. One query."""
    row_uuid = links.uuid_in(token)
    rows = _rows(row_uuid) if row_uuid else []
    if not rows or row_uuid is None or not links.is_valid(token, "calendar", row_uuid, rows[0][1]):
        return None
    person_id, _version, is_named, stored, modified = rows[0][:5]
    seats = [row[5:] for row in rows if row[5] == RegistrationState.CONFIRMED]
    return State(person_id, digest(is_named, seats), stored, modified or 0)


def body(person_id: int, *, source_url: str, language: str) -> bytes:
    """The calendar of the person's sure seats; each entry leads to their own page, sessions and 1:1 meetings have
    their own."""
    seats = Registration.objects.filter(person=person_id).confirmed().order_by("event", "pk")
    seats = seats.select_related("event", "person").prefetch_related("event__programme")
    meetings = _meetings(seats)
    written = [or_nothing(partial(_entries, seat, language, meetings), seat) for seat in seats]
    with translation.override(language):
        name, description = _("My MPI events"), _("The events for which you have a confirmed seat.")
    return calendar(written, name=name, description=description, source_url=source_url, language=language)


def _meetings(seats: Iterable[Registration]) -> list[Meeting]:
    """The published 1:1 meetings of the projects at these events; one query."""
    projects = {seat.project_id for seat in seats if seat.project_id and not seat.event.is_confidential}
    if not projects:
        return []
    sides = Q(first__project__in=projects) | Q(second__project__in=projects)
    events = [seat.event_id for seat in seats if not seat.event.is_confidential]
    found = Meeting.objects.published().filter(sides, round__event__in=events)
    return list(
        found.in_order().select_related("round", "slot", "table", "first__project", "second__project")
    )


def _of_seat(seat: Registration, meetings: Iterable[Meeting]) -> list[Meeting]:
    return [
        row
        for row in meetings
        if row.round.event_id == seat.event_id
        and seat.project_id in (row.first.project_id, row.second.project_id)
    ]


def _entries(seat: Registration, language: str, meetings: Iterable[Meeting]) -> bytes:
    is_named = bool(seat.person and seat.person.names_confidential_events)
    own = registration_entry(seat, link=manage_url(seat), language=language, is_named=is_named)
    if seat.event.is_confidential:
        return own
    met = [appointment(seat, meeting, seat.event, language) for meeting in _of_seat(seat, meetings)]
    return own + sessions(seat.event, language) + b"".join(met)


def _rows(row_uuid: uuid.UUID) -> list[tuple]:
    """A row for each registration of the person, at least one."""
    person = (
        "pk",
        "key_version",
        "names_confidential_events",
        "personal_feed__state",
        "personal_feed__modified",
    )
    seat = [
        f"registrations__{name}"
        for name in ("state", "uuid", "key_version", "entry_sequence", "language", "project")
    ]
    event = [f"registrations__event__{name}" for name in (*_EVENT, "meeting_round__agenda_revision")]
    found = Person.objects.filter(public_id=row_uuid, is_active=True).order_by("registrations__pk")
    return list(found.values_list(*person, *seat, *event))
