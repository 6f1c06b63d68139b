"""The answer to "are you still coming?" by the private link."""

import pytest
from django.urls import reverse

from events import links
from events.enums import RegistrationState
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db


def page_of(seat, name="coming"):
    return reverse(f"events:{name}", args=[links.manage_token(seat)])


def test_looking_changes_nothing_and_the_button_notes_it(client):
    seat = register_guest(make_event())

    page = client.get(page_of(seat))
    seat.refresh_from_db()
    assert (page.status_code, seat.coming_at) == (200, None)
    assert page_of(seat, "cancel") in page.content.decode()

    assert client.post(page_of(seat)).status_code == 302
    seat.refresh_from_db()
    assert seat.coming_at is not None


def test_no_gives_the_seat_to_the_next_in_line(client):
    event = make_event(capacity=1)
    seat, following = register_guest(event), register_guest(event)

    client.get(page_of(seat, "cancel"))
    client.post(page_of(seat, "cancel"))

    following.refresh_from_db()
    assert following.state == RegistrationState.CONFIRMED


def test_whoever_has_no_seat_any_more_is_told_so(client):
    seat = register_guest(make_event())
    client.post(page_of(seat, "cancel"))

    assert client.post(page_of(seat)).status_code == 409
    assert client.get(page_of(seat)).status_code == 200
    assert client.get(page_of(seat).replace("/coming/", "x/coming/")).status_code == 404
