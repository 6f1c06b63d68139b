import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Format, Visibility
from events.services import embeds
from networking.services import topics
from tests.factories import make_event, make_organiser, make_topic

pytestmark = pytest.mark.django_db

ORIGIN = "https://www.example.org"


@pytest.fixture
def partner():
    return embeds.add("IHK Berlin", ORIGIN, actor=make_organiser())


@pytest.fixture
def frame(partner):
    return f"/embed/events/{partner.key}/"


@pytest.fixture
def part(partner):
    return f"/embed/events/{partner.key}.html"


def directives(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def test_a_former_name_of_a_topic_narrows_the_list_still(client, part):
    heat, kept = make_topic(slug="heat"), make_topic(slug="energy")
    make_event(topics=[heat], title_de="Wärmetag")
    make_event(title_de="Anderes")
    topics.merge(heat, kept, actor=make_organiser())

    html = client.get(f"{part}?topic=heat").content.decode()

    assert ("Wärmetag" in html, "Anderes" in html) == (True, False)


def test_only_the_partners_website_may_frame_the_list(client, frame):
    embeds.add("Andere", "https://other.example", actor=make_organiser())

    response = client.get(frame)

    assert directives(response)["frame-ancestors"] == [ORIGIN]
    assert directives(response)["script-src"] == ["'none'"]
    assert "X-Frame-Options" not in response


def test_our_other_pages_may_not_be_framed(client, frame):
    client.get(frame)

    response = client.get("/events/")

    assert directives(response)["frame-ancestors"] == ["'none'"]
    assert response["X-Frame-Options"] == "DENY"


def test_only_the_partners_website_may_read_the_part(client, part):
    make_event(title_de="Wärme")

    response = client.get(part, headers={"Origin": "https://evil.example"})

    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in response
    assert "Wärme" in response.content.decode()
    assert b"<html" not in response.content


@pytest.mark.parametrize("name", ["frame", "part"])
def test_the_list_has_no_script_sets_no_cookie_and_leaves_the_frame(client, name, request):
    make_event()

    response = client.get(request.getfixturevalue(name))

    text = response.content.decode()
    links = re.findall(r"<a [^>]*>", text)
    assert "<script" not in text
    assert "style=" not in text
    assert not response.cookies
    assert len(links) == 2
    assert all('href="http://testserver/' in link and 'target="_top"' in link for link in links)


def test_an_unknown_or_paused_partner_is_not_found(client, partner, frame, part):
    embeds.pause(partner, actor=make_organiser())

    answers = [
        client.get(path).status_code for path in (frame, part, "/embed/events/nobody/", "/embed/events/")
    ]

    assert answers == [404, 404, 404, 404]


def test_the_address_narrows_the_list_and_chooses_the_language(client, frame):
    make_event(title_de="Treffen", title_en="Meeting", format=Format.MEETUP)
    make_event(title_de="Tiefgang", title_en="Depth", format=Format.DEEP_DIVE)

    text = client.get(frame + "?format=meet-up&lang=en").content.decode()

    assert "Meeting" in text
    assert "Depth" not in text
    assert 'href="http://testserver/en/events/?format=meet-up"' in text


@pytest.mark.parametrize(
    "fields",
    [
        {"format": Format.DIALOG},
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.COMMUNITY},
        {"draft": True},
    ],
)
def test_even_somebody_signed_in_sees_public_events_only(signed_in, frame, fields):
    ada = make_organiser()
    make_event(title_de="Geheim", owner=ada, **fields)

    assert "Geheim" not in signed_in(ada).get(frame).content.decode()


def test_the_list_is_kept_until_something_changes(client, frame, django_assert_num_queries):
    make_event(title_de="Erste")
    client.get(frame)

    with django_assert_num_queries(2):
        kept = client.get(frame)
    make_event(title_de="Zweite", starts_at=timezone.now() + timedelta(days=3))

    assert "Zweite" not in kept.content.decode()
    assert "Zweite" in client.get(frame).content.decode()
    assert "Cookie" not in kept.get("Vary", "")


def test_an_empty_list_says_so(client, frame):
    assert "No dates" in client.get(frame + "?lang=en").content.decode()
