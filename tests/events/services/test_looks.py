"""Who looked at personal data is noted, once for looks that belong together."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.enums import LookedAt
from events.models import Look
from events.services import looks, retention
from tests.factories import make_event, make_person, make_registration

pytestmark = pytest.mark.django_db


def _times():
    return list(Look.objects.order_by("pk").values_list("times", flat=True))


def test_looks_within_ten_minutes_are_one():
    event, person = make_event(), make_person()
    for minutes in (0, 4, 9, 11):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            looks.note(event, person, LookedAt.LIST)

    assert _times() == [3, 1]


def test_each_person_page_and_participant_has_looks_of_their_own():
    event, person = make_event(), make_person()
    one, other = make_registration(event), make_registration(event)

    for _again in range(2):
        looks.note(event, person, LookedAt.LIST)
        looks.note(event, make_person(), LookedAt.LIST)
        looks.note(event, person, LookedAt.PERSON, one)
        looks.note(event, person, LookedAt.PERSON, other)

    assert _times() == [2, 1, 2, 2, 1]


def test_a_look_costs_one_statement_when_it_belongs_to_another(django_assert_num_queries):
    event, person = make_event(), make_person()
    looks.note(event, person, LookedAt.LIST)

    with django_assert_num_queries(1):
        looks.note(event, person, LookedAt.LIST)


def test_many_events_at_once_are_noted_as_one_after_the_other(django_assert_num_queries):
    events, person = [make_event() for _number in range(3)], make_person()
    looks.note(events[0], person, LookedAt.MAILS)

    with django_assert_num_queries(3):
        looks.note_each([*events, events[0]], person, LookedAt.MAILS)

    assert _times() == [2, 1, 1]


def test_after_a_year_nobody_knows():
    with time_machine.travel(timezone.now() - timedelta(days=366)):
        looks.note(make_event(), make_person(), LookedAt.LIST)
    looks.note(make_event(), make_person(), LookedAt.LIST)

    assert retention.forget_looks_due() == 1
    assert Look.objects.count() == 1


def test_whose_page_it_was_goes_with_the_participants_data():
    event = make_event()
    registration = make_registration(event)
    looks.note(event, make_person(), LookedAt.PERSON, registration)

    retention.forget(event.registrations.all(), event.invitations.all())

    assert Look.objects.get().registration is None
