"""Kept pages: fast for everybody who is nobody in particular, and never older than the last change."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from events.services import planning
from events.services.registration import cancel
from networking.services import projects
from tests.factories import make_event, make_organiser, make_person, make_project, register_guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client):
    """`pages(address)` is the body an anonymous visitor gets."""
    return lambda address: client.get(address).content.decode()


def test_a_second_visitor_costs_one_query(client, django_assert_num_queries):
    event = make_event()
    client.get(event.get_absolute_url())

    with django_assert_num_queries(1):
        client.get(event.get_absolute_url())


@pytest.mark.parametrize("address", ["/", "/events/", "/events/?format=deep-dive", "/en/events/"])
def test_lists_are_kept_too(client, address, django_assert_num_queries):
    make_event()
    client.get(address)

    with django_assert_num_queries(1):
        client.get(address)


def test_the_kept_page_is_the_page(client, pages):
    make_event()

    assert pages("/events/") == pages("/events/")


@pytest.mark.parametrize("address", ["/events/", "/events/{slug}/", "/"])
def test_a_registration_shows_at_once(pages, address):
    event = make_event(capacity=3)
    address = address.format(slug=event.slug)
    before = pages(address)

    register_guest(event)

    assert pages(address) != before


@pytest.mark.parametrize("address", ["/events/", "/events/{slug}/"])
def test_a_cancellation_shows_at_once(pages, address):
    event = make_event(capacity=3)
    guest = register_guest(event)
    address = address.format(slug=event.slug)
    before = pages(address)

    cancel(guest)

    assert pages(address) != before


@pytest.mark.parametrize("address", ["/events/", "/events/{slug}/", "/"])
def test_an_edit_shows_at_once(pages, address):
    event, actor = make_event(), make_organiser()
    address = address.format(slug=event.slug)
    pages(address)

    planning.edit(event, {"title_de": "Neuer Titel"}, actor=actor, revision=event.revision)

    assert "Neuer Titel" in pages(address)


def test_publishing_and_cancelling_show_at_once(pages):
    event, actor = make_event(draft=True, title_de="Frisch"), make_organiser()
    assert "Frisch" not in pages("/events/")

    planning.publish(event, actor=actor)
    assert "Frisch" in pages("/events/")

    planning.cancel(event, actor=actor, reason_de="Sturm")
    assert "Sturm" in pages(event.get_absolute_url())


def test_a_projects_new_title_shows_on_the_events_page_at_once(pages):
    project, event = make_project(title_de="Alt"), make_event()
    event.contributions.create(project=project)
    assert "Alt" in pages(event.get_absolute_url())

    project.title_de = "Ganz neu"
    project.save()
    projects.index([project])

    assert "Ganz neu" in pages(event.get_absolute_url())


def test_the_hour_registration_opens_shows_at_once(pages):
    event = make_event(registration_opens_at=timezone.now() + timedelta(seconds=100))
    before = pages(event.get_absolute_url())

    with time_machine.travel(timezone.now() + timedelta(seconds=101)):
        assert pages(event.get_absolute_url()) != before


def test_languages_and_searches_are_kept_apart(pages):
    make_event(title_de="Wärme", title_en="Heat")

    assert "Heat" not in pages("/events/")
    assert "Heat" in pages("/en/events/")
    assert "Wärme" not in pages("/events/?q=nothing")


def test_fragments_are_kept_apart_from_pages(client):
    make_event()
    client.get("/events/")

    fragment = client.get("/events/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment


def test_who_is_signed_in_gets_a_page_of_their_own(client, pages):
    event = make_event(draft=True)
    client.force_login(make_organiser())
    assert client.get(event.get_absolute_url()).status_code == 200

    client.logout()

    assert client.get(event.get_absolute_url()).status_code == 404


def test_nothing_of_a_signed_in_person_is_kept(client, pages):
    event = make_event()
    client.force_login(make_person(given_name="Canary"))
    client.get(event.get_absolute_url())

    assert not caches["pages"]._cache


def test_a_refusal_is_not_kept(client):
    assert client.get("/events/unknown/").status_code == 404

    make_event(slug="unknown")

    assert client.get("/events/unknown/").status_code == 200


def test_the_compressed_page_is_the_same_page(client):
    make_event()
    plain = client.get("/events/").content

    answer = client.get("/events/", headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == plain


# --- A page of one's own, put together from kept parts ------------------------------------------------------


@pytest.fixture
def own(client):
    """`own(address)` is the body for somebody who has a session but is not signed in."""
    client.cookies["sessionid"] = "nobodys0" * 4
    return lambda address: client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/events/", "/events/{slug}/"])
def test_a_page_of_ones_own_takes_at_most_six_queries_and_the_sessions(
    own, address, django_assert_max_num_queries
):
    event = make_event()

    with django_assert_max_num_queries(6 + 1):
        own(address.format(slug=event.slug))


@pytest.mark.parametrize("address", ["/events/", "/events/{slug}/"])
def test_a_registration_and_its_cancellation_show_at_once_on_a_page_of_ones_own(own, address):
    event = make_event(capacity=3)
    address, seen = address.format(slug=event.slug), []
    seen.append(own(address))
    guest = register_guest(event)
    seen.append(own(address))
    cancel(guest)

    assert own(address) == seen[0] != seen[1]


@pytest.mark.parametrize("address", ["/events/", "/events/{slug}/"])
def test_an_edit_shows_at_once_on_a_page_of_ones_own(own, address):
    event, actor = make_event(), make_organiser()
    address = address.format(slug=event.slug)
    own(address)

    planning.edit(event, {"title_de": "Neuer Titel"}, actor=actor, revision=event.revision)

    assert "Neuer Titel" in own(address)


def test_a_new_event_counts_at_once_in_the_filter_of_a_page_of_ones_own(own):
    make_event(format="meet-up")
    assert 'id="n-meet-up">(1)' in own("/events/")

    make_event(format="meet-up")

    assert 'id="n-meet-up">(2)' in own("/events/")


def test_what_somebody_mistyped_stands_on_nobody_elses_page(own):
    make_event()
    own("/events/?q=Canary%01&from=Canary")

    assert "Canary" not in own("/events/")


def test_the_languages_of_a_page_of_ones_own_are_kept_apart(own):
    make_event(title_de="Wärme", title_en="Heat")
    own("/events/")

    page = own("/en/events/")

    assert ("Heat" in page, "Wärme" in page, 'lang="de" hreflang="de">Deutsch' in page) == (True, False, True)


def test_the_header_marks_the_section_of_its_own_page(own):
    event = make_event()

    assert 'href="/events/" aria-current="page"' in own("/events/")
    assert 'href="/events/" aria-current="true"' in own(event.get_absolute_url())
    assert 'href="/events/" aria-current' not in own("/projects/")
