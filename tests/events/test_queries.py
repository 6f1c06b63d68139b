"""What a visitor can do with an event, counted in one query."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import queries
from events.enums import Entry, EventState, WaitingList
from events.models import Event
from events.services.registration import cancel
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def _seen(event):
    return Event.objects.with_seats().get(pk=event.pk)


@pytest.mark.parametrize(
    ("fields", "availability"),
    [
        ({}, "open"),
        ({"capacity": None}, "open"),
        ({"capacity": 5}, "few-left"),
        ({"state": EventState.DRAFT}, "draft"),
        ({"state": EventState.CANCELLED}, "cancelled"),
        ({"starts_at": NOW - timedelta(days=3)}, "past"),
        ({"starts_at": NOW - timedelta(days=3), "state": EventState.CANCELLED}, "cancelled"),
        ({"entry": Entry.INVITATION}, "invitation"),
        ({"format": "dialog"}, "invitation"),
        ({"registration_opens_at": NOW + timedelta(days=1)}, "not-yet"),
        ({"registration_closes_at": NOW - timedelta(days=1)}, "closed"),
    ],
)
def test_an_empty_event_is(fields, availability):
    assert queries.availability(_seen(make_event(**fields))) == availability


@pytest.mark.parametrize(
    ("waiting_list", "availability"),
    [(WaitingList.AUTOMATIC, "waiting-list"), (WaitingList.OFF, "full")],
)
def test_a_full_event_is(waiting_list, availability):
    event = make_event(capacity=1, waiting_list=waiting_list)
    register_guest(event)

    assert queries.availability(_seen(event)) == availability


def test_a_tenth_of_a_large_room_is_few():
    event = make_event(capacity=100)
    for _ in range(90):
        register_guest(event)

    assert queries.availability(_seen(event)) == "few-left"


def test_an_offered_seat_is_not_free_for_visitors():
    event = make_event(capacity=1, waiting_list=WaitingList.OFFER)
    seat = register_guest(event)
    register_guest(event)
    cancel(seat)

    assert queries.free_seats(_seen(event)) == 0


def test_cancelled_people_take_no_seat():
    event = make_event(capacity=10)
    cancel(register_guest(event))

    assert (_seen(event).taken, queries.free_seats(_seen(event))) == (0, 10)


def test_counting_seats_of_many_events_takes_one_query(django_assert_num_queries):
    for _ in range(3):
        register_guest(make_event())

    with django_assert_num_queries(1):
        assert [event.taken for event in Event.objects.with_seats()] == [1, 1, 1]


def test_the_place_in_line_counts_who_is_ahead():
    event = make_event(capacity=1)
    register_guest(event)
    line = [register_guest(event) for _ in range(3)]

    assert [queries.place_in_line(person) for person in line] == [1, 2, 3]


def test_somebody_with_a_seat_has_no_place_in_line():
    assert queries.place_in_line(register_guest(make_event())) is None


def test_the_clock_looks_only_at_events_with_something_due():
    event = make_event(confirm_email_hours=24)
    held = register_guest(event)
    register_guest(make_event())
    type(held).objects.filter(pk=held.pk).update(deadline_at=NOW - timedelta(minutes=1))

    assert list(queries.events_to_settle()) == [event]
