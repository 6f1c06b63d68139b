"""R-01, R-02, R-04 of research/trust.md through the service: no seat is sold twice, nobody is refused by a lock."""

import time
from collections import Counter

import pytest
from django.db import connection

from events.models import Event
from events.services import registration, seats
from events.services.registration import cancel, register
from notifications.models import Message
from tests.factories import make_contact, make_event, register_guest

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_hundred_at_once_on_fifty_seats_get_exactly_fifty(all_at_once, race_round):
    event = make_event(capacity=50)
    contacts = [make_contact() for _ in range(200)]

    answers = all_at_once(lambda contact: register(event, contact), contacts)

    assert Counter(map(str, answers)) == {"confirmed": 50, "waiting": 150}
    assert event.registrations.confirmed().count() == 50


def test_places_in_line_are_never_given_twice(all_at_once):
    event = make_event(capacity=5)

    all_at_once(lambda contact: register(event, contact), [make_contact() for _ in range(40)])

    positions = list(event.registrations.values_list("position", flat=True))
    assert len(set(positions)) == 40


def test_every_registration_has_exactly_one_mail(all_at_once):
    event = make_event(capacity=5)

    all_at_once(lambda contact: register(event, contact), [make_contact() for _ in range(40)])

    assert Message.objects.values("registration").distinct().count() == Message.objects.count() == 40


def test_without_the_lock_the_same_race_oversells(all_at_once, monkeypatch):
    """The proof that the test above can fail: no lock, and a pause between counting and inserting."""
    if connection.vendor == "sqlite":
        pytest.skip(
            "SQLite runs writers one after another (transaction_mode=IMMEDIATE), with or without the lock"
        )
    event = make_event(capacity=50)
    counted = seats.has_seat_for_newcomer

    def count_and_dawdle(*arguments):
        answer = counted(*arguments)
        time.sleep(0.05)
        return answer

    monkeypatch.setattr(seats, "lock", lambda event_id: Event.objects.get(pk=event_id))
    monkeypatch.setattr(seats, "has_seat_for_newcomer", count_and_dawdle)

    all_at_once(lambda contact: register(event, contact), [make_contact() for _ in range(200)])

    assert event.registrations.confirmed().count() > 50


def test_one_address_fifty_times_at_once_makes_one_row_and_one_mail(all_at_once, race_round):
    event, contact = make_event(capacity=100), make_contact()

    answers = all_at_once(lambda _number: register(event, contact), range(50))

    assert set(map(str, answers)) == {"confirmed"}
    assert (event.registrations.count(), Message.objects.count()) == (1, 1)


def test_one_form_sent_fifty_times_at_once_gets_one_answer(all_at_once):
    event, contact = make_event(capacity=1), make_contact()

    answers = all_at_once(lambda _number: register(event, contact, key="form"), range(50))

    assert set(map(str, answers)) == {"confirmed"}
    assert event.submissions.count() == 1


def test_freed_seats_are_passed_on_once_each(all_at_once, race_round):
    event = make_event(capacity=20)
    seated = [register_guest(event) for _ in range(20)]
    for _ in range(30):
        register_guest(event)

    all_at_once(cancel, seated[:10])

    assert event.registrations.confirmed().count() == 20
    assert event.registrations.waiting().count() == 20


def test_cancelling_and_registering_at_once_never_overtakes_the_line(all_at_once):
    event = make_event(capacity=10)
    seated = [register_guest(event) for _ in range(10)]
    line = [register_guest(event) for _ in range(10)]
    newcomers = [make_contact() for _ in range(20)]

    def act(thing):
        return cancel(thing) if thing in seated else register(event, thing)

    all_at_once(act, [*seated, *newcomers])

    states = set(event.registrations.filter(pk__in=[r.pk for r in line]).values_list("state", flat=True))
    assert states == {"confirmed"}


def test_settling_by_the_clock_disturbs_nobody(all_at_once):
    event = make_event(capacity=20)

    def act(number):
        return registration.settle(event.pk) if number % 2 else register(event, make_contact())

    answers = all_at_once(act, range(60))

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert event.registrations.confirmed().count() == 20
