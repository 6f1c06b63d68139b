from datetime import timedelta

import pytest
from django.utils import timezone

from events.calendar import feeds
from events.enums import Format, Visibility
from events.models import Event
from tests.factories import make_event, make_topic

pytestmark = pytest.mark.django_db


def days(number):
    starts_at = timezone.now() + timedelta(days=number)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}


def test_a_feed_holds_what_comes_and_the_past_twelve_months():
    make_event(slug="old", **days(-500))
    make_event(slug="recent", **days(-300))
    make_event(slug="coming", **days(10))

    assert [event.slug for event in feeds.window(Event.objects.public())] == ["recent", "coming"]


def test_a_feed_with_nothing_recent_keeps_its_last_event():
    make_event(slug="older", **days(-900))
    make_event(slug="last", **days(-800))

    assert [event.slug for event in feeds.window(Event.objects.public())] == ["last"]


def test_an_event_stands_in_the_feeds_of_all_it_is_about_and_of_the_broader_topics():
    broad = make_topic(slug="broad")
    event = make_event(format=Format.MEETUP, topics=[make_topic(slug="narrow", broader=broad)])
    event.transformation_lines.set(["digital"])
    event.fields_of_action.set(["innovation"])

    assert sorted(feeds.about(event)) == [
        ("all", ""),
        ("field", "innovation"),
        ("format", "meet-up"),
        ("line", "digital"),
        ("topic", "broad"),
        ("topic", "narrow"),
    ]


@pytest.mark.parametrize(
    "fields", [{"format": Format.DIALOG}, {"visibility": Visibility.UNLISTED}, {"draft": True}]
)
def test_what_nobody_may_be_told_of_stands_in_no_feed(fields):
    assert feeds.about(make_event(**fields)) == []


def test_a_hidden_event_leaves_no_trace_in_the_state_of_a_feed():
    make_event()
    before = feeds.edition(feeds.Feed("all", "de"))

    make_event(format=Format.DIALOG)

    assert feeds.edition(feeds.Feed("all", "de")) == before


@pytest.mark.parametrize(("kind", "slug"), [("topic", "x"), ("line", "x"), ("field", "x"), ("format", "x")])
def test_a_feed_about_nothing_does_not_exist(kind, slug):
    assert feeds.edition(feeds.Feed(kind, "de", slug)) is None


def test_another_layout_makes_other_tags(settings):
    before = feeds.edition(feeds.Feed("all", "de"))

    settings.SITE_URL = "https://elsewhere.example.org"

    assert feeds.edition(feeds.Feed("all", "de")) != before
