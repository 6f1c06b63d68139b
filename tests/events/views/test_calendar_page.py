from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Format, Visibility
from events.services import fragments
from tests.factories import make_event, make_organiser, make_topic

pytestmark = pytest.mark.django_db


def addresses(response):
    groups = [offer for _heading, offers in response.context["groups"] for offer in offers]
    return [offer.address.removeprefix("http://testserver") for offer in groups]


def test_formats_and_topics_are_offered_only_where_there_are_public_events(client):
    broad = make_topic(slug="broad")
    make_event(topics=[make_topic(slug="narrow", broader=broad)], format=Format.MEETUP)
    make_event(topics=[make_topic(slug="secret")], format=Format.DIALOG)
    make_topic(slug="idle")

    found = [
        path for path in addresses(client.get("/calendar/")) if "/line/" not in path and "/field/" not in path
    ]

    assert sorted(found) == [
        "/calendar/format/meet-up.ics",
        "/calendar/topic/broad.ics",
        "/calendar/topic/narrow.ics",
    ]


def test_every_offered_address_answers(client):
    make_event(topics=[make_topic()])

    answers = {client.get(path).status_code for path in addresses(client.get("/calendar/"))}

    assert answers == {200}


def test_the_english_page_offers_english_calendars(client):
    response = client.get("/en/calendar/")

    assert response.context["everything"].address == "http://testserver/calendar/events.ics?lang=en"


def test_the_page_offers_the_ways_into_the_usual_programs(client):
    everything = client.get("/calendar/").context["everything"]

    words = f"url=http%3A%2F%2Ftestserver%2Fcalendar%2Fevents.ics&name={everything.label.replace(' ', '+')}"
    assert (everything.webcal, everything.google, everything.outlook, everything.outlook_at_home) == (
        "webcal://testserver/calendar/events.ics",
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Ftestserver%2Fcalendar%2Fevents.ics",
        f"https://outlook.office.com/calendar/0/addfromweb?{words}",
        f"https://outlook.live.com/calendar/0/addfromweb?{words}",
    )


def two_days(**fields):
    event = make_event(
        ends_at=timezone.now() + timedelta(days=9), starts_at=timezone.now() + timedelta(days=7), **fields
    )
    begin = event.starts_at + timedelta(hours=1)
    event.programme.create(title_de="Werkbank", starts_at=begin, ends_at=begin + timedelta(hours=1))
    fragments.refresh(event)
    return event


def test_an_event_of_several_days_offers_the_calendar_of_its_sessions(client):
    event = two_days(title_de="Messe & Markt")

    response = client.get(f"/en/events/{event.slug}/")

    address = f"http://testserver/calendar/sessions/{event.slug}.ics?lang=en"
    offer = response.context["sessions"]()
    assert (offer.label, offer.address) == ("Sessions: Messe & Markt", address)
    assert response.content.decode().count(address) == 2  # beside the programme, and in the dialog
    assert client.get(address).status_code == 200


def test_no_other_event_speaks_of_sessions(client):
    event = make_event()
    event.programme.create(title_de="Werkbank", starts_at=event.starts_at, ends_at=event.ends_at)

    assert "/calendar/sessions/" not in client.get(f"/events/{event.slug}/").content.decode()


def test_the_sessions_of_a_community_event_are_offered_nobody(client, signed_in):
    event = two_days(visibility=Visibility.COMMUNITY)

    page = signed_in(make_organiser()).get(f"/events/{event.slug}/")

    assert (page.status_code, b"/calendar/sessions/" in page.content) == (200, False)


def test_the_page_leaves_the_session_alone(client):
    assert "Cookie" not in client.get("/calendar/").get("Vary", "")


@pytest.mark.parametrize(
    ("query", "identifiers"),
    [
        ("", ["all"]),
        ("?format=meet-up&field=innovation&q=x", ["format-meet-up", "field-innovation", "all"]),
        ("?topic=heat&line=digital", ["topic-heat", "line-digital", "all"]),
        ("?format=dialog&topic=nothing", ["all"]),
    ],
)
def test_the_list_offers_the_feeds_of_the_chosen_filters(client, query, identifiers):
    make_event(topics=[make_topic(slug="heat")])

    offers = client.get("/events/" + query).context["offers"]

    assert [offer.identifier for offer in offers] == identifiers


def test_a_public_events_page_offers_its_file_and_its_formats_feed(client):
    make_event(slug="heat")

    text = client.get("/en/events/heat/").content.decode()

    assert 'href="/en/calendar/#address-format-deep-dive" data-dialog="calendar-dialog"' in text
    assert text.count('href="/events/heat.ics?lang=en"') == 2
    assert "outlook.live.com" in text


def test_an_event_that_is_not_public_offers_no_feed(client):
    make_event(slug="quiet", visibility=Visibility.UNLISTED)

    assert b"<dialog" not in client.get("/events/quiet/").content
