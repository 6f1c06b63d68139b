"""Lists of people to be invited: kept, judged line by line, and written at once.

A list is judged each time it is looked at and once more under the event's lock when it is written, so what the
preview promised is what happens, unless somebody else was quicker. Judging asks the database the same few questions
for five people and for five thousand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import signals
from events.enums import InvitationState
from events.models import Event, GuestList, Invitation, Registration, Wave
from events.services import seats
from events.services.contact import Contact
from events.services.guest_rows import Guest
from events.services.inviting import prepared, refuse_unless_invitable, refuse_unless_reservable
from networking.enums import Language, Source
from networking.models import Person, Project, ProjectMember
from networking.models.address import address_key
from networking.models.fields import one_line
from networking.services import audit

KEPT_FOR = timedelta(days=1)
_AT_ONCE = 500  # rows in one statement
_LABELS = {
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "email": gettext_lazy("E-mail address"),
    "organisation": gettext_lazy("Organisation"),
    "project": gettext_lazy("Project"),
    "language": gettext_lazy("Language"),
}
_LONGEST = {"given_name": 100, "family_name": 100, "organisation": 200}


@dataclass(frozen=True)
class Fault:
    """Why somebody is left out: `kind` is "broken", "twice", "invited" or "registered"; `field` a column's name."""

    line: int
    field: str
    sentence: str
    kind: str
    text: str  # what stood there

    @property
    def label(self) -> str:
        """The field in people's words."""
        return str(_LABELS[self.field])


