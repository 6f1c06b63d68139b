"""The home page, legal pages and error pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.enums import EventState, Format, Visibility
from tests.factories import make_event, make_organiser, make_project

pytestmark = pytest.mark.django_db
PAGES = ["home", "imprint", "privacy", "accessibility", "report_barrier", "easy_language", "sign_language"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_there_for_everybody_in_both_languages(client, name, prefix):
    response = client.get(prefix + reverse(name))

    assert response.status_code == 200
    assert response["Content-Language"] == ("en" if prefix else "de")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_leads_to_itself_in_the_other_language(client, name):
    assert f'href="/en{reverse(name)}" lang="en" hreflang="en"' in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_reading_sets_no_cookie_but_for_forms(client, name):
    client.get(reverse(name))

    assert list(client.cookies) == (["csrftoken"] if name == "report_barrier" else [])


def test_the_home_page_names_the_next_event_one_can_register_for(client):
    make_event(title_de="Abgesagt", starts_at=timezone.now() + timedelta(days=1), state=EventState.CANCELLED)
    make_event(title_de="Offen", starts_at=timezone.now() + timedelta(days=2))

    assert client.get("/").context["first"].title == "Offen"


@pytest.mark.parametrize(
    "fields", [{"format": Format.DIALOG}, {"visibility": Visibility.COMMUNITY}, {"draft": True}]
)
def test_the_home_page_names_nothing_that_is_not_public(signed_in, fields):
    make_event(title_de="Zinnobergrün", **fields)

    assert "Zinnobergrün" not in signed_in(make_organiser()).get("/").content.decode()


def test_the_home_page_works_in_an_empty_house(client):
    response = client.get("/")

    assert response.context["first"] is None


def test_the_home_page_counts_published_projects(client):
    make_project()
    make_project(is_completed=True)
    make_project(is_published=False)

    assert client.get("/").context["figures"] == {"all": 2, "ongoing": 1, "completed": 1, "funded": 0}


def test_the_home_page_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries):
    make_project()
    for number in range(8):
        event = make_event(starts_at=timezone.now() + timedelta(days=number + 1))
        event.fields_of_action.set(["innovation"])

    with django_assert_num_queries(6):
        client.get("/")


def test_the_privacy_notice_gives_the_days_of_each_format(client):
    retention = client.get("/privacy/").context["retention"]

    assert ("MPI Dialog", 30) in retention
    assert ("MPI Meet-up", 180) in retention


def test_the_imprint_says_what_the_office_has_not_entered_yet(client, settings):
    settings.OFFICE = dict.fromkeys(settings.OFFICE, "") | {"name": "Senatsverwaltung"}

    html = client.get("/en/imprint/").content.decode()

    assert "Senatsverwaltung" in html
    assert "Still to be entered by the office: telephone" in html


def test_the_accessibility_statement_links_the_way_to_report_a_barrier(client):
    html = client.get("/accessibility/").content.decode()

    assert reverse("report_barrier") in html
    assert "https://www.berlin.de/lb/digitale-barrierefreiheit/" in html


def test_an_unknown_address_answers_404_in_its_language(client):
    response = client.get("/en/nothing-here/")

    assert response.status_code == 404
    assert "We cannot find this page" in response.content.decode()


def test_a_crash_shows_a_page_that_needs_nothing(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("backend.queries.next_events", lambda count: 1 / 0)

    response = client.get("/en/")

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_form_without_its_token_is_refused_with_a_way_out():
    response = Client(enforce_csrf_checks=True).post("/en/accessibility/report/", {})

    assert response.status_code == 403
    assert "This form is too old" in response.content.decode()
