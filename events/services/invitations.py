"""Personal invitations: bound to one address, answered behind a private link."""

from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import InvitationState
from events.errors import RegistrationClosed
from events.models import Event, Invitation
from events.services import registration, seats
from events.services.contact import Contact
from networking.enums import Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def invite(event: Event, contact: Contact, *, actor: Person) -> Invitation:
    """Invite one person and owe them the mail. Inviting an address twice returns the first invitation."""
    event = seats.lock(event.pk)
    known = event.invitations.filter(email_key=contact.email_key).first()
    if known:
        return known
    names = ("given_name", "family_name", "email", "organisation", "project", "language")
    columns = {name: contact.columns[name] for name in names}
    invitation = Invitation.objects.create(
        event=event, email_key=contact.email_key, invited_by=actor, **columns
    )
    audit.record("invite", event, actor=actor, source=Source.ORGANISER)
    signals.invitation_issued.send(Invitation, invitation=invitation)
    return invitation


@transaction.atomic
def accept(invitation: Invitation) -> Invitation:
    """Take the seat. Accepting twice changes nothing; who declined may still accept while there is time.

    Raises RegistrationClosed for a withdrawn or overdue invitation and whatever `register` raises.
    """
    event = seats.lock(invitation.event_id)
    invitation.refresh_from_db()
    _refuse_if_over(invitation)
    if invitation.state == InvitationState.ACCEPTED:
        return invitation
    contact = Contact(
        given_name=invitation.given_name,
        family_name=invitation.family_name,
        email=invitation.email,
        organisation=invitation.organisation,
        project=invitation.project,
        language=invitation.language,
    )
    registration.register(event, contact, source=Source.MAIL, invited=True)
    invitation.registration = event.registrations.get(email_key=invitation.email_key)
    return _answer(invitation, InvitationState.ACCEPTED)


@transaction.atomic
def decline(invitation: Invitation, *, reason: str = "") -> Invitation:
    """Say no; a seat already taken is given back. Declining twice changes nothing the second time.

    Raises RegistrationClosed for a withdrawn or overdue invitation.
    """
    seats.lock(invitation.event_id)
    invitation.refresh_from_db()
    _refuse_if_over(invitation)
    if invitation.state == InvitationState.DECLINED:
        return invitation
    if invitation.registration:
        registration.cancel(invitation.registration, source=Source.MAIL, reason=reason)
    invitation.reason = reason
    return _answer(invitation, InvitationState.DECLINED)


def _refuse_if_over(invitation: Invitation) -> None:
    overdue = invitation.deadline_at and invitation.deadline_at <= timezone.now()
    if invitation.state == InvitationState.WITHDRAWN or overdue or invitation.event.is_past:
        raise RegistrationClosed


def _answer(invitation: Invitation, state: str) -> Invitation:
    invitation.state = state
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["state", "answered_at", "registration", "reason"])
    return invitation
