"""Deleting personal data on time: what the privacy notice promises happens by itself, every night and day."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from events import signals
from events.models import (
    Answer,
    CalendarReply,
    CheckIn,
    Consent,
    DeputyRequest,
    Event,
    Invitation,
    Look,
    Meeting,
    MeetingParty,
    MeetingWish,
    Registration,
    RegistrationChange,
)
from networking.enums import Source
from networking.services import audit

NEEDS_DAYS = 14
"""Days after the end for which it is known what somebody needed on site (access, diet): DSGVO Art. 9."""
LOOKS_DAYS = 365
"""Days for which it is known who of the office looked at personal data."""


def anonymise_due() -> int:
    """Anonymise everybody whose time is over. Returns how many registrations and invitations; the clock calls it.

    The row stays for the figures (state, category, project, ledger); name, addresses, texts, consents and mails go.
    """
    return sum(_anonymise(event) for event in _events_due())


def forget_needs_due() -> int:
    """Delete what people needed on site as soon as its days are over. Returns how many answers; the clock calls it."""
    over = timezone.now() - timedelta(days=NEEDS_DAYS)
    needs = Answer.objects.filter(question__is_need=True, question__event__ends_at__lt=over)
    events = Event.objects.filter(pk__in=needs.values("question__event"))
    return sum(_forget_needs(event) for event in events)


def forget_looks_due() -> int:
    """Delete who looked at personal data long ago. Returns how many looks; the clock calls it."""
    return Look.objects.filter(last_at__lt=timezone.now() - timedelta(days=LOOKS_DAYS)).delete()[0]


@transaction.atomic
def _forget_needs(event: Event) -> int:
    count, _tables = Answer.objects.filter(question__is_need=True, question__event=event).delete()
    audit.record("needs.delete", event, actor=None, source=Source.CLOCK)
    return count


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
    signals.registrations_anonymised.send(Registration, event=event)
    registrations = Registration.objects.filter(event=event, anonymised_at=None)
    count = forget(registrations, Invitation.objects.filter(event=event, anonymised_at=None))
    _forget_meetings(event)
    audit.record("anonymise", event, actor=None, source=Source.CLOCK)
    return count


def _forget_meetings(event: Event) -> None:
    """What projects wished goes, and what was typed; which projects met stays for the figures."""
    MeetingWish.objects.filter(party__round__event=event).delete()
    Meeting.objects.filter(round__event=event).update(reason="")


def forget(registrations: QuerySet[Registration], invitations: QuerySet[Invitation]) -> int:
    """Delete what hangs on these rows and overwrite the people in them. Returns how many rows.

    The caller owns the transaction and has told the fact by which their mails go.
    """
    keys = list(registrations.values_list("pk", flat=True))
    Consent.objects.filter(registration__in=keys).delete()
    CalendarReply.objects.filter(registration__in=keys).delete()
    RegistrationChange.objects.filter(registration__in=keys).update(reason="", actor=None)
    CheckIn.objects.filter(registration__in=keys).update(by=None)
    Answer.objects.filter(registration__in=keys).delete()
    DeputyRequest.objects.filter(Q(registration__in=keys) | Q(invitation__in=invitations)).delete()
    Look.objects.filter(registration__in=keys).update(registration=None)
    MeetingParty.objects.filter(joined_by__in=keys).update(joined_by=None)
    return sum(map(_forget, registrations)) + sum(map(_forget, invitations))


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
    else:
        row.reason = ""
    row.save()
    return 1
