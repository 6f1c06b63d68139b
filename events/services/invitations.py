"""Answering a personal invitation: bound to one address, behind a private link. Inviting stands in inviting.py."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from events import pools, signals
from events.enums import (
    ACTIVE,
    ENDED,
    TAKES_SEAT,
    EventState,
    InvitationOrigin,
    InvitationState,
    OwedMail,
    RegistrationState,
)
from events.errors import (
    EventCancelled,
    EventPast,
    InvitationOver,
    InvitedRoomFull,
    NoDeputy,
)
from events.models import Event, Invitation, Registration
from events.services import deputy_requests, ledger, registration, seats
from events.services.contact import Answers, Contact
from events.services.inviting import NAMES, prepared
from networking.enums import Source
from networking.models import Person
from networking.services import audit

ANSWERABLE = (InvitationState.OPEN, InvitationState.ACCEPTED, InvitationState.DECLINED)


@transaction.atomic
def accept(invitation: Invitation, *, answers: Answers | None = None) -> Invitation:
    """Take the seat. Accepting twice changes nothing; who declined may still accept while there is time.

    A kept seat is taken before anybody who waits; without one the invitation stays open when the room is full.
    Raises InvitationOver, EventCancelled, EventPast, InvitedRoomFull and what `answers` lack.
    """
    event = seats.lock(invitation.event_id)
    invitation.refresh_from_db()
    _refuse_unless_on(event)
    if invitation.state == InvitationState.ACCEPTED and _is_placed(invitation):
        return invitation
    _refuse_if_over(invitation)
    invitation.registration = _seat_for(event, invitation, answers or {})
    _answer(invitation, InvitationState.ACCEPTED)
    seats.settle(event, source=Source.MAIL)  # whoever had a seat already leaves the kept one to the line
    return invitation


@transaction.atomic
def decline(invitation: Invitation, *, reason: str = "") -> Invitation:
    """Say no; a seat taken or kept is given back. Declining twice changes nothing the second time.

    Raises InvitationOver, and what `registration.cancel` raises for a seat already taken.
    """
    event = seats.lock(invitation.event_id)
    invitation.refresh_from_db()
    if invitation.state == InvitationState.DECLINED:
        return invitation
    if invitation.state != InvitationState.ACCEPTED:
        _refuse_if_over(invitation)
    if invitation.registration:
        registration.cancel(invitation.registration, source=Source.MAIL, reason=reason)
    invitation.reason = reason
    _answer(invitation, InvitationState.DECLINED)
    seats.settle(event, source=Source.MAIL)
    return invitation


@transaction.atomic
def name_deputy(
    invitation: Invitation, contact: Contact, *, actor: Person | None = None, is_agreed: bool = False
) -> Invitation:
    """Hand the invitation on to somebody who is invited in their turn: own link, own answer, own consent.

    The link handed on is dead from now on, a seat that was taken or kept is kept for the deputy. Whether the named
    address was invited or registered already stays unsaid: such a person keeps what they have. At a confidential
    event the team must agree first (`is_agreed`): until then the wish is only kept.

    Returns the invitation that was handed on; twice changes nothing. Raises InvitationOver, NoDeputy, EventCancelled
    and EventPast.
    """
    event = seats.lock(invitation.event_id)
    invitation.refresh_from_db()
    if invitation.state == InvitationState.DEPUTISED:
        return invitation
    _refuse_unless_on(event)
    if invitation.state != InvitationState.ACCEPTED:
        _refuse_if_over(invitation)
    if contact.email_key == invitation.email_key or not may_name_deputy(invitation):
        raise NoDeputy
    if event.is_confidential and not is_agreed:
        deputy_requests.keep(invitation, contact, event)
        return invitation
    has_seat = invitation.reserves_seat or _is_placed(invitation)
    _answer(invitation, InvitationState.DEPUTISED)
    if not _is_known(event, contact):
        _invite_deputy(invitation, contact, reserves_seat=has_seat)
    _end_registration(invitation)
    audit.record("invitation.deputy", event, actor=actor, source=Source.ORGANISER if actor else Source.MAIL)
    signals.deputy_named.send(Invitation, invitation=invitation)
    seats.settle(event, source=Source.MAIL)
    return invitation


def may_name_deputy(invitation: Invitation) -> bool:
    """Whether the place was handed on less often than the event allows."""
    return times_handed_on(invitation) < invitation.event.policy("deputies")


def times_handed_on(invitation: Invitation) -> int:
    """How often the place changed hands before, as an invitation or as a seat."""
    number, former = 0, invitation.replaces
    while former:
        number, former = number + 1, former.replaces
    return max(number, invitation.registration.times_handed_on if invitation.registration else 0)


def end_with(seat: Registration) -> None:
    """The seat that came of an invitation was handed on, and the invitation with it."""
    accepted = Invitation.objects.filter(registration=seat, state=InvitationState.ACCEPTED).first()
    if accepted:
        _answer(accepted, InvitationState.DEPUTISED)


def _seat_for(event: Event, invitation: Invitation, answers: Answers) -> Registration:
    """A sure seat, or InvitedRoomFull. Nobody else gets the kept one: it is given up under the lock and taken here.

    Who registered before the invitation came keeps that registration and needs a seat in its pools.
    """
    counted = seats.settle(event, source=Source.MAIL)
    keeps_seat, invitation.reserves_seat = invitation.reserves_seat, False
    invitation.save(update_fields=["reserves_seat"])
    known = event.registrations.filter(email_key=invitation.email_key).first()
    if known and known.state in TAKES_SEAT:
        return _made_sure(known)
    contact, stands = _contact(invitation, answers), known is not None and known.state in ACTIVE
    needs = pools.needs_of(known) if known and stands else contact.needs
    has_room = seats.has_seat_for_newcomer(event, counted, needs)
    if keeps_seat:  # whoever waits has no claim to it
        has_room = seats.free(event, seats.tally(event), needs) != 0
    if not has_room:
        raise InvitedRoomFull
    if known and stands:
        return _made_sure(known)
    sure = RegistrationState.CONFIRMED
    return registration.take_place(
        event,
        contact,
        known,
        sure,
        source=Source.MAIL,
        actor=None,
        times_handed_on=times_handed_on(invitation),
    )


def _contact(invitation: Invitation, answers: Answers) -> Contact:
    category = pools.needs_of_invited(invitation.project_id).category
    columns = {name: getattr(invitation, name) for name in NAMES}
    return Contact(**columns, category=category, answers=answers)


def _made_sure(known: Registration) -> Registration:
    if known.state != RegistrationState.CONFIRMED:
        row = ledger.move(known, RegistrationState.CONFIRMED, source=Source.MAIL)
        signals.registration_confirmed.send(Registration, registration=known, change=row)
    return known


def _invite_deputy(invitation: Invitation, contact: Contact, *, reserves_seat: bool) -> None:
    """Under the conditions of the one that was handed on; a deadline already past is none."""
    deputy = prepared(
        Invitation(event=invitation.event, key_version=0),
        contact,
        invitation.wave,
        invitation.invited_by,
        InvitationOrigin.DEPUTY,
    )
    late = invitation.deadline_at is not None and invitation.deadline_at <= timezone.now()
    deputy.deadline_at = None if late else invitation.deadline_at
    deputy.replaces, deputy.reserves_seat = invitation, reserves_seat
    deputy.state, deputy.owed_mail, deputy.sent_at = InvitationState.OPEN, OwedMail.NONE, timezone.now()
    deputy.save()
    signals.invitation_issued.send(Invitation, invitation=deputy)


def _end_registration(invitation: Invitation) -> None:
    """The seat of whoever handed on is free for the deputy, and the private link to it is dead."""
    held = invitation.registration
    if held is None or held.state in ENDED:
        return
    with translation.override(invitation.language):
        reason = gettext("You named a deputy.")
    row = ledger.move(held, RegistrationState.CANCELLED, source=Source.MAIL, reason=reason)
    held.key_version += 1
    held.save(update_fields=["key_version"])
    deputy_requests.drop(held)
    signals.registration_cancelled.send(Registration, registration=held, change=row)


def _is_known(event: Event, contact: Contact) -> bool:
    of_this_address = {"email_key": contact.email_key}
    registered = event.registrations.active().filter(**of_this_address)
    return event.invitations.filter(**of_this_address).exists() or registered.exists()


def _is_placed(invitation: Invitation) -> bool:
    """Whether the registration that came of the invitation still stands."""
    return invitation.registration is not None and invitation.registration.state in ACTIVE


def _refuse_unless_on(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise EventCancelled
    if event.is_past:
        raise EventPast


def _refuse_if_over(invitation: Invitation) -> None:
    overdue = invitation.deadline_at and invitation.deadline_at <= timezone.now()
    if invitation.state not in ANSWERABLE or overdue or invitation.event.is_past:
        raise InvitationOver


def _answer(invitation: Invitation, state: str) -> Invitation:
    """Write the answer; whatever mail or deputy was still owed has lost its point."""
    deputy_requests.drop(invitation)
    invitation.state, invitation.owed_mail, invitation.reserves_seat = state, OwedMail.NONE, False
    invitation.answered_at = timezone.now()
    columns = ["state", "owed_mail", "reserves_seat", "answered_at", "registration", "reason"]
    invitation.save(update_fields=columns)
    return invitation
