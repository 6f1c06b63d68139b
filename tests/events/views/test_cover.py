"""The drawn covers."""

import uuid
from xml.etree import ElementTree

import pytest

from events.enums import Format
from events.views.cover import draw
from tests.factories import make_event, make_person

SEED = uuid.UUID("7b0c5a4e-5b1d-4c7e-9a53-2f6f6f0a1c11")


@pytest.mark.parametrize("format_", Format.values)
def test_a_cover_is_the_same_every_time(format_):
    assert draw(SEED, format_) == draw(SEED, format_)


@pytest.mark.parametrize("format_", Format.values)
def test_two_events_have_different_covers(format_):
    assert draw(SEED, format_) != draw(uuid.UUID(int=SEED.int + 1), format_)


@pytest.mark.parametrize("format_", Format.values)
def test_a_cover_is_small_and_well_formed(format_):
    for number in range(50):
        drawing = draw(uuid.UUID(int=SEED.int + number), format_)
        assert len(drawing) < 6000
        assert ElementTree.fromstring(drawing).get("viewBox") == "0 0 960 540"


@pytest.mark.django_db
def test_a_cover_may_be_kept_and_is_not_sent_twice(client):
    make_event(slug="heat")

    first = client.get("/events/heat/cover.svg")
    second = client.get("/events/heat/cover.svg", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "image/svg+xml"
    assert "public" in first["Cache-Control"]
    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.django_db
def test_the_cover_of_a_hidden_event_does_not_exist(client):
    make_event(slug="dialog", format=Format.DIALOG)

    assert client.get("/events/dialog/cover.svg").status_code == 404


@pytest.mark.django_db
def test_the_cover_of_a_confidential_event_stays_with_its_reader(signed_in):
    owner = make_person()
    make_event(slug="dialog", format=Format.DIALOG, owner=owner)

    assert "private" in signed_in(owner).get("/events/dialog/cover.svg")["Cache-Control"]
