"""What is stored about one participant, told to them: everything that hangs on a registration, in every app.

Columns and tables are read from the models, so that what is added to them is told without a word here; what is not
told stands below with its reason, and a test compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import attendance, meetings, questionnaire
from events.models import Event, Invitation, Meeting, Registration
from notifications.queries import mails_to

UNTOLD_COLUMNS = {
    "id": "a row's number says nothing about anybody",
    "event": "told as the event",
    "email_key": "the address once more, in lower case",
    "key_version": "part of the private link",
    "position": "the place in line is told on the page itself",
    "entry_sequence": "the calendar's counter",
    "replaces": "another person",
    "registration": "this one",
    "invited_by": "a colleague of the office",
    "owed_mail": "told as a mail as soon as it is written",
}
TOLD_TABLES = {
    "answers": "answers",
    "consents": "consents",
    "changes": "history",
    "check_ins": "history",
    "calendar_replies": "history",
    "invitation": "invitations",
    "messages": "mails",
    "joined_parties": "meetings",
    "deputies": None,  # another person's
    "deputy_request": None,  # likewise, and gone as soon as it is decided
    "looks": None,  # what colleagues of the office read: theirs
}
_LABELS: dict[str, Promise] = {
    "uuid": _("Identifier"),
    "state": _("State"),
    "project": _("MPI project"),
    "person": _("Account"),
    "language": _("Language"),
    "deadline_at": _("Deadline"),
    "coming_at": _("Said that they are still coming"),
    "source": _("Came through"),
    "note": _("Note of the organisers"),
    "created_at": _("Written at"),
    "changed_at": _("Last changed at"),
    "anonymised_at": _("Erased at"),
    "times_handed_on": _("How often this place changed hands before"),
    "kind": _("Kind"),
    "text_version": _("Version of the sentence"),
    "given_at": _("Given at"),
    "withdrawn_at": _("Withdrawn at"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail address"),
    "organisation": _("Organisation"),
    "wave": _("Wave"),
    "origin": _("How we came to the address"),
    "reserves_seat": _("Keeps a seat"),
    "sent_at": _("Sent at"),
    "reminded_at": _("Reminded at"),
    "reminders": _("Reminders"),
    "reason": _("Reason"),
    "answered_at": _("Answered at"),
}


@dataclass(frozen=True)
class Fact:
    """One value: `name` and `value` for programs, `label` and `words` for people."""

    name: str
    label: str
    value: Any
    words: Any


@dataclass(frozen=True)
class Section:
    name: str
    label: str | Promise
    rows: list[list[Fact]] = field(default_factory=list)


def told(registration: Registration) -> list[Section]:
    """All that is stored about this person at this event, in the language of the call."""
    return [
        Section("event", _("The event"), [_event(registration.event)]),
        Section("registration", _("Your registration"), [_columns(registration)]),
        Section("answers", _("Your answers"), [list(_answers(registration))]),
        Section("consents", _("What you agreed to"), [_columns(row) for row in registration.consents.all()]),
        Section("history", _("What happened"), [_step(step) for step in attendance.history(registration)]),
        Section("invitations", _("Invitations"), [_columns(row) for row in _invitations(registration)]),
        Section("meetings", _("1:1 meetings"), [*_joined(registration), *_met(registration)]),
        Section("mails", _("Mails to you"), [_mail(mail) for mail in mails_to(registration)]),
    ]


def as_file(registration: Registration) -> dict[str, Any]:
    """The same for programs: the sections by name, each a list of rows."""
    return {section.name: [_plain(row) for row in section.rows if row] for section in told(registration)}


def _plain(row: Iterable[Fact]) -> dict[str, Any]:
    return {fact.name: fact.value for fact in row}


def _event(event: Event) -> list[Fact]:
    return [
        _fact("format", _("Format"), event.get_format_display()),
        _fact("title", _("Title"), event.title),
        _fact("starts_at", _("Start"), event.starts_at),
        _fact("ends_at", _("End"), event.ends_at),
        _fact("place", _("Where"), event.address),
    ]


def _columns(row: Model) -> list[Fact]:
    return [_column(row, f) for f in row._meta.concrete_fields if f.name not in UNTOLD_COLUMNS]


def _column(row: Model, column) -> Fact:
    value = getattr(row, column.name)
    if column.is_relation:
        value = str(value) if value else None
    words = getattr(row, f"get_{column.name}_display")() if column.choices else None
    return _fact(column.name, _LABELS.get(column.name, column.verbose_name), value, words)


def _answers(registration: Registration) -> Iterable[Fact]:
    for question, answer in questionnaire.answers_of(registration, by_organisers=True):
        yield _fact(question.identifier, question.label, answer)


def _step(step: attendance.Step) -> list[Fact]:
    """Who of the office did it is their own affair."""
    return [
        _fact("at", _("When"), step.at),
        _fact("what", _("What"), step.kind, step.label),
        _fact("source", _("Came through"), str(step.source)),
        _fact("reason", _("Reason"), str(step.reason)),
    ]


def _invitations(registration: Registration):
    same = Q(registration=registration) | Q(email_key=registration.email_key)
    return Invitation.objects.filter(same, event=registration.event_id).select_related(
        "wave", "project", "person"
    )


def _joined(registration: Registration) -> Iterable[list[Fact]]:
    """The projects this person had take part."""
    for party in registration.joined_parties.select_related("project"):
        yield [
            _fact("project", _("MPI project"), party.project.title),
            _fact("joined_at", _("Let it take part at"), party.joined_at),
        ]


def _met(registration: Registration) -> Iterable[list[Fact]]:
    """The published meetings of the project this person comes for."""
    meeting_round = meetings.round_of(registration.event)
    party = meetings.party_of(meeting_round, registration) if meeting_round else None
    for meeting in Meeting.objects.published().of(party).in_order() if party else []:
        yield [
            _fact("project", _("MPI project"), meeting.other(party).project.title),
            _fact("starts_at", _("Start"), meeting.slot.starts_at),
            _fact("ends_at", _("End"), meeting.slot.ends_at),
            _fact("table", _("Table"), meeting.table.label),
        ]


def _mail(mail) -> list[Fact]:
    return [
        _fact("subject", _("Subject"), mail.subject),
        _fact("to", _("To"), mail.to_email),
        _fact("state", _("State"), mail.state, mail.get_state_display()),
        _fact("written_at", _("Written at"), mail.created_at),
        _fact("sent_at", _("Sent at"), mail.sent_at),
    ]


def _fact(name: str, label: str | Promise, value: Any, words: Any = None) -> Fact:
    text = str(label)
    return Fact(name, text[:1].upper() + text[1:], value, _in_words(value) if words is None else str(words))


def _in_words(value: Any) -> Any:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return timezone.localtime(value)
    return "" if value is None else value
