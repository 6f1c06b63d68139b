"""Registering, changing and cancelling: what a participant or an organiser does with one place.

Every function that changes a seat owns its transaction, whose first statement takes the event's lock.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from events import signals
from events.enums import (
    ENDED,
    Entry,
    EventState,
    RegistrationState,
    WaitingList,
)
from events.errors import (
    EventCancelled,
    EventFull,
    EventPast,
    InvitationRequired,
    KeyReused,
    NotChangeable,
    NotYetOpen,
    RegistrationClosed,
)
from events.models import Event, Registration, RegistrationChange, Submission
from events.pools import Needs, needs_of
from events.rules import refusal
from events.services import answers, consents, deputy_requests, ledger, seats
from events.services.contact import Contact
from networking.enums import Source
from networking.models import Person
from networking.services import audit

_PARTICIPANTS = (Source.WEB, Source.MAIL, Source.API)
_FACTS = {
    RegistrationState.HELD: signals.registration_held,
    RegistrationState.PENDING: signals.registration_pending,
    RegistrationState.WAITING: signals.registration_waiting,
    RegistrationState.CONFIRMED: signals.registration_confirmed,
}


@transaction.atomic
def register(
    event: Event,
    contact: Contact,
    *,
    key: str = "",
    source: str = Source.WEB,
    actor: Person | None = None,
    invited: bool = False,
) -> RegistrationState:
    """Give the person a seat, or a place on the waiting list, and return the state they got.

    `key` is the form's hidden key or the API's Idempotency-Key: a repeat gets the first answer. A known address gets
    the answer a new one would get now, and its link again by mail; so nobody learns who is registered.

    `invited` opens an event that is by invitation only.

    Raises EventCancelled, EventPast, InvitationRequired, NotYetOpen, RegistrationClosed, EventFull, AnswersOutdated,
    KeyReused.
    """
    event = seats.lock(event.pk)
    known, former_answer = _known(event, contact, key)
    if former_answer:
        return former_answer
    refuse_unless_open(event, invited=invited)
    counted = seats.settle(event, source=source)
    answer = _state_for_newcomer(event, counted, contact.needs)
    registration = Registration.objects.get(pk=known) if known else None  # as settling left it
    if registration is None or registration.state in ENDED:
        take_place(event, contact, registration, answer, source=source, actor=actor)
    else:
        answers.refuse_outdated(contact.answers)  # as for a new address
        signals.registration_repeated.send(Registration, registration=registration)
    if key:
        Submission.objects.create(event=event, key=key, content=contact.digest, answer=answer)
    return answer


def refuse_unless_open(event: Event, *, invited: bool = False) -> None:
    """Raise the reason why nobody can register now; return when somebody can."""
    now = timezone.now()
    if event.state == EventState.CANCELLED:
        raise EventCancelled
    if event.ends_at <= now:
        raise EventPast
    if event.policy("entry") == Entry.INVITATION and not invited:
        raise InvitationRequired
    if event.registration_opens_at and event.registration_opens_at > now:
        raise NotYetOpen
    if event.state == EventState.DRAFT or (
        event.registration_closes_at and event.registration_closes_at <= now
    ):
        raise RegistrationClosed


@transaction.atomic
def change(
    registration: Registration,
    contact: Contact,
    *,
    actor: Person | None = None,
    source: str = Source.WEB,
) -> Registration:
    """Write the contact data anew. The address stays: it is what the private link was sent to.

    Which fields changed and by whom stands in the audit ledger, never what they said. Consents stay as they are.
    Raises NotChangeable when the registration has ended or the event is over, TooLateToChange for a participant
    after the event's deadline, and PoolFull where the new data need a seat that is not there.
    """
    event = seats.lock(registration.event_id)
    registration.refresh_from_db()
    if registration.state in (*ENDED, RegistrationState.DECLINED) or event.ends_at <= timezone.now():
        raise NotChangeable
    _refuse_after_deadline(registration, event, "change_until_hours", source)
    former = needs_of(registration)
    columns = {name: value for name, value in contact.columns.items() if name != "email"}
    changed = [name for name, value in columns.items() if getattr(registration, name) != value]
    for name in changed:
        setattr(registration, name, columns[name])
    registration.save(update_fields=[*changed, "changed_at"])
    if answers.replace(registration, contact.answers):
        changed.append("answers")
    seats.reseat(registration, former, source=source)
    if changed:
        audit.record("registration.change", registration, actor=actor, source=source, fields=sorted(changed))
    return registration


@transaction.atomic
def cancel(
    registration: Registration,
    *,
    actor: Person | None = None,
    source: str = Source.WEB,
    reason: str = "",
) -> None:
    """Give the place back and pass a freed seat on. Cancelling twice changes nothing the second time.

    Raises NotChangeable when the event is over, and TooLateToCancel for a participant with a sure seat after the
    event's deadline.
    """
    event = seats.lock(registration.event_id)
    registration.refresh_from_db()
    if registration.state in (*ENDED, RegistrationState.DECLINED):
        return
    if event.ends_at <= timezone.now():
        raise NotChangeable
    _refuse_after_deadline(registration, event, "cancel_until_hours", source)
    deputy_requests.drop(registration)
    row = ledger.move(registration, RegistrationState.CANCELLED, source=source, actor=actor, reason=reason)
    signals.registration_cancelled.send(Registration, registration=registration, change=row)
    seats.settle(event, source=source)


@transaction.atomic
def confirm_address(registration: Registration, *, source: str = Source.MAIL) -> RegistrationState:
    """Turn a held seat into a sure one; also accepts an offered one. Returns the state after it.

    A hold or offer that ran out has expired: the person may register anew.
    """
    event = seats.lock(registration.event_id)
    seats.settle(event, source=source)
    registration.refresh_from_db()
    if registration.state in (RegistrationState.HELD, RegistrationState.OFFERED):
        row = ledger.move(registration, RegistrationState.CONFIRMED, source=source)
        signals.registration_confirmed.send(Registration, registration=registration, change=row)
    return RegistrationState(registration.state)


@transaction.atomic
def approve(registration: Registration, *, actor: Person) -> RegistrationState:
    """Say yes to somebody under review: a seat, or a place in line when there is none. Twice changes nothing.

    Raises EventFull when there is neither, EventCancelled and EventPast when it is too late.
    """
    event = seats.lock(registration.event_id)
    _refuse_if_over(event)
    counted = seats.settle(event, source=Source.ORGANISER)
    registration.refresh_from_db()
    if registration.state == RegistrationState.PENDING:
        state = _seat_or_line(event, counted, needs_of(registration))
        row = ledger.move(registration, state, source=Source.ORGANISER, actor=actor)
        signals.registration_approved.send(Registration, registration=registration, change=row)
    return RegistrationState(registration.state)


@transaction.atomic
def decline(registration: Registration, *, actor: Person, reason: str = "") -> None:
    """Say no to somebody under review or waiting. Declining twice changes nothing the second time.

    Raises NotChangeable for somebody who has a seat: cancel that instead.
    """
    event = seats.lock(registration.event_id)
    registration.refresh_from_db()
    if registration.state in (*ENDED, RegistrationState.DECLINED):
        return
    if registration.state not in (RegistrationState.PENDING, RegistrationState.WAITING):
        raise NotChangeable
    row = ledger.move(
        registration,
        RegistrationState.DECLINED,
        source=Source.ORGANISER,
        actor=actor,
        reason=reason,
    )
    signals.registration_declined.send(Registration, registration=registration, change=row)
    seats.settle(event, source=Source.ORGANISER)


@transaction.atomic
def settle(event_id: int) -> None:
    """Bring one event in order by the clock, and note which shares for project teams are released now."""
    event = seats.lock(event_id)
    seats.settle(event)
    event.pools.filter(until_at__lte=timezone.now(), released_at=None).update(released_at=timezone.now())


def _refuse_after_deadline(registration: Registration, event: Event, rule: str, source: str) -> None:
    """Participants have the event's deadline; organisers have none."""
    registration.event = event
    if source in _PARTICIPANTS and (error := refusal(registration, rule)):
        raise error


