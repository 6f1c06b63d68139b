"""Covers and cards as browsers and networks get them."""

import pytest

from events.enums import Format
from events.models import Event
from tests.factories import make_event, make_person

pytestmark = pytest.mark.django_db


def test_a_cover_may_be_kept_and_is_not_sent_twice(client):
    make_event(slug="heat")

    first = client.get("/events/heat/cover.svg")
    second = client.get("/events/heat/cover.svg", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "image/svg+xml"
    assert "public" in first["Cache-Control"]
    assert (second.status_code, second.content) == (304, b"")


def test_the_cover_of_a_hidden_event_does_not_exist(client):
    make_event(slug="dialog", format=Format.DIALOG)

    assert client.get("/events/dialog/cover.svg").status_code == 404


def test_the_cover_of_a_confidential_event_stays_with_its_reader(signed_in):
    owner = make_person()
    make_event(slug="dialog", format=Format.DIALOG, owner=owner)

    assert "private" in signed_in(owner).get("/events/dialog/cover.svg")["Cache-Control"]


# --- the card ---------------------------------------------------------------------------------------------


def test_a_card_is_a_picture_of_the_size_networks_want(client):
    make_event(slug="heat", title_de="Abwärme & „Wärmenetze“ <b>")

    response = client.get("/events/heat/card.png")

    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(response.content[i : i + 4]) for i in (16, 20)] == [1200, 630]


def test_a_card_stays_the_same_until_the_event_changes(client):
    event = make_event(slug="heat")

    first, again = client.get("/events/heat/card.png"), client.get("/events/heat/card.png")
    Event.objects.filter(pk=event.pk).update(title_de="Neuer Titel")
    changed = client.get("/events/heat/card.png")

    assert first["ETag"] == again["ETag"] != changed["ETag"]
    assert first.content != changed.content


def test_the_card_of_a_hidden_event_does_not_exist(client):
    make_event(slug="dialog", format=Format.DIALOG)

    assert client.get("/events/dialog/card.png").status_code == 404


def test_a_public_event_names_its_card_where_networks_look(client):
    make_event(slug="heat", title_en="Waste heat")

    html = client.get("/en/events/heat/").content.decode()

    assert '<meta property="og:title" content="Waste heat">' in html
    assert '<meta property="og:image" content="http://testserver/en/events/heat/card.png?v=' in html


def test_an_unlisted_event_names_no_card(client):
    make_event(slug="heat", visibility="unlisted")

    assert "og:image" not in client.get("/events/heat/").content.decode()
