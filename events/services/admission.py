"""Adding people by hand: past dates, waiting list and the way in, never past the number of seats in silence."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from events import signals
from events.enums import ENDED, EventState, RegistrationState
from events.errors import (
    AlreadyRegistered,
    NobodyComesIn,
    NotAwaited,
    OverForNewcomers,
    RoomFull,
    RoomFullForPromotion,
)
from events.models import Event, Registration, Submission
from events.pools import ROOM, Needs, label, needs_of
from events.services import ledger, seats
from events.services.contact import Contact
from events.services.registration import take_place
from networking.enums import Source
from networking.models import Person
from networking.services import audit

MAY_COME_AGAIN = (*ENDED, RegistrationState.DECLINED)


@dataclass(frozen=True)
class Admission:
    """Who lets people in by hand, and why if there is no seat; `refusal` says what to do where none is free.

    A reason alone opens a full room unless `exceeds` says no.
    """

    actor: Person
    reason: str = ""
    refusal: type[RoomFull] = RoomFull
    exceeds: bool = True


@transaction.atomic
def add(event: Event, contact: Contact, *, actor: Person, key: str = "") -> Registration:
    """Give somebody a sure seat, by hand, within the number of seats. The person gets the usual mail.

    `key` is the form's hidden key: the same form, sent twice, adds one person.

    Raises AlreadyRegistered, RoomFull, NobodyComesIn, OverForNewcomers.
    """
    event, counted = open_door(event.pk)
    known = known_at(event, contact)
    if known and key and event.submissions.filter(key=key, content=contact.digest).exists():
        return known
    registration = admit(event, counted, contact, known, Admission(actor))
    if key:
        Submission.objects.create(
            event=event, key=key, content=contact.digest, answer=RegistrationState.CONFIRMED
        )
    return registration


@transaction.atomic
def promote(registration: Registration, *, actor: Person, reason: str, exceeds: bool = False) -> None:
    """Give somebody who waits a sure seat before all others; the reason stands in the ledger and in the history.

    Where no seat is free in a pool they need, only `exceeds` gives one. Promoting twice changes nothing the second
    time. Raises NotAwaited, RoomFullForPromotion, NobodyComesIn, OverForNewcomers.
    """
    event, counted = open_door(registration.event_id)
    registration.refresh_from_db()
    registration.event = event
    if registration.state == RegistrationState.CONFIRMED:
        return
    if registration.state not in (RegistrationState.WAITING, RegistrationState.OFFERED):
        raise NotAwaited(registration)
    by = Admission(actor, reason, RoomFullForPromotion, exceeds)
    if registration.state == RegistrationState.WAITING:
        _refuse_newcomers(event, counted, needs_of(registration), by)
    row = ledger.move(
        registration, RegistrationState.CONFIRMED, source=Source.ORGANISER, actor=actor, reason=reason
    )
    audit.record("registration.promote", registration, actor=actor, source=Source.ORGANISER)
    signals.registration_promoted.send(Registration, registration=registration, change=row)


def open_door(event_id: int) -> tuple[Event, seats.Tally]:
    """Take the event's lock, bring its seats in order and return both. Raises NobodyComesIn."""
    event = seats.lock(event_id)
    refuse_unless_published(event)
    return event, seats.settle(event, source=Source.ORGANISER)


def known_at(event: Event, contact: Contact) -> Registration | None:
    """The registration that this address has at the event, in whatever state."""
    return event.registrations.filter(email_key=contact.email_key).first()


def admit(
    event: Event, counted: seats.Tally, contact: Contact, known: Registration | None, by: Admission
) -> Registration:
    """Write the registration with a sure seat. The caller has opened the door."""
    if known and known.state not in MAY_COME_AGAIN:
        raise AlreadyRegistered(known)
    _refuse_newcomers(event, counted, contact.needs, by)
    return take_place(
        event,
        contact,
        known,
        RegistrationState.CONFIRMED,
        source=Source.ORGANISER,
        actor=by.actor,
        reason=by.reason,
    )


def give_seat(event: Event, counted: seats.Tally, registration: Registration, by: Admission) -> None:
    """Make the seat of somebody known a sure one. The caller has opened the door and read the registration since."""
    if registration.state not in (RegistrationState.HELD, RegistrationState.OFFERED):
        _refuse_newcomers(event, counted, needs_of(registration), by)
    row = ledger.move(
        registration, RegistrationState.CONFIRMED, source=Source.ORGANISER, actor=by.actor, reason=by.reason
    )
    signals.registration_confirmed.send(Registration, registration=registration, change=row)


def refuse_unless_published(event: Event) -> None:
    """Raise NobodyComesIn for a draft and for a cancelled event."""
    if event.state != EventState.PUBLISHED:
        raise NobodyComesIn


def _refuse_newcomers(event: Event, counted: seats.Tally, needs: Needs, by: Admission) -> None:
    """Raise when the event is over, or when a pool is full and nobody says why there is a seat all the same."""
    if event.ends_at <= timezone.now():
        raise OverForNewcomers
    if by.reason and by.exceeds:
        return
    for limit in counted.seating.full(needs):
        pool = "" if limit.share.kind == ROOM else label(limit)
        raise by.refusal(taken=counted.seating.taken[limit.share], capacity=limit.capacity, pool=pool)
