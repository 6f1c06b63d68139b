"""Seats: the one place that decides who gets one. They are counted, never stored, and never oversold.

Research behind it: without the lock PostgreSQL sold 57 of 50 seats; SQLite with Django's defaults lost most of a
burst. The write that locks works alike on both. What is limited besides the room stands in events/pools.py.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from events import pools, signals, working_hours
from events.enums import TAKES_SEAT, InvitationState, RegistrationState, WaitingList
from events.errors import CapacityBelowConfirmed, PoolBelowTaken, PoolFull
from events.models import Event, Registration
from events.pools import ANYBODY, Group, Limit, Needs, Seating
from events.services import ledger
from networking.enums import Source

_OVERDUE = (RegistrationState.HELD, RegistrationState.OFFERED)


def lock(event_id: int) -> Event:
    """Take the event's lock and return the event as it is now. Must be the transaction's first statement.

    The lock is a write to the event's row: it makes everybody else wait until this transaction ends, on SQLite and
    PostgreSQL alike. The new `seat_revision` is also the next place in line. Raises Event.DoesNotExist.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("seats.lock() needs a transaction to hold the lock.")
    if not connection.features.can_return_columns_from_insert:  # an old SQLite
        Event.objects.filter(pk=event_id).update(seat_revision=F("seat_revision") + 1)
        return Event.objects.get(pk=event_id)
    rows = list(Event.objects.raw(_LOCK, [event_id]))
    if not rows:
        raise Event.DoesNotExist
    return rows[0]


# Writes and reads in one statement; in SQL because everybody else waits while it is built.
_LOCK = 'UPDATE "events_event" SET "seat_revision" = "seat_revision" + 1 WHERE "id" = %s RETURNING *'


@dataclass
class Tally:
    """An event's registrations as counted: seats taken, people in line, holds and offers that ran out.

    `reserved` seats are kept by open invitations. Besides the room there may be `has_pools` and choices with
    `has_places`. `ready` people wait though every pool they need has a seat, because nobody is promoted any more.
    """

    event: Event
    taken: int
    waiting: int
    overdue: int
    reserved: int = 0
    has_pools: bool = False
    has_places: bool = False
    ready: int = 0

    @property
    def is_divided(self) -> bool:
        """Whether more is limited than the room."""
        return self.has_pools or self.has_places

    @cached_property
    def groups(self) -> list[Group]:
        return pools.groups(self.event, invites=bool(self.reserved))

    @cached_property
    def seating(self) -> Seating:
        """What is taken of every pool. Costs queries only where more is limited than the room."""
        if self.is_divided:
            return pools.seating(self.event, self.groups, with_places=self.has_places)
        return pools.room_alone(self.event, self.taken + self.reserved)


# One statement, and in SQL because every registration asks it: to build it by the ORM takes longer than to ask it.
# An invitation keeps a seat as InvitationQuerySet.answerable() says.
_TALLY = """
    SELECT COUNT(CASE WHEN state IN (%s, %s, %s) THEN 1 END),
           COUNT(CASE WHEN state = %s THEN 1 END),
           COUNT(CASE WHEN state IN (%s, %s) AND deadline_at <= %s THEN 1 END),
           (SELECT COUNT(*) FROM events_invitation WHERE event_id = %s AND state = %s AND reserves_seat
                                                     AND (deadline_at IS NULL OR deadline_at > %s)),
           EXISTS (SELECT 1 FROM events_pool WHERE event_id = %s),
           EXISTS (SELECT 1 FROM events_choice JOIN events_question ON question_id = events_question.id
                    WHERE event_id = %s AND places IS NOT NULL)
      FROM events_registration WHERE event_id = %s
"""


