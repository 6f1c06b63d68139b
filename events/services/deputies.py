"""Handing a place on to a deputy: a sure seat, or what a guest of a confidential event asked the team for."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import ENDED, EventState, RegistrationState
from events.errors import CannotHandOn, DeputyIsYourself, HandedOnTooOften
from events.models import DeputyRequest, Event, Registration
from events.services import consents, deputy_requests, invitations, ledger, registration, seats
from events.services.contact import Contact
from networking.enums import Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def hand_on(
    seat: Registration,
    contact: Contact,
    *,
    source: str = Source.WEB,
    actor: Person | None = None,
    is_agreed: bool = False,
) -> None:
    """Give this seat to somebody else, who gets exactly it: same category, same project, nobody overtaken.

    The former registration is cancelled and its links die; the deputy gets links of their own and has agreed to
    nothing yet. Both get a mail.

    Somebody whose address is on this event's list already, seated, waiting or declined, keeps exactly what they
    have and gets their link again; the seat then goes to the next in line. Whoever names them sees no difference:
    the answer and the mail are those of a new address.

    At a confidential event the team must agree first (`is_agreed`): until then the wish is only kept. A second click
    changes nothing.

    Raises CannotHandOn, HandedOnTooOften, DeputyIsYourself.
    """
    event, link = seats.lock(seat.event_id), seat.key_version
    seat.refresh_from_db()
    if seat.state == RegistrationState.CANCELLED and seat.key_version > link:
        return  # handed on while this waited for the lock
    refuse_unless_possible(seat, event)
    if contact.email_key == seat.email_key:
        raise DeputyIsYourself
    if event.is_confidential and not is_agreed:
        deputy_requests.keep(seat, contact, event)
        return
    known = event.registrations.filter(email_key=contact.email_key).first()
    _leave(seat, contact, source=source, actor=actor)
    if known is None or known.state in ENDED:
        _seat(event, seat, contact, known, source=source, actor=actor)
    else:
        signals.registration_repeated.send(Registration, registration=known)
    seats.settle(event, source=source)  # a deputy takes the seat, not the place of a choice that came with it


@transaction.atomic
def agree(request: DeputyRequest, *, actor: Person) -> None:
    """Let the deputy come: what was asked for happens now, if it still can.

    Agreeing to what is decided already changes nothing. Raises what `hand_on` and `invitations.name_deputy` raise.
    """
    event = seats.lock(request.event_id)
    if not (asked := _still_open(request)):
        return
    contact = deputy_requests.contact_of(asked)
    if asked.registration:
        hand_on(asked.registration, contact, source=Source.ORGANISER, actor=actor, is_agreed=True)
    elif asked.invitation:
        invitations.name_deputy(asked.invitation, contact, actor=actor, is_agreed=True)
    asked.delete()
    audit.record("deputy.agree", event, actor=actor, source=Source.ORGANISER)


@transaction.atomic
def refuse(request: DeputyRequest, *, actor: Person) -> None:
    """Let the deputy not come: whoever named them keeps the place and is told. Twice changes nothing."""
    event = seats.lock(request.event_id)
    if not (asked := _still_open(request)):
        return
    signals.deputy_refused.send(DeputyRequest, request=asked)
    asked.delete()
    audit.record("deputy.refuse", event, actor=actor, source=Source.ORGANISER)


def _still_open(request: DeputyRequest) -> DeputyRequest | None:
    """As it stands under the lock: somebody may have decided, or the guest named somebody else."""
    places = ("registration__event", "registration__project", "invitation__event", "invitation__project")
    return DeputyRequest.objects.select_related(*places).filter(pk=request.pk).first()


def refuse_unless_possible(seat: Registration, event: Event) -> None:
    """Raise the reason why this seat cannot be handed on now; return when it can."""
    begun = event.starts_at <= timezone.now()
    if seat.state != RegistrationState.CONFIRMED or event.state != EventState.PUBLISHED or begun:
        raise CannotHandOn
    if seat.times_handed_on >= event.policy("deputies"):
        raise HandedOnTooOften


def is_possible(seat: Registration) -> bool:
    """Whether the person may name a deputy now."""
    try:
        refuse_unless_possible(seat, seat.event)
    except CannotHandOn:
        return False
    return True


def _leave(seat: Registration, contact: Contact, *, source: str, actor: Person | None) -> None:
    """End the former registration, its links and consents, and say so with the name that was typed."""
    seat.key_version += 1
    seat.save(update_fields=["key_version"])
    consents.end(seat)
    deputy_requests.drop(seat)
    invitations.end_with(seat)
    row = ledger.move(seat, RegistrationState.CANCELLED, source=source, actor=actor)
    name = f"{contact.given_name} {contact.family_name}"
    signals.place_handed_on.send(Registration, registration=seat, deputy=name, change=row)


def _seat(
    event: Event,
    seat: Registration,
    contact: Contact,
    known: Registration | None,
    *,
    source: str,
    actor: Person | None,
) -> None:
    contact = replace(contact, category=seat.category, project=seat.project, listed=(), answers={})
    row = registration.write_place(
        event, contact, known, RegistrationState.CONFIRMED, source=source, actor=actor, replaces=seat
    )
    signals.deputy_seated.send(Registration, registration=row.registration, former=seat, change=row)
