"""One act on many people: each in a transaction of their own, with a report of what was done and what was not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from events import signals
from events.enums import ACTIVE, ENDED, TAKES_SEAT, RegistrationState
from events.errors import EventError, GetsNoMails, NotAwaited
from events.models import Event, Registration
from events.services import registration as registering
from events.services import reminding
from networking.enums import Language, Source
from networking.models import Person
from networking.services import audit

AT_ONCE = 500  # people in one go; the door offers to go on with the others

# On whom an act can be carried out.
APPROVABLE = (RegistrationState.PENDING,)
DECLINABLE = (RegistrationState.PENDING, RegistrationState.WAITING)
CANCELLABLE = ACTIVE
REACHABLE = ACTIVE


@dataclass
class Report:
    """What came of it: `done` people, and those it was refused for, each with the reason."""

    done: list[Registration] = field(default_factory=list)
    refused: list[tuple[Registration, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.done) + len(self.refused)


@dataclass(frozen=True)
class Letter:
    """What the organisers write, plain text. Readers of English get the German where there is no English."""

    subject_de: str
    text_de: str
    subject_en: str = ""
    text_en: str = ""

    def language_for(self, reader: str) -> str:
        """The language in which somebody who reads `reader` gets it."""
        return Language.ENGLISH if reader == Language.ENGLISH and self.text_en else Language.GERMAN

    def in_language(self, language: str) -> tuple[str, str]:
        """Subject and text."""
        return getattr(self, f"subject_{language}"), getattr(self, f"text_{language}")


def cancel_each(people: Iterable[Registration], *, actor: Person, reason: str = "") -> Report:
    """Cancel them, those without a seat first and the last in line before the others: nobody is promoted in between
    only to be cancelled a moment later.
    """

    def act(registration: Registration) -> None:
        registering.cancel(registration, actor=actor, source=Source.ORGANISER, reason=reason)
        _require(registration, *ENDED, RegistrationState.DECLINED)

    backwards = sorted(people, key=lambda row: (row.state in TAKES_SEAT, -row.position))
    return _each(backwards, act)


def approve_each(people: Iterable[Registration], *, actor: Person) -> Report:
    """Approve them in the order in which they registered: seats as long as there are some, then the line."""

    def act(registration: Registration) -> None:
        registering.approve(registration, actor=actor)
        _require(registration, RegistrationState.CONFIRMED, RegistrationState.WAITING)

    return _each(sorted(people, key=lambda row: row.position), act)


def decline_each(people: Iterable[Registration], *, actor: Person, reason: str = "") -> Report:
    """Decline them."""

    def act(registration: Registration) -> None:
        registering.decline(registration, actor=actor, reason=reason)
        _require(registration, RegistrationState.DECLINED)

    return _each(people, act)


def send_link_to_each(people: Iterable[Registration], *, actor: Person) -> Report:
    """Send each their private link once more; whoever got it a moment ago is left out."""
    return _each(people, lambda registration: reminding.send_link(registration, actor=actor))


def write_to_each(
    people: Iterable[Registration], letter: Letter, *, event: Event, actor: Person, key: str
) -> Report:
    """Write to each in their language. The same `key` never writes to anybody twice."""
    audit.record("attendees.message", event, actor=actor, source=Source.ORGANISER)
    return _each(people, lambda registration: _write(registration, letter, key))


@transaction.atomic
def _write(registration: Registration, letter: Letter, key: str) -> None:
    registration.refresh_from_db(fields=["state", "email", "anonymised_at"])
    if registration.state not in REACHABLE or registration.anonymised_at:
        raise GetsNoMails(registration)
    signals.organiser_wrote.send(Registration, registration=registration, letter=letter, key=key)


def _each(people: Iterable[Registration], act: Callable[[Registration], None]) -> Report:
    report = Report()
    for registration in people:
        try:
            act(registration)
        except EventError as error:
            report.refused.append((registration, error.told_to_organisers))
        else:
            report.done.append(registration)
    return report


def _require(registration: Registration, *states: RegistrationState) -> None:
    """Services change nothing for whom the act came too late; here that is told."""
    if registration.state not in states:
        raise NotAwaited(registration)
