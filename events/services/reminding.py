"""Asking once more: the one reminder before a held seat is lost, and the link again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import ACTIVE, EventState, RegistrationState
from events.errors import GetsNoMails, SentAMomentAgo
from events.models import Event, Registration, RegistrationChange
from networking.enums import Source
from networking.models import AuditEntry, Person
from networking.services import audit

LAST_PART = 4  # the reminder goes when a quarter of the hold is left
PAUSE = timedelta(minutes=10)
LINK_SENT = "registration.link"


def remind_of_holds(now: datetime | None = None) -> None:
    """Tell whose held seat is lost soon. The hold's row of the ledger makes it once only, however often this runs."""
    now = now or timezone.now()
    held = Registration.objects.filter(
        state=RegistrationState.HELD, deadline_at__gt=now, event__state=EventState.PUBLISHED
    )
    for pk in held.values_list("pk", flat=True):
        _remind(pk, now)


@transaction.atomic
def send_link(registration: Registration, *, actor: Person) -> None:
    """Owe somebody their link once more, at most once in ten minutes; the history says who sent it.

    Raises GetsNoMails for whom nothing is open any more, and SentAMomentAgo.
    """
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.state not in ACTIVE or registration.anonymised_at:
        raise GetsNoMails(registration)
    if _sent_since(registration, timezone.now() - PAUSE):
        raise SentAMomentAgo
    audit.record(LINK_SENT, registration, actor=actor, source=Source.ORGANISER)
    signals.registration_link_owed.send(Registration, registration=registration)


@transaction.atomic
def repeat(event: Event, row: str) -> None:
    """Somebody who just registered misses the mail; it goes again as after a second try, and says nothing here."""
    registration = event.registrations.filter(uuid=row, state__in=ACTIVE).first() if row else None
    if registration:
        signals.registration_repeated.send(Registration, registration=registration)


@transaction.atomic
def _remind(pk: int, now: datetime) -> None:
    """The row is read anew: the person may have used the link a moment ago."""
    registration = Registration.objects.select_for_update().get(pk=pk)
    hold = registration.changes.filter(to_state=RegistrationState.HELD).last()
    if registration.state == RegistrationState.HELD and hold and _is_running_out(registration, hold, now):
        signals.hold_running_out.send(Registration, registration=registration, change=hold)


def _is_running_out(registration: Registration, hold: RegistrationChange, now: datetime) -> bool:
    until = registration.deadline_at
    return until is not None and until - now <= (until - hold.at) / LAST_PART


def _sent_since(registration: Registration, moment: datetime) -> bool:
    acts = AuditEntry.objects.filter(object_id=str(registration.uuid), verb=LINK_SENT)
    return acts.filter(object_kind=registration._meta.label_lower, at__gt=moment).exists()