@dataclass
class Judgement:
    """Who will be invited, in the order of the list, every fault, and how many people are left out for which reason."""

    contacts: list[tuple[int, Contact]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def keep(
    event: Event, guests: Iterable[Guest], *, origin: str, actor: Person, wave: Wave | None = None
) -> GuestList:
    """Keep what was read until somebody has looked at it."""
    rows = [list(guest) for guest in guests]
    return GuestList.objects.create(event=event, wave=wave, origin=origin, rows=rows, created_by=actor)


def forget_old() -> int:
    """Delete lists that nobody used within a day. Returns how many; the clock calls it."""
    return GuestList.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def judge(kept: GuestList) -> Judgement:
    """Everybody who can be invited, and why the others cannot; a few queries, however long the list."""
    return judge_people(kept.event, (Guest(*row) for row in kept.rows))


def judge_people(event: Event | None, guests: Iterable[Guest]) -> Judgement:
    """The same for people of whom nothing is kept; None is an event that is still to be planned."""
    known = _Known(event)
    judgement = Judgement()
    seen: dict[str, int] = {}
    for guest in guests:
        faults = list(_faults(guest, known, seen))
        judgement.faults += faults
        if faults:
            judgement.left_out[faults[0].kind] += 1
        else:
            judgement.contacts.append((guest.line, _contact(guest, known)))
    return judgement


@transaction.atomic
def write(kept: GuestList, *, actor: Person) -> int:
    """Invite everybody on the list who can be, all or nobody, and return how many. Writing twice writes nothing.

    Mails follow a batch at a time, unless the wave was not sent yet. Raises NotInvitable and TooFewSeatsToReserve.
    """
    event, wave = seats.lock(kept.event_id), kept.wave
    if not GuestList.objects.filter(pk=kept.pk).delete()[0]:
        return 0
    kept.event = event
    contacts = [contact for _line, contact in judge(kept).contacts]
    if wave is None or wave.sent_at:
        refuse_unless_invitable(event)
        if wave and wave.reserves_seats:
            refuse_unless_reservable(event, [getattr(contact.project, "pk", None) for contact in contacts])
    withdrawn = {row.email_key: row for row in event.invitations.filter(state=InvitationState.WITHDRAWN)}
    rows = [
        prepared(
            withdrawn.get(contact.email_key) or Invitation(event=event, key_version=0),
            contact,
            wave,
            actor,
            kept.origin,
        )
        for contact in contacts
    ]
    Invitation.objects.bulk_create([row for row in rows if row.pk is None], batch_size=_AT_ONCE)
    for row in rows:
        if row.email_key in withdrawn:
            row.save()
    audit.record("invite", event, actor=actor, source=Source.ORGANISER, fields=[kept.origin])
    if rows:
        signals.invitations_owed.send(Event, event=event)
    return len(rows)


class _Known:
    """What the judgement compares with, read once."""

    def __init__(self, event: Event | None):
        self.invited: dict[str, str] = {}
        self.registered: set[str] = set()
        if event:
            stands = event.invitations.exclude(state=InvitationState.WITHDRAWN)
            self.invited = dict(stands.values_list("email_key", "state"))
            self.registered = set(event.registrations.active().values_list("email_key", flat=True))
        self.projects = {project.slug: project for project in Project.objects.filter(is_published=True)}
        self.labels = dict(InvitationState.choices)


def _faults(guest: Guest, known: _Known, seen: dict[str, int]) -> Iterator[Fault]:
    """Everything wrong with one line; who came first keeps an address that stands there twice."""
    yield from _broken(guest, known)
    key = address_key(guest.email)
    if not key:
        return
    if key in seen:
        sentence = _("The same address stands in line %(line)d.") % {"line": seen[key]}
        yield Fault(guest.line, "email", sentence, "twice", guest.email)
        return
    seen[key] = guest.line
    if key in known.invited:
        sentence = _("Already invited: %(state)s.") % {"state": known.labels[known.invited[key]]}
        yield Fault(guest.line, "email", sentence, "invited", guest.email)
    elif key in known.registered:
        yield Fault(guest.line, "email", _("Already registered for this event."), "registered", guest.email)


def _broken(guest: Guest, known: _Known) -> Iterator[Fault]:
    def fault(name: str, sentence: str) -> Fault:
        return Fault(guest.line, name, sentence, "broken", getattr(guest, name) or guest.name)

    if not guest.email:
        yield fault("email", _("There is no e-mail address."))
    elif not _is_address(guest.email):
        yield fault("email", _("This is not an e-mail address. It looks like name@example.org."))
    if not guest.name:
        sentence = _("The name is missing. Write: Mira Muster <mira@example.org>.")
        yield Fault(guest.line, "family_name", sentence, "broken", guest.email)
    for name, longest in _LONGEST.items():
        if len(getattr(guest, name)) > longest:
            yield fault(name, _("Longer than %(longest)d characters.") % {"longest": longest})
        elif not _is_clean(getattr(guest, name)):
            yield fault(name, str(one_line.message))
    if guest.project and guest.project.casefold() not in known.projects:
        yield fault(
            "project", _("No project has this short name. It is the last part of the project's address.")
        )
    if guest.language and guest.language.casefold() not in Language.values:
        yield fault("language", _("Write de or en."))


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _is_clean(text: str) -> bool:
    try:
        one_line(text)
    except ValidationError:
        return False
    return True


def _contact(guest: Guest, known: _Known) -> Contact:
    return Contact(
        given_name=guest.given_name,
        family_name=guest.family_name,
        email=guest.email,
        organisation=guest.organisation,
        project=known.projects.get(guest.project.casefold()),
        language=guest.language.casefold() or Language.GERMAN,
    )


def of_teams(members: Iterable[ProjectMember]) -> Iterator[Guest]:
    """People of projects' teams as a list, each once; `members` are memberships with person and project."""
    seen: set[int] = set()
    for line, member in enumerate(members, start=1):
        person = member.person
        if person.pk in seen:
            continue
        seen.add(person.pk)
        yield Guest(
            line,
            person.given_name,
            person.family_name,
            person.email,
            project=member.project.slug,
            language=person.language,
        )


def of_former(people: Iterable[Registration]) -> Iterator[Guest]:
    """People who came to earlier events as a list, each once: their latest data."""
    latest: dict[str, Registration] = {}
    for person in people:
        latest.setdefault(person.email_key, person)
    for line, row in enumerate(latest.values(), start=1):
        project = row.project.slug if row.project and row.project.is_published else ""
        yield Guest(line, row.given_name, row.family_name, row.email, row.organisation, project, row.language)
