"""What a mail tells a calendar program, and what it answers (RFC 5546): one person's entry at a time.

An invitation has the UID of the event in every feed and the revision of the person's own entry, so that a calendar
knows it again. Nobody else's address stands in it, and no private link: people share their calendars. The organiser
is our own sender's address, because answers go there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parseaddr
from functools import lru_cache
from uuid import UUID

import icalendar
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from icalendar.parser import Contentline, Contentlines, Parameters

from events.calendar.entries import Particulars, own, vevent
from events.calendar.frame import invitation
from events.calendar.text import folded, line, written
from events.enums import CalendarAnswer, RegistrationState
from events.models import Registration

MAX_BYTES = 100_000  # real answers have a tenth of it
_BEGIN = b"BEGIN:VEVENT\r\n"
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
_ANSWERS = {str(answer).upper(): answer for answer in CalendarAnswer}


# --- What we write ---------------------------------------------------------------------------------------


def part_for(registration: Registration, former: str = "") -> bytes:
    """What a mail puts into the person's calendar: a sure seat makes an entry, a lost one takes it out, nothing else
    touches it. `former` is the state before, if the mail tells of a change.
    """
    if registration.state == RegistrationState.CONFIRMED and not registration.event.is_cancelled:
        return request(registration)
    if RegistrationState.CONFIRMED in (registration.state, former):
        return cancellation(registration)
    return b""


def request(registration: Registration) -> bytes:
    """Puts the sure seat into the person's calendar, or changes the entry that is there."""
    return addressed("REQUEST", registration, own(registration))


def cancellation(registration: Registration) -> bytes:
    """Takes the entry out again: the seat is lost, or the event was called off."""
    return addressed("CANCEL", registration, replace(own(registration), is_cancelled=True, is_free=True))


def method_of(text: str) -> str:
    """The method of a calendar file, as the mail's headers must repeat it; empty for a file without one."""
    found = _METHOD.search(text)
    return found[1] if found else ""


def addressed(method: str, registration: Registration, told: Particulars) -> bytes:
    """An entry as it goes from us to this person. Its stamp is the moment of writing, as the standard wants it."""
    attendee = icalendar.vCalAddress.new(
        registration.email,
        cn=line(registration.name) or None,
        cutype="INDIVIDUAL",
        role="REQ-PARTICIPANT",
        partstat="ACCEPTED" if method == "REQUEST" else None,
        rsvp=False,
    )
    person = [  # not a component: everybody who registers meanwhile waits for these lines
        _BEGIN.rstrip(),
        f"DTSTAMP:{timezone.now().astimezone(UTC):%Y%m%dT%H%M%SZ}".encode(),
        b"SEQUENCE:%d" % told.sequence,
        folded(Contentline.from_parts("ATTENDEE", attendee.params, attendee)),
    ]
    shared = _shared(replace(told, sequence=0), settings.DEFAULT_FROM_EMAIL, registration.language)
    entry = b"\r\n".join([*person, b""]) + shared.removeprefix(_BEGIN)
    return invitation(method, entry, registration.language)


@lru_cache(maxsize=256)  # whoever registers for one event gets the same; written anew with every change of it
def _shared(told: Particulars, sender: str, language: str) -> bytes:
    """What stands in the entry of everybody: all but number, stamp and attendee."""
    with translation.override(language):
        entry = vevent(told)
    name, address = parseaddr(sender)
    entry.organizer = icalendar.vCalAddress.new(address, cn=line(name) or None)
    del entry["DTSTAMP"], entry["SEQUENCE"]
    return written(entry)


# --- What comes back -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reply:
    """What a calendar program answered for the person with this address."""

    event: UUID
    address: str
    answer: CalendarAnswer
    sequence: int
    answered_at: datetime | None
    delegate: str = ""


@dataclass(frozen=True)
class _Property:
    name: str
    parameters: Parameters
    value: str

    def parameter(self, name: str) -> str:
        value = self.parameters.get(name, "")
        return str(value[0] if isinstance(value, list) and value else value or "")


def reply_in(body: bytes) -> Reply | None:
    """The answer to one of our invitations; None for whatever else a stranger sends. Never raises."""
    found = list(_properties(body)) if len(body) <= MAX_BYTES else []
    values = {each.name: each.value for each in reversed(found)}  # the first of each counts
    event = _event_in(values.get("UID", ""))
    answers = [given for each in found if each.name == "ATTENDEE" and (given := _answer_in(each))]
    if values.get("METHOD", "").upper() != "REPLY" or event is None or not answers:
        return None
    # Who hands on and the one who comes instead may both be named.
    address, answer, delegate = min(answers, key=lambda given: given[1] != CalendarAnswer.DELEGATED)
    return Reply(
        event=event,
        address=address,
        answer=answer,
        sequence=_number(values.get("SEQUENCE", "")),
        answered_at=_moment(values.get("DTSTAMP", "")),
        delegate=delegate,
    )


def _properties(body: bytes) -> Iterator[_Property]:
    """The properties of a calendar and of its entries; neither of its zones and alarms nor what cannot be read."""
    try:
        lines = Contentlines.from_ical(body)
    except ValueError:
        return
    around: list[str] = []
    for each in filter(None, lines):
        try:
            name, parameters, value = each.parts()
        except ValueError:
            continue
        name = name.upper()
        if name == "BEGIN":
            around.append(value.strip().upper())
        elif name == "END":
            around = around[:-1]
        elif around in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
            yield _Property(name, parameters, value.strip())


def _event_in(uid: str) -> UUID | None:
    own = re.fullmatch(rf"event-([0-9a-f-]{{36}})@{re.escape(settings.CALENDAR_HOST)}", uid, re.IGNORECASE)
    try:
        return UUID(own[1]) if own else None
    except ValueError:
        return None


def _answer_in(attendee: _Property) -> tuple[str, CalendarAnswer, str] | None:
    """Whose answer it is, the answer, and who comes instead. An answer of the one who comes instead counts as news
    of the one who sent them.
    """
    own = _address(attendee.value) or _address(attendee.parameter("EMAIL"))
    answer = _ANSWERS.get(attendee.parameter("PARTSTAT").upper())
    if sender := _address(attendee.parameter("DELEGATED-FROM")):
        return sender, CalendarAnswer.DELEGATED, own
    if not own or answer is None:
        return None
    delegated = answer == CalendarAnswer.DELEGATED
    return own, answer, _address(attendee.parameter("DELEGATED-TO")) if delegated else ""


def _address(text: str) -> str:
    """An e-mail address, with or without `mailto:`; empty for anything else."""
    address = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= 254 else ""


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
