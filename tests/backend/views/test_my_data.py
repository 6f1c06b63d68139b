"""Reading and erasing one's data behind the private link."""

import pytest

from events import links
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db


def _page(registration, name):
    return f"/r/{links.manage_token(registration)}/{name}"


def test_the_page_says_all_of_it_readably(client):
    seat = register_guest(make_event(), given_name="Ada", organisation="Söhne & Töchter")

    page = client.get(_page(seat, "data/")).content.decode()

    assert "Söhne &amp; Töchter" in page
    assert "bestätigt" in page


def test_reading_the_erasing_page_erases_nothing(client):
    seat = register_guest(make_event())

    assert client.get(_page(seat, "erase/")).status_code == 200
    seat.refresh_from_db()
    assert seat.anonymised_at is None


def test_after_erasing_the_link_answers_as_an_unknown_one(client):
    seat = register_guest(make_event())
    address = _page(seat, "erase/")

    answer = client.post(address, follow=True)

    assert answer.redirect_chain == [("/registrations/erased/", 302)]
    dead, unknown = client.get(address), client.get("/r/unknown/erase/")
    assert dead.status_code == unknown.status_code == 404
    assert dead.content.replace(address.encode(), b"") == unknown.content.replace(b"/r/unknown/erase/", b"")


@pytest.mark.parametrize("name", ["data/", "data.json", "erase/", "deputy/", "visibility/"])
def test_a_forged_link_opens_nothing(client, name):
    assert client.get(f"/r/{'A' * 48}/{name}").status_code == 404
