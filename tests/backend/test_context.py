"""The link to this page in the other language."""

import pytest
from django.utils import translation

from backend.context import other_language_url

ADDRESSES = [
    ("/imprint/", "de", "/en/imprint/"),
    ("/en/imprint/", "en", "/imprint/"),
    ("/events/?q=ki&past=1", "de", "/en/events/?q=ki&past=1"),
    ("/en/events/offen/", "en", "/events/offen/"),
    ("/nowhere/at/all/", "de", "/en/"),
    ("/en/nowhere/at/all/", "en", "/"),
]


@pytest.mark.parametrize(("address", "language", "other"), ADDRESSES)
def test_every_page_names_itself_in_the_other_language(rf, address, language, other):
    request = rf.get(address)
    request.LANGUAGE_CODE = language

    with translation.override(language):  # as the middleware does
        assert other_language_url(request) == other


def test_what_was_sent_in_a_form_is_not_repeated_in_the_link(rf):
    request = rf.post("/newsletter/?next=1", {"email": "ada@example.org"})
    request.LANGUAGE_CODE = "de"

    assert other_language_url(request) == "/en/newsletter/"
