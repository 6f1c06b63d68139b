"""Inviting people by name: one by hand, and what every invitation begins with and is refused for."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from events import pools, signals
from events.enums import EventState, InvitationOrigin, InvitationState, OwedMail
from events.errors import NotInvitable, TooFewSeatsToReserve
from events.models import Event, Invitation, Wave
from events.services import seats
from events.services.contact import Contact
from networking.enums import Source
from networking.models import Person
from networking.services import audit

NAMES = ("given_name", "family_name", "email", "organisation", "project", "language")
"""What an invitation takes from a contact."""


@transaction.atomic
def invite(
    event: Event,
    contact: Contact,
    *,
    actor: Person,
    wave: Wave | None = None,
    origin: str = InvitationOrigin.HAND,
) -> Invitation:
    """Invite one person and owe them the mail, unless their wave was not sent yet.

    Inviting an address twice returns the first invitation; one that was withdrawn is made anew, its old link is dead.
    Raises NotInvitable and, where the wave keeps seats, TooFewSeatsToReserve.
    """
    event = seats.lock(event.pk)
    known = event.invitations.filter(email_key=contact.email_key).first()
    if known and known.state != InvitationState.WITHDRAWN:
        return known
    invitation = prepared(known or Invitation(event=event, key_version=0), contact, wave, actor, origin)
    if invitation.state == InvitationState.OPEN:
        refuse_unless_invitable(event)
        refuse_unless_reservable(event, [invitation.project_id] * invitation.reserves_seat)
        invitation.owed_mail, invitation.sent_at = OwedMail.NONE, timezone.now()
    invitation.save()
    audit.record("invite", event, actor=actor, source=Source.ORGANISER)
    if invitation.state == InvitationState.OPEN:
        signals.invitation_issued.send(Invitation, invitation=invitation)
    return invitation


def prepared(
    invitation: Invitation, contact: Contact, wave: Wave | None, actor: Person | None, origin: str
) -> Invitation:
    """The unsaved invitation as it begins, for the first time or anew: planned, or open and owed its mail."""
    for name in NAMES:
        setattr(invitation, name, contact.columns[name])
    is_planned = wave is not None and wave.sent_at is None
    invitation.email_key = contact.email_key
    invitation.key_version += 1
    invitation.wave, invitation.origin, invitation.invited_by = wave, origin, actor
    invitation.deadline_at = wave.deadline_at if wave else None
    invitation.reserves_seat = bool(wave and wave.reserves_seats)
    invitation.state = InvitationState.PLANNED if is_planned else InvitationState.OPEN
    invitation.owed_mail = OwedMail.NONE if is_planned else OwedMail.INVITATION
    invitation.sent_at = invitation.reminded_at = invitation.answered_at = invitation.registration = None
    invitation.reminders, invitation.reason = 0, ""
    return invitation


def refuse_unless_invitable(event: Event) -> None:
    """Raise NotInvitable for a draft, a cancelled event and one that is over."""
    if event.state != EventState.PUBLISHED or event.is_past:
        raise NotInvitable


def refuse_unless_reservable(event: Event, projects: Iterable[int | None]) -> None:
    """Raise TooFewSeatsToReserve unless one seat more can be kept for each: for whom somebody is invited, or None.

    The caller holds the lock.
    """
    wanted = [pools.needs_of_invited(project) for project in projects]
    if not wanted:
        return
    seating, free = seats.settle(event, source=Source.ORGANISER).seating.copy(), 0
    for needs in wanted:
        if seating.fits(needs):
            seating.take(needs)
            free += 1
    if free < len(wanted):
        raise TooFewSeatsToReserve(wanted=len(wanted), free=free)
