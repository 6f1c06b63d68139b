"""On the day: ticking who came, taking a tick back, letting in who was not expected.

Each of these takes the event's lock, so that two phones at one door never note one arrival twice.
"""

from django.db import transaction
from django.utils import timezone

from events.enums import ENDED, CheckInKind, RegistrationState
from events.errors import HasNoSeat, RoomFullAtTheDoor
from events.models import CheckIn, Event, Registration
from events.services import admission, seats
from events.services.admission import Admission
from events.services.contact import Contact
from networking.enums import Source
from networking.models import Person


@transaction.atomic
def arrive(
    registration: Registration, *, actor: Person, nonce: str, source: str = Source.ORGANISER
) -> CheckIn:
    """Note that somebody came and return the row that says so: the earlier one for somebody who is in already.

    `nonce` names the tap; a tap that was already counted changes nothing, even when it was undone since.

    Raises HasNoSeat for everybody without a sure seat, NobodyComesIn for a draft or cancelled event.
    """
    event = seats.lock(registration.event_id)
    admission.refuse_unless_published(event)
    registration.refresh_from_db()
    return _arrive(registration, actor=actor, nonce=nonce, source=source)


@transaction.atomic
def undo(
    registration: Registration, *, actor: Person, nonce: str, source: str = Source.ORGANISER
) -> CheckIn | None:
    """Take an arrival back and return the latest row; None for somebody who never came. Twice changes nothing."""
    seats.lock(registration.event_id)
    latest = _latest(registration)
    if latest is None or latest.kind == CheckInKind.UNDONE or _is_counted(registration, nonce):
        return latest
    return _write(registration, CheckInKind.UNDONE, actor=actor, nonce=nonce, source=source)


@transaction.atomic
def let_in(registration: Registration, *, actor: Person, nonce: str, reason: str = "") -> CheckIn:
    """Give somebody on the list but without a sure seat one, and note that they came.

    Where no seat is free, only a `reason` lets them in; it stands in the ledger. Whoever was declined stays out.

    Raises RoomFullAtTheDoor, HasNoSeat, NobodyComesIn, OverForNewcomers.
    """
    event, counted = admission.open_door(registration.event_id)
    registration.refresh_from_db()
    return _let_in(event, counted, registration, Admission(actor, reason, RoomFullAtTheDoor), nonce)


@transaction.atomic
def walk_in(event: Event, contact: Contact, *, actor: Person, nonce: str, reason: str = "") -> CheckIn:
    """Register somebody who came without registering, and note that they came, in one step.

    An address that is on the list already is let in as that person. Above the number of seats only with a `reason`.

    Raises what `let_in` raises.
    """
    by = Admission(actor, reason, RoomFullAtTheDoor)
    event, counted = admission.open_door(event.pk)
    known = admission.known_at(event, contact)
    if known and known.state not in ENDED:
        return _let_in(event, counted, known, by, nonce)
    registration = admission.admit(event, counted, contact, known, by)
    return _arrive(registration, actor=actor, nonce=nonce, source=Source.ORGANISER)


def _let_in(
    event: Event, counted: seats.Tally, registration: Registration, by: Admission, nonce: str
) -> CheckIn:
    if registration.state == RegistrationState.DECLINED:
        raise HasNoSeat(registration)
    if registration.state != RegistrationState.CONFIRMED:
        admission.give_seat(event, counted, registration, by)
    return _arrive(registration, actor=by.actor, nonce=nonce, source=Source.ORGANISER)


def _arrive(registration: Registration, *, actor: Person, nonce: str, source: str) -> CheckIn:
    if registration.state != RegistrationState.CONFIRMED:
        raise HasNoSeat(registration)
    latest = _latest(registration)
    if latest and (latest.kind == CheckInKind.ARRIVED or _is_counted(registration, nonce)):
        return latest
    return _write(registration, CheckInKind.ARRIVED, actor=actor, nonce=nonce, source=source)


def _latest(registration: Registration) -> CheckIn | None:
    return registration.check_ins.select_related("by").order_by("-pk").first()


def _is_counted(registration: Registration, nonce: str) -> bool:
    return registration.check_ins.filter(nonce=nonce).exists()


def _write(
    registration: Registration, kind: CheckInKind, *, actor: Person, nonce: str, source: str
) -> CheckIn:
    return CheckIn.objects.create(
        registration=registration, kind=kind, at=timezone.now(), by=actor, source=source, nonce=nonce
    )