def _refuse_if_over(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise EventCancelled
    if event.ends_at <= timezone.now():
        raise EventPast


# In SQL because every registration asks it under the lock: to build it by the ORM takes longer than to ask it.
_KNOWN = """
    SELECT registration.id, submission.content, submission.answer FROM (SELECT 1) AS one
      LEFT JOIN events_registration registration ON registration.event_id = %s AND email_key = %s
      LEFT JOIN events_submission submission ON submission.event_id = %s AND submission.key = %s
"""


def _known(event: Event, contact: Contact, key: str) -> tuple[int | None, RegistrationState | None]:
    """The address's registration, in whatever state, and the answer that this sending got before. Raises KeyReused."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [event.pk, contact.email_key, event.pk, key])
        known, content, answer = cursor.fetchone()
    if answer and content != contact.digest:
        raise KeyReused
    return known, RegistrationState(answer) if answer else None


def _state_for_newcomer(event: Event, counted: seats.Tally, needs: Needs) -> RegistrationState:
    """What somebody new gets now. Raises EventFull."""
    if event.policy("entry") == Entry.APPROVAL:
        return RegistrationState.PENDING
    state = _seat_or_line(event, counted, needs)
    if state == RegistrationState.CONFIRMED and event.policy("confirm_email_hours"):
        return RegistrationState.HELD
    return state


def _seat_or_line(event: Event, counted: seats.Tally, needs: Needs) -> RegistrationState:
    if seats.has_seat_for_newcomer(event, counted, needs):
        return RegistrationState.CONFIRMED
    if event.policy("waiting_list") == WaitingList.OFF:
        raise EventFull
    return RegistrationState.WAITING


def take_place(
    event: Event,
    contact: Contact,
    former: Registration | None,
    state: RegistrationState,
    *,
    source: str,
    actor: Person | None,
    reason: str = "",
    times_handed_on: int = 0,
) -> Registration:
    """Write registration, consents and ledger and tell the fact. A former row is used again, its links die.

    `times_handed_on`: how often the place changed hands before. The caller holds the lock and has made sure that
    there is a place.
    """
    row = write_place(
        event,
        contact,
        former,
        state,
        source=source,
        actor=actor,
        reason=reason,
        times_handed_on=times_handed_on,
    )
    _FACTS[state].send(Registration, registration=row.registration, change=row)
    return row.registration


def write_place(
    event: Event,
    contact: Contact,
    former: Registration | None,
    state: RegistrationState,
    *,
    source: str,
    actor: Person | None,
    reason: str = "",
    replaces: Registration | None = None,
    times_handed_on: int = 0,
) -> RegistrationChange:
    """The rows of `take_place`, untold. Returns the ledger's.

    Whoever is added by an organiser or named as the deputy of `replaces` has consented to nothing.
    """
    registration = former or Registration(event=event, key_version=0)
    for name, value in contact.columns.items():
        setattr(registration, name, value)
    former_state, registration.state = registration.state, state
    registration.email_key = contact.email_key
    registration.key_version += 1
    registration.position = event.seat_revision
    registration.source = source
    registration.deadline_at = _deadline(event, state)
    registration.replaces = replaces
    registration.times_handed_on = replaces.times_handed_on + 1 if replaces else times_handed_on
    registration.save()
    notice_read = source != Source.ORGANISER and replaces is None
    consents.renew(registration, listed=contact.listed, notice_read=notice_read)
    answers.renew(registration, contact.answers)
    return ledger.write(registration, former_state, source=source, actor=actor, reason=reason)


def _deadline(event: Event, state: RegistrationState):
    if state == RegistrationState.HELD:
        return timezone.now() + timedelta(hours=event.policy("confirm_email_hours"))
    return None
