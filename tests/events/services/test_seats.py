"""Counting and settling."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.enums import Category, Entry, PoolKind, RegistrationState
from events.errors import PoolFull
from events.models import Event, Pool
from events.services import pools as limits
from events.services import registration as registering
from events.services import seats
from events.services.registration import register
from events.tasks import settle_due
from events.working_hours import BERLIN, later
from notifications.models import Message
from tests.factories import (
    make_contact,
    make_event,
    make_organiser,
    make_project,
    make_registration,
    register_guest,
)

pytestmark = pytest.mark.django_db

_MORNING = datetime(2030, 5, 6, 10, tzinfo=BERLIN)  # an event of one day, whenever the test runs
OFFICE = {"category": Category.ADMINISTRATION}


def divide(event, *pools):
    """Limit something: (kind, seats, categories)."""
    for kind, number, *categories in pools:
        Pool.objects.create(event=event, kind=kind, seats=number, categories=categories)


def state_of(*registrations):
    for row in registrations:
        row.refresh_from_db()
    return [row.state for row in registrations]


@pytest.mark.django_db(transaction=True)
def test_the_lock_refuses_to_work_without_a_transaction():
    event = make_event()

    with pytest.raises(transaction.TransactionManagementError):
        seats.lock(event.pk)


@pytest.mark.django_db(transaction=True)
def test_the_first_statement_of_registering_writes_the_events_row():
    event, contact = make_event(), make_contact()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        register(event, contact)

    statements = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "SAVEPOINT"))]
    assert statements[0].startswith('UPDATE "events_event" SET "seat_revision"')


def test_each_lock_gives_the_next_place_in_line():
    event = make_event()

    places = [register_guest(event).position for _ in range(3)]

    assert places == [1, 2, 3]


def test_raising_the_capacity_promotes_in_order():
    event = make_event(capacity=1)
    register_guest(event)
    first, second, third = (register_guest(event) for _ in range(3))
    Event.objects.filter(pk=event.pk).update(capacity=3)

    with transaction.atomic():
        seats.settle(seats.lock(event.pk))

    states = [Event.objects.get().registrations.get(pk=r.pk).state for r in (first, second, third)]
    assert states == ["confirmed", "confirmed", "waiting"]


def test_settling_twice_changes_nothing_the_second_time():
    event = make_event(capacity=1)
    register_guest(event)
    register_guest(event)

    with transaction.atomic():
        seats.settle(seats.lock(event.pk))
        seats.settle(event)

    assert event.registrations.confirmed().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_complete_registration_takes_nine_statements():
    """Seat, consents, ledger, mail and the worker's call; BEGIN and COMMIT are not counted."""
    event, contact = make_event(starts_at=_MORNING), make_contact(listed=("attendee-list",))

    with CaptureQueriesContext(connection) as queries:
        register(event, contact, key="form")

    statements = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(statements) <= 9


def _statements(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]


@pytest.mark.django_db(transaction=True)
def test_three_pools_and_a_line_cost_a_registration_few_statements_more():
    with transaction.atomic():
        event = make_event(starts_at=_MORNING, capacity=3)
        divide(event, ("categories", 1, "administration"), ("categories", 1, "press"), ("project", 1))
    for _ in range(3):
        register_guest(event, **OFFICE)

    statements = _statements(lambda: register(event, make_contact(), key="form"))

    assert len(statements) <= 11


def test_a_freed_seat_goes_to_the_first_for_whom_every_pool_has_one():
    event = make_event(capacity=2)
    divide(event, (PoolKind.CATEGORIES, 1, "administration"))
    register_guest(event, **OFFICE)
    company = register_guest(event)
    official, guest, other = register_guest(event, **OFFICE), register_guest(event), register_guest(event)

    registering.cancel(company)

    assert state_of(official, guest, other) == ["waiting", "confirmed", "waiting"]


def test_a_newcomer_does_not_wait_for_somebody_who_needs_another_pool():
    event = make_event(capacity=3)
    divide(event, (PoolKind.CATEGORIES, 1, "administration"))
    register_guest(event, **OFFICE)
    official = register_guest(event, **OFFICE)

    newcomer, late_official = register_guest(event), register_guest(event, **OFFICE)

    assert state_of(official, newcomer, late_official) == ["waiting", "confirmed", "waiting"]


