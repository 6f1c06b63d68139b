"""What organisers read about the people of an event."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from events.attendance import arrivals, attendee_list, by_name, door_list, history
from events.services.registration import change
from networking.enums import Source
from tests.factories import make_contact, make_event, make_organiser, make_registration, register_guest, tick

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event()


def names(rows):
    return [row.family_name for row in rows]


def test_the_latest_row_decides_whether_somebody_is_there(event):
    there, gone, never = (make_registration(event, family_name=name) for name in ("A", "B", "C"))
    came = tick(there)
    tick(gone)
    tick(gone, kind="undone")

    assert [(row.family_name, row.arrived_at) for row in attendee_list(event)] == [
        ("A", came.at),
        ("B", None),
        ("C", None),
    ]


def test_the_door_expects_those_with_a_sure_seat_who_are_not_there(event):
    make_registration(event, family_name="Erwartet")
    tick(make_registration(event, family_name="Da"))
    make_registration(event, family_name="Wartet", state="waiting")

    assert names(door_list(event)) == ["Erwartet"]
    assert names(door_list(event, show="arrived")) == ["Da"]
    assert names(door_list(event, show="all")) == ["Da", "Erwartet"]


def test_a_search_at_the_door_knows_everybody_who_may_stand_there(event):
    for state in ("confirmed", "waiting", "pending", "cancelled", "declined", "expired"):
        make_registration(event, family_name=f"Gast {state}", state=state)

    found = names(door_list(event, words="gast"))

    assert found == ["Gast cancelled", "Gast confirmed", "Gast declined", "Gast pending", "Gast waiting"]


def test_a_search_at_the_door_never_reads_addresses(event):
    make_registration(event, email="secret@example.org")

    assert names(door_list(event, words="secret")) == []


def test_whoever_was_forgotten_is_not_at_the_door(event):
    make_registration(event, family_name="", anonymised_at=timezone.now())

    assert names(door_list(event, show="all")) == []


@pytest.mark.parametrize("words", ["müller-luedenscheid", "muller", "mueller", "ludenscheid", "lü", "MÜL"])
def test_a_double_name_is_found_by_every_spelling(event, words):
    make_registration(event, family_name="Müller-Lüdenscheid")

    assert names(door_list(event, words=words)) == ["Müller-Lüdenscheid"]


def test_paper_is_sorted_as_people_read(event):
    rows = [make_registration(event, family_name=name) for name in ("Zander", "Özdemir", "Çelik", "Dietrich")]

    assert names(sorted(rows, key=by_name)) == ["Çelik", "Dietrich", "Özdemir", "Zander"]


def test_arrivals_grow_minute_by_minute_and_fall_when_undone(event):
    start = timezone.now().replace(second=5, microsecond=0)
    first, second = make_registration(event), make_registration(event)
    tick(first, at=start)
    tick(second, at=start + timedelta(seconds=20))
    tick(second, at=start + timedelta(minutes=3), kind="undone")
    tick(make_registration(make_event()), at=start)

    there = [number for _minute, number in arrivals(event)]

    assert there == [2, 1]


def test_arrivals_are_counted_in_one_query(event, django_assert_num_queries):
    for _ in range(20):
        tick(make_registration(event))

    with django_assert_num_queries(1):
        arrivals(event)


def test_a_history_is_told_in_order(event):
    registration = register_guest(event)
    tick(registration)
    tick(registration, kind="undone")

    assert [step.kind for step in history(registration)] == ["confirmed", "arrived", "undone"]


def test_a_history_is_read_in_four_queries(event, django_assert_num_queries):
    registration = register_guest(event)
    for _ in range(5):
        tick(registration)

    with django_assert_num_queries(4):
        history(registration)


def test_a_history_tells_which_details_were_changed_and_by_whom(event):
    registration, organiser = register_guest(event), make_organiser()

    with translation.override("en"):
        change(registration, make_contact(given_name="Neu"), actor=organiser, source=Source.ORGANISER)
        step = history(registration)[-1]

    assert (step.label, step.actor, step.reason) == ("details changed", organiser, "family name, given name")
