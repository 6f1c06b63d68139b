"""What every request passes: language by address, unreadable addresses, privacy of signed-in pages."""

import pytest

from networking.models import Person
from tests.factories import make_event, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "language"), [("/imprint/", "de"), ("/en/imprint/", "en"), ("/entirely/", "de")]
)
def test_the_address_alone_chooses_the_language(client, address, language):
    answer = client.get(address, headers={"accept-language": "fr"}, follow=False)

    assert answer["Content-Language"] == language


def test_the_browsers_wish_and_cookie_do_not_change_the_language(client):
    client.cookies["django_language"] = "en"

    answer = client.get("/imprint/", headers={"accept-language": "en"})

    assert answer["Content-Language"] == "de"


@pytest.mark.parametrize("address", ["/events/%00/", "/events/?q=%00", "/en/projects/?q=a%00b"])
def test_a_character_that_cannot_be_read_gets_a_sentence(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")


@pytest.mark.parametrize("address", ["/imprint/", "/events/", "/calendar/events.ics"])
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("deflate, gzip;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("GZIP; q=0.0", None),
        ("", None),
    ],
)
def test_compression_is_for_programs_that_take_it(client, address, accepted, encoding):
    make_event()

    answer = client.get(address, headers={"accept-encoding": accepted})

    assert answer.get("Content-Encoding") == encoding


def test_a_signed_in_persons_pages_are_kept_by_nobody(signed_in):
    answer = signed_in(make_person()).get("/account/")

    assert "no-store" in answer["Cache-Control"]


def test_a_public_page_opens_no_session(client):
    answer = client.get("/imprint/")

    assert (answer.cookies.keys(), "Cookie" in answer.get("Vary", "")) == (set(), False)


def test_pages_need_a_sign_in_unless_they_say_otherwise(client):
    answer = client.get("/organise/")

    assert (answer.status_code, answer.url) == (302, "/account/login/code/?next=/organise/")


def test_a_page_for_signed_in_people_opens_for_one_and_not_for_a_closed_account(signed_in):
    person = make_person()
    browser = signed_in(person)
    opened = browser.get("/account/").status_code
    Person.objects.filter(pk=person.pk).update(is_active=False)

    assert (opened, browser.get("/account/").status_code) == (200, 302)