def tally(event: Event) -> Tally:
    """Count the event's registrations, in one query. Exact only under the lock."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    told: list[Any] = [*TAKES_SEAT, RegistrationState.WAITING, *_OVERDUE, now]
    told += [event.pk, InvitationState.OPEN, now, event.pk, event.pk, event.pk]
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, told)
        taken, waiting, overdue, reserved, has_pools, has_places = cursor.fetchone()
    return Tally(event, taken, waiting, overdue, reserved, bool(has_pools), bool(has_places))


def free(event: Event, counted: Tally, needs: Needs = ANYBODY) -> int | None:
    """How many more registrations with these needs fit into every pool, None for no limit."""
    return counted.seating.free(needs)


def has_seat_for_newcomer(event: Event, counted: Tally, needs: Needs = ANYBODY) -> bool:
    """Whether somebody new gets a seat: one is free in every pool, and nobody is waiting who could use it.

    `counted` is what `settle` left.
    """
    return free(event, counted, needs) != 0 and not counted.ready


def settle(event: Event, *, source: str = Source.CLOCK) -> Tally:
    """Bring the event in order: end holds and offers that ran out, then pass free seats on in the order of the line.

    Whoever needs a seat in a pool that is full is passed over and keeps the place in line. The caller holds the lock.
    Doing it twice changes nothing the second time. Returns the count after it.
    """
    now = timezone.now()
    counted = tally(event)
    if counted.overdue:
        _expire(event, now, source)
        counted = tally(event)
    if not counted.waiting:
        return counted
    served = _next_in_line(counted)
    if pools.stopped(event, now):
        counted.ready = len(served)
        return counted
    if served:
        _promote(served, event, now, source)
        return tally(event)
    return counted


def promotable(event: Event) -> list[Registration]:
    """Who in line would get a seat now if the event were as this unsaved object says, in order. Writes nothing.

    The preview of a larger room: `settle` asks the same. Holds and offers that ran out still count as taken.
    """
    return [] if pools.stopped(event) else _next_in_line(tally(event))


def refuse_below_taken(event: Event, *, before: int | None) -> None:
    """Raise CapacityBelowConfirmed when the room, made smaller than `before`, has fewer seats than are taken.

    Whoever others than project teams have already is not taken back either: PoolBelowTaken.
    """
    size, counted = pools.room_size(event), tally(event)
    if size is None or (before is not None and size >= before):
        return
    if size < counted.taken + counted.reserved:
        raise CapacityBelowConfirmed(counted.taken + counted.reserved, overbooking=event.overbooking)
    refuse_overfull([limit for limit in counted.seating.limits if limit.share.kind == pools.OTHERS], counted)


def refuse_overfull(limits: list[Limit], counted: Tally) -> None:
    """Raise PoolBelowTaken for the first of these pools with fewer seats than are taken."""
    for limit in limits:
        taken = counted.seating.taken[limit.share]
        if limit.capacity < taken:
            raise PoolBelowTaken(pools.label(limit), taken=taken, capacity=limit.capacity)


def reseat(registration: Registration, former: Needs, *, source: str) -> None:
    """Somebody changed what they need from `former`, and it is written: pass on the seats they need no more.

    Raises PoolFull when they have a seat and would need one in a pool where none was left.
    """
    event, needs = registration.event, pools.needs_of(registration)
    if needs == former:
        return
    seating = tally(event).seating
    had = {limit.share for limit in seating.applying(former)}
    for limit in seating.applying(needs) if registration.state in TAKES_SEAT else []:
        if limit.share not in had and seating.taken[limit.share] > limit.capacity:
            raise PoolFull(pools.label(limit), taken=limit.capacity, capacity=limit.capacity)
    settle(event, source=source)


def _expire(event: Event, now: datetime, source: str) -> None:
    overdue = event.registrations.filter(state__in=_OVERDUE, deadline_at__lte=now)
    for registration in overdue.select_related("event").order_by("position"):
        change = ledger.move(registration, RegistrationState.EXPIRED, source=source)
        signals.registration_expired.send(Registration, registration=registration, change=change)


def _next_in_line(counted: Tally) -> list[Registration]:
    """Those for whom there is a seat, the first in line first."""
    event, seating = counted.event, counted.seating.copy()
    line = event.registrations.waiting()
    if not counted.is_divided:
        return list(line[: seating.free(ANYBODY)])
    waiting = [group.needs for group in counted.groups if group.state == RegistrationState.WAITING]
    if not any(seating.fits(needs) for needs in waiting):
        return []
    rows = event.registrations.in_bulk([person.pk for person in pools.next_in(seating, pools.line(event))])
    return sorted(rows.values(), key=lambda row: row.position)


def _promote(registrations: list[Registration], event: Event, now: datetime, source: str) -> None:
    state, deadline = RegistrationState.CONFIRMED, None
    if event.policy("waiting_list") == WaitingList.OFFER:
        state, deadline = RegistrationState.OFFERED, offered_until(event, now)
    for registration in registrations:
        registration.event = event
    changes = ledger.move_all(registrations, state, source=source, deadline_at=deadline)
    signals.seats_passed_on.send(Registration, changes=changes)


def offered_until(event: Event, now: datetime) -> datetime:
    """Until when an offer made now stands: the event's working hours, at most a quarter of the time left."""
    hours = working_hours.later(now, event.policy("offer_working_hours"))
    return min(hours, now + (event.starts_at - now) / 4)
