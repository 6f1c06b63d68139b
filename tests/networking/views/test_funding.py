"""The pages of grants and calls."""

import pytest

from networking.models import FundingCall, Grant
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def test_the_picture_says_in_words_what_it_shows(client):
    Grant.objects.create(project=make_project(), number=1, starts_on="2024-04-01", ends_on="2025-03-31")

    page = client.get("/en/projects/funding/").content.decode()

    assert '<desc id="chart-words">2024: 1, 2025: 1.</desc>' in page


def test_without_grants_the_page_says_so(client):
    assert "No grants are entered yet" in client.get("/en/projects/funding/").content.decode()


def test_a_call_shows_its_deadline_and_published_projects_only(client):
    call = FundingCall.objects.create(slug="ce", title_de="Aufruf", deadline_on="2025-01-15")
    call.projects.add(
        make_project(title_de="Sichtbar"), make_project(title_de="Verborgen", is_published=False)
    )

    page, listing = client.get("/en/calls/ce/").content.decode(), client.get("/en/calls/").content.decode()

    assert "15 January 2025" in page
    assert ("Sichtbar" in page, "Verborgen" in page) == (True, False)
    assert "1 funded project" in listing


def test_an_unknown_call_does_not_exist(client):
    assert client.get("/calls/nothing/").status_code == 404
