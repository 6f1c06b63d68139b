"""What others may see of somebody: each item by itself, off until the person says so."""

import pytest

from events.enums import LISTABLE, ConsentKind
from events.services import consents
from events.services.registration import cancel
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db


def test_nobody_is_seen_who_did_not_say_so():
    assert consents.given(register_guest(make_event())) == {"privacy"}


def test_each_item_is_said_by_itself():
    seat = register_guest(make_event())

    consents.show(seat, [ConsentKind.PROJECT])

    assert consents.given(seat) == {"privacy", "project"}


def test_withdrawing_a_consent_keeps_its_row():
    seat = register_guest(make_event(), listed=LISTABLE)

    consents.show(seat, [])

    assert consents.given(seat) == {"privacy"}
    assert seat.consents.count() == 5


def test_saying_the_same_twice_writes_nothing():
    seat = register_guest(make_event(), listed=LISTABLE)

    consents.show(seat, LISTABLE)

    assert seat.consents.count() == 5


def test_somebody_who_cancelled_can_only_withdraw():
    seat = register_guest(make_event(), listed=[ConsentKind.ATTENDEE_LIST])
    cancel(seat)

    consents.show(seat, LISTABLE)

    assert consents.given(seat) == {"privacy"}


def test_a_consent_names_the_version_of_its_sentence():
    seat = register_guest(make_event(), listed=[ConsentKind.CONTACT])

    assert seat.consents.get(kind="contact").text_version == "2026-11-items"
