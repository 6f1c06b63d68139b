"""Mails that organisers planned: written once for each rule and person, by the clock, counted anew each time."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.enums import EventState, MailAim
from events.models import Event, PlannedMail, Registration
from events.models.registration import RegistrationQuerySet
from events.questionnaire import with_answer
from events.services.selection import REACHABLE, Letter
from networking.enums import Source
from networking.models import Person
from networking.services import audit
from notifications import placeholders
from notifications.models import Message, PlannedMailRun
from notifications.services import letter as letters
from notifications.services import marks, outbox

KIND = "planned_mail"
AT_ONCE = 500  # people; the next minute goes on
SETTLED = timedelta(hours=1)  # whoever registered just now has a fresh mail with all that matters
REACH = timedelta(days=100)  # no rule reaches further from its event


def audience(mail: PlannedMail) -> RegistrationQuerySet:
    """Everybody who fits the rule at this moment, whether or not they have got it."""
    people = mail.event.registrations.filter(anonymised_at=None)
    people = people.filter(state__in=[state for state in mail.states if state in REACHABLE])
    if mail.categories:
        people = people.filter(category__in=mail.categories)
    if mail.came:
        people = people.with_arrival().filter(arrived_at__isnull=mail.came == "no")
    if mail.answer:
        people = with_answer(people, mail.event, mail.answer, with_needs=False)
    return people


def waiting(mail: PlannedMail) -> RegistrationQuerySet:
    """Those of the audience who have not got it yet."""
    got = Message.objects.filter(idempotency_key__startswith=f"{_key(mail)}:", registration__isnull=False)
    return audience(mail).exclude(pk__in=got.values("registration"))


def send_due() -> int:
    """Write the mails of every rule whose time has come. Returns how many."""
    now = timezone.now()
    near = Q(event__starts_at__lt=now + REACH, event__ends_at__gt=now - REACH)
    rules = PlannedMail.objects.filter(near, is_on=True, event__state=EventState.PUBLISHED)
    return sum(_send(mail.pk) for mail in rules.select_related("event") if mail.is_due)


@transaction.atomic
def save(mail: PlannedMail, *, actor: Person) -> PlannedMail:
    """Keep a new or changed rule. A changed one is switched off: somebody looks at it again."""
    mail.is_on = False
    mail.save()
    audit.record("planned_mail.save", mail, actor=actor, source=Source.ORGANISER)
    return mail


@transaction.atomic
def switch(mail: PlannedMail, *, is_on: bool, actor: Person) -> None:
    """Let the clock send it, or no longer."""
    mail.is_on = is_on
    mail.save(update_fields=["is_on"])
    verb = "planned_mail.switch_on" if is_on else "planned_mail.switch_off"
    audit.record(verb, mail, actor=actor, source=Source.ORGANISER)


@transaction.atomic
def remove(mail: PlannedMail, *, actor: Person) -> None:
    """Forget the rule; mails already written stay in the outbox."""
    audit.record("planned_mail.remove", mail, actor=actor, source=Source.ORGANISER)
    mail.delete()


def preview(mail: PlannedMail, language: str, person: Registration | None) -> letters.Letter:
    """The mail as this person would get it, or somebody made up; private links masked."""
    example = person or Registration(given_name="Erika", family_name="Mustermann")
    context = {"event": mail.event, "to_name": example.name, **_content(mail, language, example)}
    written = letters.write(KIND, language, context)
    return letters.Letter(*(marks.masked(part) for part in (written.subject, written.text, written.html)))


def heading(mail: PlannedMail, language: str) -> str:
    """What the mail is called where organisers read of it: its subject as people get it, names left open."""
    chosen = letter_of(mail).language_for(language)
    said = placeholders.values(mail.event, chosen, given_name="…", name="…")
    return placeholders.filled(letter_of(mail).in_language(chosen)[0], said)


def letter_of(mail: PlannedMail) -> Letter:
    return Letter(mail.subject_de, mail.text_de, mail.subject_en, mail.text_en)


@transaction.atomic
def _send(pk: int) -> int:
    """Write the mails of one rule as it is now; two workers do so one after the other."""
    mail = PlannedMail.objects.select_for_update(of=("self",)).select_related("event").get(pk=pk)
    if not (mail.is_on and mail.is_due and mail.event.is_published):
        return 0
    settled = waiting(mail).filter(created_at__lte=timezone.now() - SETTLED)
    people = list(settled.select_related("event").order_by("pk")[:AT_ONCE])
    if people:
        outbox.queue_each(KIND, [_owed(mail, person, mail.event) for person in people])
        PlannedMailRun.objects.create(planned_mail=mail, number=len(people))
    return len(people)


def _owed(mail: PlannedMail, person: Registration, event: Event) -> dict:
    language = letter_of(mail).language_for(person.language)
    return {
        "key": f"{_key(mail)}:{person.uuid}",
        "to_email": person.email,
        "to_name": person.name,
        "language": language,
        "registration": person,
        "event": event,
        "context": _content(mail, language, person),
        "source": Source.ORGANISER,
        "expires_at": mail.closes_at,
    }


def _content(mail: PlannedMail, language: str, person: Registration) -> dict:
    subject, text = letter_of(mail).in_language(language)
    said = placeholders.values(mail.event, language, given_name=person.given_name, name=person.name)
    return {
        "typed_subject": placeholders.filled(subject, said),
        "typed_text": placeholders.filled(text, said),
        "asks": mail.aim == MailAim.ASK,
    }


def _key(mail: PlannedMail) -> str:
    return f"planned:{mail.uuid}"
