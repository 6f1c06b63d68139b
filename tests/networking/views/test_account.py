"""My account."""

import re

import pytest

from networking.models import AuditEntry
from tests.factories import make_person

pytestmark = pytest.mark.django_db
PROFILE = {"given_name": "Ada", "family_name": "Lovelace", "language": "en"}


def test_visitors_are_asked_to_sign_in(client):
    assert client.get("/account/").status_code == 302


def test_name_and_language_are_saved_and_noted(signed_in):
    person = make_person(given_name="A", family_name="Lovelace")

    response = signed_in(person).post("/account/", PROFILE)

    person.refresh_from_db()
    assert (response.status_code, person.get_full_name(), person.language) == (302, "Ada Lovelace", "en")
    assert AuditEntry.objects.get().fields == ["given_name", "language"]


def test_saving_without_a_change_notes_nothing(signed_in):
    person = make_person(**PROFILE)

    signed_in(person).post("/account/", PROFILE)

    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize(
    "entry", [{"given_name": "x" * 101}, {"given_name": "A\u202eda"}, {"language": "fr"}, {"language": ""}]
)
def test_a_wrong_entry_is_told_and_nothing_is_lost(signed_in, entry):
    person = make_person(given_name="Before")

    response = signed_in(person).post("/en/account/", PROFILE | {"family_name": "Typed"} | entry)

    person.refresh_from_db()
    assert response.status_code == 200
    assert 'value="Typed"' in response.content.decode()
    assert "<title>Error:" in response.content.decode()
    assert person.given_name == "Before"


def test_neither_address_nor_role_can_be_sent_along(signed_in):
    person = make_person(email="mine@example.org")

    signed_in(person).post("/account/", PROFILE | {"email": "other@example.org", "is_staff": "on"})

    person.refresh_from_db()
    assert (person.email, person.is_staff) == ("mine@example.org", False)


def _calendar_address(client) -> str:
    page = client.get("/account/").content.decode()
    return re.search(r'value="http://testserver(/calendar/me/[^"]+)"', page)[1]


def test_the_account_shows_the_address_of_ones_own_calendar(signed_in):
    client = signed_in(make_person())

    assert client.get(_calendar_address(client)).status_code == 200


def test_renewing_the_address_kills_the_old_one(signed_in):
    client = signed_in(make_person())
    old = _calendar_address(client)

    client.post("/account/calendar/renew/")

    assert client.get(old).status_code == 404
    assert client.get(_calendar_address(client)).status_code == 200


def test_opening_the_renewal_renews_nothing(signed_in):
    assert signed_in(make_person()).get("/account/calendar/renew/").status_code == 405
