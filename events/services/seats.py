"""Seats: the one place that decides who gets one. They are counted, never stored, and never oversold.

Research behind it: without the lock PostgreSQL sold 57 of 50 seats; SQLite with Django's defaults lost most of a
burst. The write that locks works alike on both.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from events import signals
from events.enums import TAKES_SEAT, EventState, RegistrationState, WaitingList
from events.models import Event, Registration
from events.services import ledger
from networking.enums import Source

OFFER_DEADLINE = timedelta(hours=48)


@dataclass(frozen=True)
class Pool:
    """Something with limited seats. A registration needs one in every pool; `capacity` None means no limit."""

    name: str
    capacity: int | None
    taken: int

    @property
    def free(self) -> int | None:
        """Free seats, never below zero; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)


def lock(event_id: int) -> Event:
    """Take the event's lock and return the event as it is now. Must be the transaction's first statement.

    The lock is a write to the event's row: it makes everybody else wait until this transaction ends, on SQLite and
    PostgreSQL alike. The new `seat_revision` is also the next place in line. Raises Event.DoesNotExist.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("seats.lock() needs a transaction to hold the lock.")
    Event.objects.filter(pk=event_id).update(seat_revision=F("seat_revision") + 1)
    return Event.objects.get(pk=event_id)


@dataclass(frozen=True)
class Tally:
    """An event's registrations, counted in one query: seats taken, people in line, holds and offers that ran out."""

    taken: int
    waiting: int
    overdue: int


def tally(event: Event) -> Tally:
    """Count the event's registrations. Exact only under the lock."""
    overdue = Q(
        state__in=[RegistrationState.HELD, RegistrationState.OFFERED], deadline_at__lte=timezone.now()
    )
    counted = event.registrations.aggregate(
        taken=Count("pk", filter=Q(state__in=TAKES_SEAT)),
        waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
        overdue=Count("pk", filter=overdue),
    )
    return Tally(**counted)


def pools(event: Event, counted: Tally) -> list[Pool]:
    """The pools a registration needs a seat in: today the room."""
    return [Pool("room", event.capacity, counted.taken)]


def free(event: Event, counted: Tally) -> int | None:
    """How many more registrations fit into every pool, None for no limit."""
    limits = [pool.free for pool in pools(event, counted) if pool.free is not None]
    return min(limits) if limits else None


def has_seat_for_newcomer(event: Event, counted: Tally) -> bool:
    """Whether somebody new gets a seat: one is free and nobody is waiting for it. `counted` is what `settle` left."""
    return free(event, counted) != 0 and not counted.waiting


def settle(event: Event, *, source: str = Source.CLOCK) -> Tally:
    """Bring the event in order: end holds and offers that ran out, then pass free seats on in the order of the line.

    The caller holds the lock. Doing it twice changes nothing the second time. Returns the count after it.
    """
    now = timezone.now()
    counted = tally(event)
    if counted.overdue:
        _expire(event, now, source)
        counted = tally(event)
    if counted.waiting and free(event, counted) != 0 and _passes_seats_on(event, now):
        for registration in event.registrations.waiting().select_related("event")[: free(event, counted)]:
            _promote(registration, event, now, source)
        counted = tally(event)
    return counted


def _expire(event: Event, now: datetime, source: str) -> None:
    for registration in event.registrations.filter(
        state__in=[RegistrationState.HELD, RegistrationState.OFFERED], deadline_at__lte=now
    ).order_by("position"):
        change = ledger.move(registration, RegistrationState.EXPIRED, source=source)
        signals.registration_expired.send(Registration, registration=registration, change=change)


def _passes_seats_on(event: Event, now: datetime) -> bool:
    """Nobody is promoted into an event that was cancelled or has begun."""
    return event.state == EventState.PUBLISHED and event.starts_at > now


def _promote(registration: Registration, event: Event, now: datetime, source: str) -> None:
    if event.policy("waiting_list") == WaitingList.OFFER:
        deadline = now + min(OFFER_DEADLINE, (event.starts_at - now) / 4)
        change = ledger.move(registration, RegistrationState.OFFERED, source=source, deadline_at=deadline)
        signals.registration_offered.send(Registration, registration=registration, change=change)
    else:
        change = ledger.move(registration, RegistrationState.CONFIRMED, source=source)
        signals.registration_promoted.send(Registration, registration=registration, change=change)
