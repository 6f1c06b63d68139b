"""The photograph on the page, and where organisers choose it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.enums import Format
from events.services import pictures
from networking.models import Picture
from networking.services.pictures import Shot
from tests.factories import make_event, make_organiser, make_person

pytestmark = pytest.mark.django_db


def upload():
    file = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(file, "JPEG")
    return SimpleUploadedFile("halle.jpg", file.getvalue(), "image/jpeg")


def with_picture(**fields):
    event = make_event(slug="heat", **fields)
    return pictures.show(event, Shot(b"a photograph", 640, 360), alt_de="Eine <Halle>", actor=make_person())


def test_the_page_shows_the_picture_with_its_words(client):
    event = with_picture()

    html = client.get("/events/heat/").content.decode()

    assert f'src="/events/heat/picture-{event.picture.public_id}.webp" alt="Eine &lt;Halle&gt;"' in html


def test_the_picture_may_be_kept_for_a_year(client):
    event = with_picture()

    response = client.get(f"/events/heat/picture-{event.picture.public_id}.webp")

    assert (response.content, response["Content-Type"]) == (b"a photograph", "image/webp")
    assert "immutable" in response["Cache-Control"]


def test_the_picture_of_a_hidden_event_does_not_exist(client):
    event = with_picture(format=Format.DIALOG)

    assert client.get(f"/events/heat/picture-{event.picture.public_id}.webp").status_code == 404


def test_a_picture_without_words_is_not_taken_and_what_was_typed_stays(signed_in):
    make_event(slug="heat")
    sent = {"file": upload(), "alt_de": "", "credit": "Ada", "may_be_shown": "on"}

    response = signed_in(make_organiser()).post("/en/organise/events/heat/picture/", sent)

    assert response.status_code == 422
    assert "Describe the picture in a sentence" in response.content.decode()
    assert 'value="Ada"' in response.content.decode()
    assert not Picture.objects.exists()


def test_an_organiser_chooses_and_removes_a_picture(signed_in):
    make_event(slug="heat")
    client = signed_in(make_organiser())

    client.post(
        "/organise/events/heat/picture/", {"file": upload(), "alt_de": "Eine Halle", "may_be_shown": "on"}
    )
    assert Picture.objects.get().width == 600
    client.post("/organise/events/heat/picture/remove/")

    assert not Picture.objects.exists()


def test_a_visitor_chooses_no_picture(signed_in):
    make_event(slug="heat")

    assert signed_in(make_person()).get("/organise/events/heat/picture/").status_code == 404
