"""Deleting personal data on time: what the privacy notice promises happens by itself, every night and day."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events import signals
from events.models import CheckIn, Consent, Event, Invitation, Registration, RegistrationChange
from networking.enums import Source
from networking.services import audit


def anonymise_due() -> int:
    """Anonymise everybody whose time is over. Returns how many registrations and invitations; the clock calls it.

    The row stays for the figures (state, category, project, ledger); name, addresses, texts, consents and mails go.
    """
    return sum(_anonymise(event) for event in _events_due())


def _events_due() -> list[Event]:
    """Events past their retention (DSGVO Art. 5(1)e; days from formats.py or the event) that still hold names."""
    now = timezone.now()
    over = Event.objects.filter(ends_at__lt=now, registrations__anonymised_at=None) | Event.objects.filter(
        ends_at__lt=now, invitations__anonymised_at=None
    )
    found = over.exclude(registrations=None, invitations=None).distinct()
    return [e for e in found if e.ends_at + timedelta(days=e.effective_retention_days) < now]


@transaction.atomic
def _anonymise(event: Event) -> int:
    registrations = Registration.objects.filter(event=event, anonymised_at=None)
    keys = list(registrations.values_list("pk", flat=True))
    signals.registrations_anonymised.send(Registration, event=event)
    Consent.objects.filter(registration__in=keys).delete()
    RegistrationChange.objects.filter(registration__in=keys).update(reason="", actor=None)
    CheckIn.objects.filter(registration__in=keys).update(by=None)
    count = sum(_forget(row) for row in registrations.prefetch_related("answers"))
    count += sum(_forget(row) for row in Invitation.objects.filter(event=event, anonymised_at=None))
    audit.record("anonymise", event, actor=None, source=Source.CLOCK)
    return count


def _forget(row: Registration | Invitation) -> int:
    """Overwrite one person's data; the address becomes one that can never exist (RFC 2606)."""
    nobody = f"{row.uuid}@anonymised.invalid"
    row.given_name = row.family_name = row.organisation = ""
    row.email = row.email_key = nobody
    row.person = None
    row.key_version += 1
    row.anonymised_at = timezone.now()
    if isinstance(row, Registration):
        row.note = ""
        row.answers.all().delete()
    else:
        row.reason = ""
    row.save()
    return 1
