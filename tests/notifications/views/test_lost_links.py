"""Asking for lost links, door to door."""

import pytest
from django.core import signing

from notifications.models import LinkRequest
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db


def _post(client, email="kora@example.org"):
    entries = {"email": email, "stamp": signing.dumps("shown", salt="form")}
    return client.post("/registrations/link/", entries, follow=True)


def test_the_page_asks_for_an_address_only(client):
    assert client.get("/registrations/link/").status_code == 200


def test_every_address_gets_the_very_same_answer(client):
    register_guest(make_event(), email="kora@example.org")

    known, unknown = _post(client), _post(client, "nobody@example.org")

    assert (known.redirect_chain, known.content) == (unknown.redirect_chain, unknown.content)
    assert LinkRequest.objects.count() == 2


def test_what_is_no_address_is_refused(client):
    assert _post(client, "kora(at)example.org").status_code == 422


@pytest.mark.parametrize("limit", ["lost_link", "lost_link_email"])
def test_too_many_requests_are_refused_alike(client, settings, limit):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {limit: "1/3600"}
    _post(client)

    again = _post(client)

    assert again.status_code == 429
    assert int(again.headers["Retry-After"]) > 0


def test_the_footer_of_every_page_leads_there(client):
    assert 'href="/registrations/link/"' in client.get("/imprint/").content.decode()
