"""What visitors read of events."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.enums import EventState, Format, Visibility, WaitingList
from events.models import Contribution, ProgrammeItem, Speaker
from tests.factories import (
    make_event,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_topic,
)

pytestmark = pytest.mark.django_db


def read(client, address="/en/events/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(client, address):
    return [event.title for event in client.get(address).context["page"].object_list]


def berlin_time(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))


def in_days(days):
    return timezone.now() + timedelta(days=days)


def past_event(**fields):
    return make_event(starts_at=in_days(-9), ends_at=in_days(-8), **fields)


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_shows_upcoming_events_by_start(client):
    make_event(title_de="later", starts_at=in_days(20))
    make_event(title_de="sooner", starts_at=in_days(10))
    past_event(title_de="over")

    assert titles(client, "/events/") == ["sooner", "later"]


def test_the_list_shows_past_events_when_asked(client):
    make_event(title_de="to come")
    past_event(title_de="over")

    assert titles(client, "/events/?past=1") == ["over"]


def test_a_dialog_is_never_listed_not_even_for_its_own_team(client, signed_in):
    owner = make_person()
    make_event(format=Format.DIALOG, owner=owner)

    assert titles(signed_in(owner), "/events/") == []


def test_an_unlisted_event_is_not_listed(client):
    make_event(visibility=Visibility.UNLISTED)

    assert titles(client, "/events/") == []


def test_a_draft_is_not_listed_not_even_for_organisers(client, signed_in):
    make_event(draft=True)

    assert titles(signed_in(make_organiser()), "/events/") == []


def test_formats_narrow_the_list(client):
    make_event(title_de="deep", format=Format.DEEP_DIVE)
    make_event(title_de="meet", format=Format.MEETUP)
    make_event(title_de="konferenz", format=Format.KONFERENZ)

    assert titles(client, "/events/?format=deep-dive&format=konferenz") == ["deep", "konferenz"]


def test_a_topic_finds_events_of_its_narrower_topics(client):
    energy = make_topic(slug="energy")
    heat = make_topic(slug="heat", broader=energy)
    make_event(title_de="heat", topics=[heat])
    make_event(title_de="other")

    assert titles(client, "/events/?topic=energy") == ["heat"]


def test_field_and_line_narrow_the_list(client):
    both, one = make_event(title_de="both"), make_event(title_de="one")
    both.fields_of_action.set(["innovation"])
    both.transformation_lines.set(["digital"])
    one.fields_of_action.set(["innovation"])

    assert titles(client, "/events/?field=innovation&line=digital") == ["both"]


@pytest.mark.parametrize("q", ["ökologisch", "ÖKOLOGISCH", "Ökologisch bau", "westhafen", "Recycling"])
def test_search_reads_title_place_and_names_of_topics_in_any_case(client, q):
    topic = make_topic("Kreislaufwirtschaft", "Recycling")
    make_event(title_de="Ökologisch bauen", venue="Westhafen", topics=[topic])
    make_event(title_de="Robotik")

    assert titles(client, f"/events/?q={q}") == ["Ökologisch bauen"]


def test_free_leaves_out_events_one_cannot_be_sure_to_get_into(client):
    make_event(title_de="free", capacity=2)
    make_event(title_de="no limit", capacity=None)
    make_registration(event=make_event(title_de="full", capacity=1))
    make_event(title_de="closed", registration_closes_at=in_days(-1))
    make_event(title_de="not yet", registration_opens_at=in_days(1))
    make_event(title_de="cancelled", state=EventState.CANCELLED)

    assert titles(client, "/events/?free=1") == ["free", "no limit"]


@pytest.mark.parametrize(
    "query", ["format=nonsense", "topic=nonsense", "page=nonsense", "field=%00x".replace("%00", "")]
)
def test_a_value_nobody_offers_is_left_out(client, query):
    make_event(title_de="here")

    assert titles(client, f"/events/?{query}") == ["here"]


def test_control_characters_in_the_search_are_left_out(client):
    make_event(title_de="here")

    assert titles(client, "/events/?q=%01") == ["here"]


def test_each_chosen_filter_can_be_taken_away_by_a_link(client):
    html = read(client, "/en/events/?format=deep-dive&format=meet-up&q=heat&page=3")

    assert 'href="?format=meet-up&amp;q=heat"' in html
    assert 'href="?format=deep-dive&amp;format=meet-up"' in html


def test_a_period_shows_what_takes_place_in_it_whether_past_or_not(client):
    make_event(title_de="before", starts_at=berlin_time(2026, 3, 1, 16))
    make_event(title_de="in it", starts_at=berlin_time(2026, 3, 2, 16))
    make_event(title_de="on its last day", starts_at=berlin_time(2026, 3, 31, 20))
    make_event(title_de="after", starts_at=berlin_time(2026, 4, 1, 9))

    assert titles(client, "/events/?from=2026-03-02&to=2026-03-31") == ["in it", "on its last day"]


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_makes_no_sense_is_left_out(client, day):
    make_event(title_de="here")

    assert titles(client, f"/events/?from={day}") == ["here"]


def test_a_chosen_period_can_be_taken_away_by_a_link(client):
    html = read(client, "/en/events/?from=2026-03-02&q=heat")

    assert 'href="?q=heat"><span class="mpi-vh">Remove filter: </span>From 2 March 2026' in html


def test_every_choice_says_how_many_events_it_would_show(client):
    make_event(format="meet-up")
    make_event(format="deep-dive").fields_of_action.add("innovation")
    make_event(format="deep-dive")

    html = read(client, "/en/events/?format=meet-up")

    assert 'id="n-deep-dive">(2)' in html
    assert 'id="n-meet-up">(1)' in html
    assert "Innovation (1)" not in html  # no Meet-up is in it


def test_what_htmx_swaps_brings_the_figures_along(client):
    make_event(format="meet-up")

    html = client.get("/en/events/", headers={"HX-Request": "true"}).content.decode()

    assert '<small id="n-meet-up" data-hx-swap-oob="innerHTML">(1)</small>' in html
    assert (
        '<select class="kern-form-input__select" id="id_topic" name="topic" data-hx-swap-oob="true">' in html
    )


def test_htmx_gets_only_the_results(client):
    make_event(title_de="here")

    html = client.get("/events/", headers={"HX-Request": "true"}).content.decode()

    assert "here" in html
    assert "<html" not in html


def test_htmx_gets_the_whole_page_when_it_restores_history(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in client.get("/events/", headers=headers).content.decode()


def test_an_empty_list_offers_the_newsletter(client):
    assert "No dates at the moment" in read(client)


def test_a_filter_that_finds_nothing_offers_the_way_back(client):
    make_event()

    assert "Nothing fits these filters" in read(client, "/en/events/?q=nothing-like-this")


def test_the_list_asks_the_database_the_same_for_one_and_twenty_events(client, django_assert_num_queries):
    for number in range(20):
        make_event(starts_at=in_days(10 + number)).fields_of_action.set(["innovation"])

    with django_assert_num_queries(6):
        client.get("/events/")


# --- states -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "taken", "words"),
    [
        ({"capacity": 100}, 0, "100 seats free"),
        ({"capacity": 6}, 5, "Only 1 seat left"),
        ({"capacity": 1}, 1, "Full – waiting list open"),
        ({"capacity": 1, "waiting_list": WaitingList.OFF}, 1, "Full"),
        ({"capacity": None}, 0, "Registration open"),
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, 0, "Registration closed"),
        ({"state": EventState.CANCELLED}, 0, "Cancelled"),
    ],
)
def test_every_state_is_said_in_words(client, fields, taken, words):
    event = make_event(**fields)
    for _seat in range(taken):
        make_registration(event=event)

    assert words in read(client)


def test_the_number_of_people_waiting_is_said(client):
    event = make_event(capacity=1)
    make_registration(event=event)
    make_registration(event=event, state="waiting")

    assert "Full – 1 on the waiting list" in read(client)


def test_an_event_that_opens_later_says_when(client):
    opens_at = in_days(3)
    make_event(registration_opens_at=opens_at)

    day = timezone.localtime(opens_at)
    assert f"Registration opens on {day.day} {day:%B %Y}" in read(client)


def test_example_events_are_marked(client):
    make_event(is_example=True)

    assert "Example" in read(client)


# --- one event --------------------------------------------------------------------------------------------


def test_an_event_page_names_programme_speakers_and_projects(client):
    event, project = make_event(slug="heat"), make_project(title_de="Wärmering")
    Contribution.objects.create(event=event, project=project)
    item = ProgrammeItem.objects.create(event=event, title_de="Keynote", starts_at=event.starts_at)
    Speaker.objects.create(item=item, name="Ayşe Demir", organisation="Spreewerk")

    html = read(client, "/events/heat/")

    assert all(words in html for words in ("Keynote", "Ayşe Demir", "Spreewerk", "Wärmering"))


def test_unpublished_projects_are_not_named(client):
    event, project = make_event(slug="heat"), make_project(title_de="Noch geheim", is_published=False)
    Contribution.objects.create(event=event, project=project)
    ProgrammeItem.objects.create(event=event, title_de="Keynote", project=project)

    assert "Noch geheim" not in read(client, "/events/heat/")


def test_the_online_link_is_never_on_the_public_page(client, signed_in):
    make_event(slug="online", is_online=True, online_url="https://meet.example.org/secret-room")

    assert "secret-room" not in read(client, "/events/online/")
    assert "secret-room" not in read(signed_in(make_organiser()), "/events/online/")


def test_a_cancelled_event_gives_its_reason_and_no_registration(client):
    make_event(slug="off", state=EventState.CANCELLED, cancellation_reason_de="Sturm")

    html = read(client, "/events/off/")

    assert "Sturm" in html
    assert "/events/off/register/" not in html


def test_a_moved_event_shows_its_former_date_struck(client):
    make_event(slug="moved", moved_from=timezone.now() + timedelta(days=3))

    assert "<s>" in read(client, "/events/moved/")


def test_a_past_event_links_its_report_and_says_how_many_came(client):
    past_event(slug="over", participants_reported=100, report_url="https://example.org/report")

    html = read(client, "/en/events/over/")

    assert "<strong>100</strong> participants" in html
    assert 'href="https://example.org/report"' in html


def test_a_draft_is_404_for_visitors_and_marked_for_organisers(client, signed_in):
    make_event(slug="draft", draft=True)

    assert client.get("/events/draft/").status_code == 404
    assert "This is a draft." in read(signed_in(make_organiser()), "/en/events/draft/")


def test_a_dialog_is_marked_confidential_for_its_team(signed_in):
    owner = make_person()
    make_event(slug="dialog", format=Format.DIALOG, owner=owner)

    assert "This event is confidential." in read(signed_in(owner), "/en/events/dialog/")


def test_a_hidden_event_answers_like_an_unknown_one(client):
    make_event(slug="hidden", format=Format.DIALOG)

    hidden, unknown = client.get("/events/hidden/"), client.get("/events/unknown/")

    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_text_of_an_event_is_escaped(client):
    make_event(
        slug="evil", title_de="<script>alert(1)</script>", description_de="<img src=x onerror=alert(1)>"
    )

    html = read(client, "/events/evil/")

    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_an_event_page_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    event = make_event(slug="big", topics=[make_topic() for _topic in range(5)])
    for number in range(12):
        project = make_project()
        Contribution.objects.create(event=event, project=project)
        item = ProgrammeItem.objects.create(event=event, title_de=f"{number}", project=project)
        Speaker.objects.create(item=item, name="A")

    with django_assert_max_num_queries(7):
        client.get("/events/big/")
