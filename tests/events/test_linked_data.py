"""Every kind of public event against schema.org's vocabulary, and what must never stand there."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from events import linked_data
from events.enums import EventState, Format, Visibility, WaitingList
from events.models import Event
from tests.factories import make_event, make_organiser, make_registration, make_topic

pytestmark = pytest.mark.django_db

WINTER = datetime(2030, 1, 15, 17, tzinfo=UTC)


def described(event) -> dict:
    return linked_data.described(Event.objects.with_seats().get(pk=event.pk))


def breaches(described: dict) -> list[str]:
    """What schema.org's vocabulary does not know: types, properties, values, kinds of values."""
    from pydantic import ValidationError  # noqa: PLC0415 -- with the next line, for this file's tests only
    from schema_org import Event, enums  # noqa: PLC0415 -- the whole vocabulary: seconds to import

    read = {
        "startDate": _moment,
        "endDate": _moment,
        "previousStartDate": _moment,
        "validFrom": _moment,
        "eventStatus": enums.EventStatusType,
        "eventAttendanceMode": enums.EventAttendanceModeEnumeration,
        "availability": enums.ItemAvailability,
    }

    def typed(item):
        return {name: read[name](value) if name in read else value for name, value in item.items()}

    try:
        facts = json.loads(json.dumps(described), object_hook=typed)
        facts.pop("@context")
        Event.model_validate(facts)
    except ValidationError as error:
        return [f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors()]
    except ValueError as error:
        return [str(error)]
    return []


def _moment(text):
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


KINDS = {
    "plain": {},
    "with everything": {
        "title_en": "Heat",
        "summary_de": "Kurz",
        "street": "Hauptstraße 1",
        "locality": "10115 Berlin",
        "language": "Deutsch und Englisch",
    },
    "online": {
        "venue": "",
        "locality": "",
        "is_online": True,
        "online_url": "https://meet.example.org/secret",
    },
    "both": {"is_online": True},
    "without a place": {"venue": "", "locality": ""},
    "without a limit": {"capacity": None},
    "all day": {"all_day": True, "starts_at": WINTER, "ends_at": WINTER + timedelta(days=2)},
    "cancelled": {"state": EventState.CANCELLED},
    "moved": {"moved_from": WINTER},
    "opens later": {"registration_opens_at": WINTER},
    "past": {"starts_at": timezone.now() - timedelta(days=3)},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_in_schema_orgs_words(kind):
    event = make_event(topics=[make_topic()], **KINDS[kind])

    found = described(event)

    assert breaches(found) == []
    assert {"name", "startDate", "endDate", "eventStatus", "url", "image", "organizer"} <= found.keys()


@pytest.mark.parametrize(
    "fault",
    [
        {"nonsense": 1},
        {"startDate": "tomorrow"},
        {"eventStatus": "https://schema.org/EventForgotten"},
        {"location": {"@type": "Offer"}},
        {"offers": {"@type": "Offer", "availability": "full"}},
    ],
)
def test_the_check_finds_what_the_vocabulary_does_not_know(fault):
    assert breaches(described(make_event()) | fault) != []


@pytest.mark.parametrize(
    ("fields", "status", "former"),
    [
        ({}, "EventScheduled", None),
        ({"moved_from": WINTER}, "EventRescheduled", "2030-01-15T18:00:00+01:00"),
        ({"state": EventState.CANCELLED, "moved_from": WINTER}, "EventCancelled", None),
    ],
)
def test_a_moved_or_cancelled_event_says_so(fields, status, former):
    found = described(make_event(**fields))

    assert found["eventStatus"] == f"https://schema.org/{status}"
    assert found.get("previousStartDate") == former


@pytest.mark.parametrize(
    ("fields", "guests", "availability"),
    [
        ({}, 0, "InStock"),
        ({"capacity": 2}, 1, "LimitedAvailability"),
        ({"capacity": 1}, 1, "SoldOut"),
        ({"capacity": 1, "waiting_list": WaitingList.OFF}, 1, "SoldOut"),
    ],
)
def test_the_offer_is_free_and_says_whether_seats_are_left(fields, guests, availability):
    event = make_event(**fields)
    for _number in range(guests):
        make_registration(event)

    offer = described(event)["offers"]

    assert (offer["price"], offer["availability"]) == (0, f"https://schema.org/{availability}")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": EventState.CANCELLED},
        {"entry": "invitation"},
        {"registration_closes_at": timezone.now() - timedelta(days=1)},
        {"starts_at": timezone.now() - timedelta(days=3)},
    ],
)
def test_where_nobody_can_register_nothing_is_offered(fields):
    assert "offers" not in described(make_event(**fields))


def test_days_are_days_and_the_last_one_belongs_to_it():
    starts_at = datetime(2030, 1, 14, 23, tzinfo=UTC)  # midnight in Berlin

    found = described(make_event(all_day=True, starts_at=starts_at, ends_at=starts_at + timedelta(days=2)))

    assert (found["startDate"], found["endDate"]) == ("2030-01-15", "2030-01-16")


def test_the_postcode_stands_by_itself():
    place = described(make_event(street="Hauptstraße 1", locality="10115 Berlin"))["location"][0]

    assert place["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Hauptstraße 1",
        "postalCode": "10115",
        "addressLocality": "Berlin",
        "addressCountry": "DE",
    }


def test_the_online_link_is_not_told():
    event = make_event(is_online=True, online_url="https://meet.example.org/secret")

    assert "secret" not in json.dumps(described(event))


def _script(client, address):
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(address).content.decode()
    )
    return found and found[1]


def test_no_title_ends_the_script(client):
    evil = "</script><script>alert('&')</script><!--"
    make_event(slug="evil", title_de=evil)

    text = _script(client, "/events/evil/")

    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == evil


def test_the_english_page_speaks_english(client):
    make_event(slug="heat", title_de="Wärme", title_en="Heat")

    found = json.loads(_script(client, "/en/events/heat/"))

    assert (found["name"], found["url"]) == ("Heat", "http://testserver/en/events/heat/")


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.COMMUNITY, Visibility.CONFIDENTIAL])
def test_only_a_public_event_is_described(signed_in, visibility):
    ada = make_organiser()
    event = make_event(owner=ada, visibility=visibility, format=Format.DEEP_DIVE)

    assert _script(signed_in(ada), event.get_absolute_url()) is None


def test_a_draft_is_not_described(signed_in):
    ada = make_organiser()

    assert _script(signed_in(ada), make_event(owner=ada, draft=True).get_absolute_url()) is None
