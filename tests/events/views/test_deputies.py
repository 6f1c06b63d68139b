"""Naming a deputy, door to door."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import links
from events.models import Event
from events.services.registration import cancel
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db
ENTRIES = {
    "given_name": "Berta",
    "family_name": "Beck",
    "email": "berta@example.org",
    "organisation": "Gießerei Lankwitz",
}


def _page(registration, path="deputy/"):
    return f"/r/{links.manage_token(registration)}/{path}"


def test_reading_the_page_hands_nothing_on(client):
    seat = register_guest(make_event())

    assert client.get(_page(seat)).status_code == 200
    seat.refresh_from_db()
    assert seat.state == "confirmed"


def test_a_valid_form_hands_the_place_on_and_kills_the_link(client):
    event = make_event()
    seat = register_guest(event)

    answer = client.post(_page(seat), ENTRIES)

    assert answer.headers["Location"] == "/registrations/handed-on/"
    assert event.registrations.confirmed().get().organisation == "Gießerei Lankwitz"
    assert client.get(_page(seat)).status_code == 404


def test_a_second_click_gets_the_answer_of_the_first(client):
    event = make_event()
    page = _page(register_guest(event))

    answers = [client.post(page, ENTRIES), client.post(page, ENTRIES)]

    assert [answer.headers["Location"] for answer in answers] == ["/registrations/handed-on/"] * 2
    assert event.registrations.count() == 2


def test_a_link_handed_on_a_while_ago_is_unknown(client):
    page = _page(register_guest(make_event()))
    client.post(page, ENTRIES)

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.post(page, ENTRIES).status_code == 404


def test_a_cancelled_place_is_not_told_to_be_handed_on(client):
    seat = register_guest(make_event())
    cancel(seat)

    assert client.post(_page(seat), ENTRIES).status_code == 409


def test_a_known_address_gets_the_very_same_answer(client):
    event = make_event()
    register_guest(event, email="berta@example.org")

    known = client.post(_page(register_guest(event)), ENTRIES, follow=True)
    unknown = client.post(_page(register_guest(event)), ENTRIES | {"email": "new@example.org"}, follow=True)

    assert (known.redirect_chain, known.content) == (unknown.redirect_chain, unknown.content)


def test_bad_input_keeps_what_was_typed(client):
    answer = client.post(_page(register_guest(make_event())), ENTRIES | {"email": "nobody"})

    assert answer.status_code == 422
    assert 'value="Gießerei Lankwitz"' in answer.content.decode()


def test_a_deputy_too_many_is_told_why(client):
    seat = register_guest(make_event(deputies=0))

    answer = client.post(_page(seat), ENTRIES)

    assert answer.status_code == 409
    assert "kann nicht weitergegeben werden" in answer.content.decode()


def test_my_registration_offers_it_only_while_it_is_possible(client):
    seat = register_guest(make_event())
    before = client.get(_page(seat, "")).content.decode()
    Event.objects.update(starts_at=timezone.now())

    after = client.get(_page(seat, "")).content.decode()

    assert "/deputy/" in before
    assert "/deputy/" not in after
