from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from events.enums import EventState, Format, Visibility
from events.models import Event
from events.services import planning
from tests.factories import make_event, make_organiser, make_topic

pytestmark = pytest.mark.django_db

FEED = "/events/atom.xml"
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(response):
    return ElementTree.fromstring(response.content)


def texts(response, path):
    return [
        found.text for found in parsed(response).findall("/".join(ATOM + name for name in path.split("/")))
    ]


def links(element):
    return {found.get("rel"): found.get("href") for found in element.findall(f"{ATOM}link")}


def test_the_feed_has_what_atom_requires(client):
    event = make_event(
        slug="heat", title_de="Wärme & <Dampf>", summary_de="Kurz", topics=[make_topic("Abwärme")]
    )

    feed = parsed(client.get(FEED))

    entry = feed.find(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}id") == links(feed)["self"] == "http://testserver/events/atom.xml"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Masterplan Industriestadt Berlin"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{event.uuid}"
    assert entry.findtext(f"{ATOM}title") == "Wärme & <Dampf>"
    assert links(entry) == {"alternate": "http://testserver/events/heat/"}
    assert [found.get("term") for found in entry.findall(f"{ATOM}category")] == ["MPI Deep Dive", "Abwärme"]
    assert "Kurz" in entry.findtext(f"{ATOM}summary")
    for name in (f"{ATOM}updated", f"{ATOM}entry/{ATOM}updated", f"{ATOM}entry/{ATOM}published"):
        assert datetime.fromisoformat(feed.findtext(name)).tzinfo is not None


def test_the_last_published_comes_first_and_what_was_over_when_entered_is_no_news(client):
    now = timezone.now()
    make_event(title_de="Neu", published_at=now)
    make_event(title_de="Alt", published_at=now - timedelta(days=30))
    make_event(title_de="Archiv", published_at=now, starts_at=now - timedelta(days=400))

    assert texts(client.get(FEED), "entry/title") == ["Neu", "Alt"]


@pytest.mark.parametrize(
    "fields",
    [
        {"format": Format.DIALOG},
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.COMMUNITY},
        {"draft": True},
    ],
)
def test_only_public_events_are_news(client, fields):
    make_event(title_de="Geheim", **fields)

    assert "Geheim" not in client.get(FEED).content.decode()


def test_a_cancelled_event_says_so_in_the_language_asked_for(client):
    make_event(title_de="Wärme", title_en="Heat", state=EventState.CANCELLED)

    german, english = client.get(FEED), client.get(FEED + "?lang=en")

    assert texts(german, "entry/title") == ["Abgesagt: Wärme"]
    assert texts(english, "entry/title") == ["Cancelled: Heat"]
    assert links(parsed(english).find(f"{ATOM}entry"))["alternate"].startswith("http://testserver/en/events/")


def test_what_has_not_changed_is_answered_304_with_one_query(client, django_assert_num_queries):
    make_event()
    first = client.get(FEED)

    with django_assert_num_queries(1):
        by_tag = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    by_date = client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]})

    assert (by_tag.status_code, by_date.status_code) == (304, 304)


def test_a_change_is_never_answered_304(client):
    ada = make_organiser()
    event = make_event(owner=ada)
    first = client.get(FEED)

    planning.cancel(event, actor=ada)

    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(FEED, headers=headers).status_code == 200


def test_a_kept_feed_costs_one_query_however_many_events(client, django_assert_num_queries):
    for _number in range(3):
        make_event()
    client.get(FEED)

    with django_assert_num_queries(1):
        response = client.get(FEED)

    assert len(texts(response, "entry/id")) == 3
    assert "Cookie" not in response.get("Vary", "")


def test_characters_no_xml_may_hold_are_left_out(client):
    Event.objects.filter(pk=make_event().pk).update(title_de="Wär\x0bme")

    assert texts(client.get(FEED), "entry/title") == ["Wärme"]


def test_pages_announce_the_feed(client):
    assert b'type="application/atom+xml"' in client.get("/en/events/").content
    assert b"http://testserver/events/atom.xml?lang=en" in client.get("/en/calendar/").content
