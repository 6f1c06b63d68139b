"""1:1 meetings in somebody's own feed; the rest of the feed is tested where it is served (views/test_feeds.py)."""

import icalendar
import pytest
from django.urls import reverse

from events.calendar import personal
from events.services import meetings
from networking import links
from tests.factories import make_event, make_meeting, make_party, make_person, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person()


def feed(client, person, **headers):
    token = links.derive("calendar", person.public_id, person.key_version)
    return client.get(reverse("feeds:me", args=[token]), headers=headers)


def entries(response):
    return {
        str(entry["UID"]).split("@")[0]: entry
        for entry in icalendar.Calendar.from_ical(response.content).events
    }


def test_published_meetings_of_ones_project_are_entries_with_a_rising_number(client, ada):
    meeting_round = make_round(state="published")
    party, other, stranger = (make_party(meeting_round, person=who) for who in (ada, None, None))
    meeting = make_meeting(party, other)
    make_meeting(other, stranger, slot=1)
    make_meeting(party, stranger, slot=2, state="planned")

    before = entries(feed(client, ada))
    meetings.move(meeting, slot=meeting.slot, table=meeting_round.tables.all()[1], actor=None)
    after = entries(feed(client, ada))

    name = f"meeting-{meeting.uuid}"
    assert [key for key in before if key.startswith("meeting-")] == [name]
    assert (before[name]["SEQUENCE"], after[name]["SEQUENCE"]) == (0, 1)
    assert after[name]["LOCATION"].startswith("Tisch 2")


def test_the_feed_has_changed_as_soon_as_a_meeting_is_cancelled(client, ada):
    meeting_round = make_round(state="published")
    meeting = make_meeting(make_party(meeting_round, person=ada), make_party(meeting_round))
    etag = feed(client, ada)["ETag"]
    assert feed(client, ada, **{"If-None-Match": etag}).status_code == 304

    meetings.cancel(meeting, by=None)

    fresh = feed(client, ada, **{"If-None-Match": etag})
    assert fresh.status_code == 200
    assert not any(key.startswith("meeting-") for key in entries(fresh))


def test_a_meeting_of_the_same_project_elsewhere_is_not_mixed_in(client, ada):
    here, elsewhere = make_round(state="published"), make_round(state="published")
    party = make_party(here, person=ada)
    twin = elsewhere.parties.create(project=party.project)
    make_meeting(twin, make_party(elsewhere))

    assert not any(key.startswith("meeting-") for key in entries(feed(client, ada)))


def test_a_confidential_event_shows_none(client, ada):
    meeting_round = make_round(make_event(format="dialog"), state="published")
    make_meeting(make_party(meeting_round, person=ada), make_party(meeting_round))

    assert not any(key.startswith("meeting-") for key in entries(feed(client, ada)))


def test_the_feed_asks_no_more_for_many_meetings(ada, django_assert_num_queries):
    meeting_round = make_round(state="published")
    party = make_party(meeting_round, person=ada)
    for slot in range(3):
        make_meeting(party, make_party(meeting_round), slot=slot)

    with django_assert_num_queries(3):
        body = personal.body(ada.pk, source_url="", language="de")

    assert body.count(b"UID:meeting-") == 3
