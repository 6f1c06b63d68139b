"""Counting and settling."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from events.models import Event
from events.services import seats
from events.services.registration import register
from tests.factories import make_contact, make_event, register_guest

pytestmark = pytest.mark.django_db


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


def test_a_pool_never_has_fewer_than_no_seats():
    assert seats.Pool("room", capacity=10, taken=12).free == 0


@pytest.mark.django_db(transaction=True)
def test_a_complete_registration_takes_twelve_statements():
    """Seat, consents, ledger, mail and the worker's call; BEGIN and COMMIT are not counted."""
    event, contact = make_event(), make_contact(consent_list=True)

    with CaptureQueriesContext(connection) as queries:
        register(event, contact, key="form")

    statements = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(statements) <= 12
