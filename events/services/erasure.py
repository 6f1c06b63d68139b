"""Erasing one person from an event at their own wish."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events import signals
from events.enums import ACTIVE, InvitationState, OwedMail, RegistrationState
from events.models import Event, Invitation, Meeting, Registration
from events.services import ledger, retention, seats
from networking.enums import Source
from networking.services import audit

_UNANSWERED = (InvitationState.PLANNED, InvitationState.OPEN)


@transaction.atomic
def erase(registration: Registration, *, source: str = Source.WEB) -> None:
    """Delete at once all that is known about this person at this event; figures without a name stay.

    A place at an event that has not begun is given back first, whatever the deadline for cancelling says. All links
    die, and no mail confirms it: there is no address any more. Erasing twice changes nothing the second time.
    """
    event = seats.lock(registration.event_id)
    registration.refresh_from_db()
    if registration.anonymised_at:
        return
    _give_back(registration, event, source)
    signals.registration_erased.send(Registration, registration=registration)
    invitations = _invitations(registration)
    invitations.filter(state__in=_UNANSWERED).update(
        state=InvitationState.WITHDRAWN, owed_mail=OwedMail.NONE, reserves_seat=False
    )
    _forget_reasons(registration)
    retention.forget(Registration.objects.filter(pk=registration.pk), invitations)
    audit.record("registration.erase", registration, actor=None, source=source)
    seats.settle(event, source=source)


def gives_back(registration: Registration, event: Event) -> bool:
    """Whether somebody who is erased now still has a place for others."""
    return registration.state in ACTIVE and event.starts_at > timezone.now()


def _give_back(registration: Registration, event: Event, source: str) -> None:
    if gives_back(registration, event):
        row = ledger.move(registration, RegistrationState.CANCELLED, source=source)
        signals.registration_cancelled.send(Registration, registration=registration, change=row)


def _forget_reasons(registration: Registration) -> None:
    """Why the project cancelled 1:1 meetings: this person may have typed it."""
    typed = Meeting.objects.filter(round__event=registration.event_id)
    typed.filter(cancelled_by__project=registration.project_id).update(reason="")


def _invitations(registration: Registration):
    """Those that led to this registration or went to its address."""
    same = Q(registration=registration) | Q(email_key=registration.email_key)
    return Invitation.objects.filter(same, event=registration.event_id, anonymised_at=None)
