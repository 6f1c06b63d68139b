"""The words of an event's state."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from events.enums import Availability, EventState
from events.models import Event
from events.wording import LOOKS, state_words


def event(taken=0, waiting=0, **fields):
    """An event that is nowhere stored, as `with_seats()` reads it."""
    start = timezone.now() + timedelta(days=9)
    kept = {"format": "meet-up", "state": EventState.PUBLISHED, "starts_at": start}
    found = Event(**kept | {"ends_at": start + timedelta(hours=2)} | fields)
    found.taken, found.waiting, found.reserved, found.is_divided = taken, waiting, 0, False
    return found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Registration open"),
        ({"capacity": 100}, "100 seats free"),
        ({"capacity": 6, "taken": 5}, "Only 1 seat left"),
        ({"capacity": 1, "taken": 1, "waiting": 2}, "Full – 2 on the waiting list"),
        ({"capacity": 1, "taken": 1}, "Full – waiting list open"),
        ({"capacity": 1, "taken": 1, "waiting_list": "off"}, "Full"),
        ({"state": EventState.CANCELLED}, "Cancelled"),
        ({"entry": "invitation"}, "By personal invitation"),
    ],
)
def test_a_state_has_its_words(fields, words):
    with translation.override("en"):
        assert state_words(event(**fields)) == words


def test_the_day_registration_opens_is_berlins():
    late = datetime(2099, 12, 2, 23, 30, tzinfo=UTC)
    far = {"starts_at": late + timedelta(days=9), "ends_at": late + timedelta(days=10)}

    with translation.override("en"):
        assert (
            state_words(event(registration_opens_at=late, **far)) == "Registration opens on 3 December 2099"
        )


@pytest.mark.parametrize(
    ("reported", "about", "words"),
    [(None, False, "Took place"), (80, False, "80 participants"), (80, True, "About 80 participants")],
)
def test_of_a_past_event_it_says_how_many_came(reported, about, words):
    over = {"starts_at": datetime(2020, 1, 1, 9, tzinfo=UTC), "ends_at": datetime(2020, 1, 1, 10, tzinfo=UTC)}

    with translation.override("en"):
        found = state_words(event(participants_reported=reported, participants_approximate=about, **over))

    assert found == words


def test_every_state_has_a_look():
    assert set(LOOKS) == set(Availability)