def test_a_newcomer_overtakes_nobody_once_the_line_is_stopped():
    begun = timezone.now() - timedelta(minutes=5)
    event = make_event(capacity=2, starts_at=begun, ends_at=begun + timedelta(hours=3))
    divide(event, (PoolKind.CATEGORIES, 1, "administration"))
    first = make_registration(event, state=RegistrationState.WAITING)

    assert state_of(first, register_guest(event)) == ["waiting", "waiting"]


def test_approval_asks_every_pool():
    event, organiser = make_event(entry=Entry.APPROVAL), make_organiser()
    divide(event, (PoolKind.CATEGORIES, 1, "administration"))
    officials = [register_guest(event, **OFFICE) for _ in range(2)]

    answers = [registering.approve(row, actor=organiser) for row in officials]

    assert answers == ["confirmed", "waiting"]


def test_the_clock_passes_the_seats_on_that_were_kept_for_project_teams():
    event = make_event(capacity=2)
    share = Pool.objects.create(
        event=event, kind=PoolKind.TEAMS, seats=1, until_at=timezone.now() + timedelta(days=1)
    )
    first, second = register_guest(event), register_guest(event)
    Pool.objects.update(until_at=timezone.now() - timedelta(seconds=1))
    before = state_of(first, second)

    settle_due()
    settle_due()

    share.refresh_from_db()
    event.refresh_from_db()
    assert (before, state_of(first, second)) == (["confirmed", "waiting"], ["confirmed", "confirmed"])
    assert share.released_at
    assert event.seat_revision == 3  # the second look found nothing to do


def test_whoever_has_a_seat_cannot_move_into_a_full_pool():
    event, project = make_event(), make_project()
    divide(event, (PoolKind.PROJECT, 1))
    register_guest(event, project=project)
    row = register_guest(event)

    with pytest.raises(PoolFull):
        registering.change(row, make_contact(project=project))

    row.refresh_from_db()
    assert row.project is None


def test_whoever_leaves_a_pool_frees_a_seat_in_it():
    event = make_event()
    divide(event, (PoolKind.CATEGORIES, 1, "administration"))
    first, second = register_guest(event, **OFFICE), register_guest(event, **OFFICE)

    registering.change(first, make_contact(category=Category.COMPANY))

    assert state_of(first, second) == ["confirmed", "confirmed"]


def test_a_larger_pool_promotes():
    event, organiser = make_event(), make_organiser()
    pool = limits.add(event, PoolKind.CATEGORIES, number=1, categories=["press"], actor=organiser)
    line = [register_guest(event, category="press") for _ in range(3)]

    limits.change(pool, number=2, categories=["press"], actor=organiser, revision=pool.revision)

    assert state_of(*line) == ["confirmed", "confirmed", "waiting"]


def test_an_offer_stands_for_working_hours_but_at_most_a_quarter_of_the_time_left():
    now = timezone.now()
    far, near = now + timedelta(days=90), now + timedelta(hours=8)

    deadlines = [
        seats.offered_until(make_event(starts_at=start, offer_working_hours=12), now) for start in (far, near)
    ]

    assert deadlines == [later(now, 12), now + timedelta(hours=2)]


def test_the_preview_of_a_larger_room_writes_nothing():
    event = make_event(capacity=1)
    register_guest(event)
    line = [register_guest(event) for _ in range(3)]
    mails = Message.objects.count()

    event.capacity = 3

    assert seats.promotable(event) == line[:2]
    assert (state_of(*line), Message.objects.count()) == (["waiting"] * 3, mails)


def test_many_promotions_take_few_statements():
    event = make_event(starts_at=_MORNING, capacity=1)
    for _ in range(30):
        make_registration(event, state=RegistrationState.WAITING)
    Event.objects.filter(pk=event.pk).update(capacity=40)

    statements = _statements(lambda: registering.settle(event.pk))

    assert Message.objects.filter(kind="seat_promoted").count() == 30
    assert len(statements) < 15
