"""The columns of the file that `manage.py import_events` reads; docs/import.md explains them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from events.enums import (
    AttendeeList,
    ContributionKind,
    Entry,
    EventState,
    Format,
    Meetings,
    ProgrammeKind,
    Visibility,
    WaitingList,
)
from events.formats import LIMITS
from networking.services.import_cells import (
    address,
    day,
    flag,
    line,
    long_slug,
    many,
    number,
    one_of,
    prose,
    slug,
)
from networking.services.import_rows import Cell, Column

BERLIN = ZoneInfo("Europe/Berlin")
YEARS = range(2000, 2101)
_CLOCK = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})")
_POINT = {
    "title_de": line(200),
    "title_en": line(200),
    "text_de": prose(2000),
    "text_en": prose(2000),
    "kind": one_of(ProgrammeKind.values),
    "room": line(100),
    "project": long_slug,
}


@dataclass(frozen=True)
class Moment:
    """A day, or a day and a time of day in Berlin."""

    at: datetime
    is_day: bool

    def __str__(self) -> str:
        return (
            f"{self.at.astimezone(BERLIN):%Y-%m-%d}"
            if self.is_day
            else f"{self.at.astimezone(BERLIN):%Y-%m-%d %H:%M}"
        )


def moment(cell: Cell) -> Moment:
    """2024-10-31, or 2024-10-31 16:00 on Berlin's clocks."""
    found = _CLOCK.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return Moment(_midnight(day(cell)), is_day=True)
    return Moment(_clock(day(found[1]), int(found[2]), int(found[3])), is_day=False)


def event_slug(cell: Cell) -> str:
    """The event's address; /organise/events/new/ is taken."""
    text = long_slug(cell)
    if text == "new":
        raise ValueError(_("“new” is not possible here: the address is used for creating events."))
    return text


def point_in_time(cell: Cell) -> datetime:
    """2024-10-31 16:00 on Berlin's clocks; a day alone means its first minute."""
    return moment(cell).at


def seats(cell: Cell) -> int:
    """A number of seats: at least one."""
    found = number(cell)
    if found < 1:
        raise ValueError(_("At least one seat is needed. Leave it empty for no limit."))
    return found


def rule(least: int, most: int) -> Callable[[Cell], int]:
    """A rule that is a number within its limits."""

    def read(cell: Cell) -> int:
        found = number(cell)
        if not least <= found <= most:
            words = {"least": least, "most": most}
            raise ValueError(_("A whole number from %(least)d to %(most)d is expected.") % words)
        return found

    return read


def email(cell: Cell) -> str:
    text = line(254)(cell)
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    return text


def programme(cell: Cell) -> list[dict[str, str]]:
    """The points in their order: titles, or in JSON objects with more about them."""
    if isinstance(cell, str):
        cell = [part.strip() for part in cell.split(";") if part.strip()]
    if not isinstance(cell, list):
        raise ValueError(_("A list is expected."))
    return [_point(part) for part in cell]


def contribution(cell: Cell) -> tuple[str, str]:
    """A project's short name and what it does: `holzbau`, `holzbau:stand`, in JSON also an object."""
    if isinstance(cell, dict):
        if cell.keys() - {"project", "kind"}:
            raise ValueError(_("Only “project” and “kind” are known here."))
        project, kind = cell.get("project"), cell.get("kind", ContributionKind.PRESENTATION)
    else:
        project, _colon, kind = str(cell).partition(":")
        kind = kind or ContributionKind.PRESENTATION
    return long_slug(project), str(one_of(ContributionKind.values)(kind))


EVENTS = [
    Column("slug", event_slug, required=True),
    Column("format", one_of(Format.values), required=True),
    Column("state", one_of(EventState.values), empty=None),
    Column("title_de", line(200), required=True),
    Column("title_en", line(200)),
    Column("summary_de", prose(400)),
    Column("summary_en", prose(400)),
    Column("description_de", prose(20_000)),
    Column("description_en", prose(20_000)),
    Column("starts", moment, required=True),
    Column("ends", moment, empty=None),
    Column("venue", line(200)),
    Column("street", line(200)),
    Column("locality", line(200)),
    Column("directions_de", prose(4000)),
    Column("directions_en", prose(4000)),
    Column("is_online", flag, empty=False),
    Column("online_url", address(500)),
    Column("language", line(60)),
    Column("contact_name", line(200)),
    Column("contact_email", email),
    Column("capacity", seats, empty=None),
    Column("registration_opens_at", point_in_time, empty=None),
    Column("registration_closes_at", point_in_time, empty=None),
    Column("visibility", one_of(Visibility.values), empty=None),
    Column("entry", one_of(Entry.values), empty=None),
    Column("waiting_list", one_of(WaitingList.values), empty=None),
    Column("attendee_list", one_of(AttendeeList.values), empty=None),
    Column("meetings", one_of(Meetings.values), empty=None),
    *(Column(name, rule(*limits), empty=None) for name, limits in LIMITS.items()),
    Column("topics", many(slug), empty=()),
    Column("fields_of_action", many(slug), empty=()),
    Column("transformation_lines", many(slug), empty=()),
    Column("programme", programme, empty=()),
    Column("contributions", many(contribution), empty=()),
    Column("report_url", address(300)),
    Column("participants_reported", number, empty=None),
    Column("participants_approximate", flag, empty=False),
]


def _point(cell: Any) -> dict[str, str]:
    if isinstance(cell, str):
        cell = {"title_de": cell}
    if not isinstance(cell, dict) or "title_de" not in cell:
        raise ValueError(_("Each point of the programme needs “title_de”."))
    if unknown := cell.keys() - _POINT.keys():
        words = {"name": sorted(unknown)[0], "names": ", ".join(_POINT)}
        raise ValueError(
            _("“%(name)s” is unknown in a point of the programme. Known are: %(names)s.") % words
        )
    return {name: _POINT[name](value) for name, value in cell.items() if value not in (None, "")}


def _midnight(found: date) -> datetime:
    if found.year not in YEARS:
        raise ValueError(
            _("The year must be from %(first)d to %(last)d.") % {"first": YEARS[0], "last": YEARS[-1]}
        )
    return datetime.combine(found, time(), tzinfo=BERLIN)


def _clock(found: date, hour: int, minute: int) -> datetime:
    """Refuses times that no clock shows: 25:00, and the hour that March leaves out."""
    sentence = _("There is no such time in Berlin on that day.")
    if hour > 23 or minute > 59:
        raise ValueError(sentence)
    at = _midnight(found).replace(hour=hour, minute=minute)
    if at.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) != at.replace(tzinfo=None):
        raise ValueError(sentence)
    return at
