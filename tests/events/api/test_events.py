"""What programs read of events."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, Format, Visibility
from events.models import Contribution, ProgrammeItem
from events.models.programme import Speaker
from networking.models import TransformationLine
from networking.services import topics
from tests.events.api.calls import SECRET, get, make_secret, slugs
from tests.factories import (
    make_event,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_topic,
    say,
)

pytestmark = pytest.mark.django_db


# --- the list --------------------------------------------------------------------------------------------


def test_upcoming_events_come_by_start(client):
    now = timezone.now()
    make_event(slug="later", starts_at=now + timedelta(days=9))
    make_event(slug="soon", starts_at=now + timedelta(days=2))
    make_event(slug="over", starts_at=now - timedelta(days=9))

    answer = get(client)

    assert answer.json()["count"] == 2
    assert slugs(answer) == ["soon", "later"]


def test_an_event_that_goes_on_is_upcoming(client):
    now = timezone.now()
    make_event(slug="now", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))

    assert slugs(get(client)) == ["now"]


def test_a_cancelled_event_stays_in_the_list_as_cancelled(client):
    make_event(state=EventState.CANCELLED)

    [item] = get(client).json()["items"]

    assert (item["state"], item["availability"]) == ("cancelled", "cancelled")


@pytest.mark.parametrize(
    "fields",
    [
        {"format": Format.DIALOG},
        {"visibility": Visibility.CONFIDENTIAL},
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.COMMUNITY},
        {"draft": True},
    ],
    ids=str,
)
def test_the_list_names_only_public_events_even_to_who_is_signed_in(client, signed_in, fields):
    make_event(**fields)

    answer = get(signed_in(make_organiser()))

    assert answer.json() == {"count": 0, "items": []}


def test_a_span_shows_past_events_too(client):
    make_event(slug="then", starts_at=datetime(2024, 6, 5, 10, tzinfo=UTC))
    make_event(slug="before", starts_at=datetime(2023, 6, 5, 10, tzinfo=UTC))

    assert slugs(get(client, **{"from": "2024-01-01", "to": "2024-12-31"})) == ["then"]


def test_the_last_day_of_a_span_belongs_to_it_in_berlin(client):
    make_event(slug="last-hour", starts_at=datetime(2024, 6, 5, 21, 30, tzinfo=UTC))  # 23:30 in Berlin
    make_event(slug="next-day", starts_at=datetime(2024, 6, 5, 22, 30, tzinfo=UTC))

    assert slugs(get(client, to="2024-06-05")) == ["last-hour"]


def test_a_time_of_a_span_may_name_its_zone(client):
    make_event(slug="then", starts_at=datetime(2024, 6, 5, 10, tzinfo=UTC))

    assert slugs(get(client, to="2024-06-05T11:59:00+02:00")) == []
    assert slugs(get(client, to="2024-06-05T12:00:00")) == ["then"]


def test_filters_narrow_together(client):
    energy, line = make_topic(slug="energy"), TransformationLine.objects.get(slug="digital")
    wanted = make_event(slug="wanted", format=Format.MEETUP, topics=[energy], title_de="Abwärme nutzen")
    wanted.transformation_lines.add(line)
    make_event(format=Format.MEETUP, topics=[energy])
    make_event(format=Format.KONFERENZ, title_de="Abwärme nutzen")

    answer = get(client, format="meet-up", topic="energy", line="digital", q="abwärme")

    assert slugs(answer) == ["wanted"]


def test_a_topic_includes_its_narrower_topics(client):
    energy = make_topic(slug="energy")
    heat = make_topic(slug="heat", broader=energy)
    make_event(slug="wanted", topics=[heat])

    assert slugs(get(client, topic="energy")) == ["wanted"]


def test_a_former_name_of_a_topic_is_known(client):
    heat, kept = make_topic(slug="heat"), make_topic(slug="energy")
    make_event(slug="wanted", topics=[heat])
    topics.merge(heat, kept, actor=make_person())

    assert slugs(get(client, topic="heat")) == slugs(get(client, topic="energy")) == ["wanted"]


def test_limit_and_offset_cut_a_page_and_count_stays_whole(client):
    for day in range(1, 5):
        make_event(slug=f"day-{day}", starts_at=timezone.now() + timedelta(days=day))

    answer = get(client, limit=2, offset=1)

    assert answer.json()["count"] == 4
    assert slugs(answer) == ["day-2", "day-3"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "many"),
        ("limit", "9" * 400),
        ("offset", "-1"),
        ("offset", "9" * 30),
        ("format", "party"),
        ("topic", "no-such-topic"),
        ("line", "no-such-line"),
        ("from", "yesterday"),
        ("from", "2026-02-30"),
        ("from", "0001-01-01"),
        ("to", "9999-12-31"),
        ("to", "2026-12-03T25:00"),
        ("q", "x" * 101),
    ],
)
def test_a_bad_value_is_named_with_a_sentence(client, name, value):
    answer = get(client, **{name: value})

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    [problem] = answer.json()["errors"]
    assert problem["field"] == name
    assert problem["message"].endswith(".")


def test_sentences_come_in_english_when_asked(client):
    german, english = get(client, limit=0), get(client, limit=0, lang="en")

    assert english.json()["errors"][0]["message"] == "Enter a number of at least 1."
    assert english.headers["Content-Language"] == "en"
    assert german.headers["Content-Language"] == "de"


def test_the_list_takes_the_same_number_of_queries_for_one_and_many(client, django_assert_num_queries):
    for _number in range(12):
        make_event(topics=[make_topic()])

    with django_assert_num_queries(5):
        get(client)


# --- one event -------------------------------------------------------------------------------------------


def test_an_event_tells_what_its_page_tells(client):
    topic = make_topic("Abwärme", label_en="Waste heat", slug="waste-heat")
    project = make_project(slug="heat-ring", title_de="Wärmering")
    start = datetime(2036, 12, 3, 15, tzinfo=UTC)
    event = make_event(
        slug="heat",
        title_de="Wärme",
        title_en="Heat",
        summary_de="Kurz",
        starts_at=start,
        topics=[topic],
        capacity=10,
        change_until_hours=24,
        street="Fasanenstraße 85",
    )
    Contribution.objects.create(event=event, project=project)
    item = ProgrammeItem.objects.create(event=event, title_de="Auftakt", starts_at=start, project=project)
    Speaker.objects.create(item=item, name="Ayşe Demir", organisation="Spreewerk")
    event.refresh_from_db()

    answer = get(client, "/heat").json()

    name = {
        "slug": "heat-ring",
        "title": {"de": "Wärmering", "en": "Wärmering"},
        "url": "http://testserver/projects/heat-ring/",
    }
    assert answer == {
        "slug": "heat",
        "url": "http://testserver/events/heat/",
        "format": "deep-dive",
        "title": {"de": "Wärme", "en": "Heat"},
        "summary": {"de": "Kurz", "en": "Kurz"},
        "description": {"de": "", "en": ""},
        "starts_at": "2036-12-03T16:00:00+01:00",
        "ends_at": "2036-12-03T19:00:00+01:00",
        "all_day": False,
        "place": {"venue": "Haus der Industrie", "street": "Fasanenstraße 85", "locality": "Berlin"},
        "is_online": False,
        "language": "",
        "state": "published",
        "availability": "open",
        "capacity": 10,
        "free": 10,
        "waiting": 0,
        "topics": [{"slug": "waste-heat", "label": {"de": "Abwärme", "en": "Waste heat"}}],
        "transformation_lines": [],
        "fields_of_action": [],
        "projects": [name],
        "programme": [
            {
                "kind": "other",
                "title": {"de": "Auftakt", "en": "Auftakt"},
                "text": {"de": "", "en": ""},
                "starts_at": "2036-12-03T16:00:00+01:00",
                "ends_at": None,
                "room": "",
                "speakers": [{"name": "Ayşe Demir", "organisation": "Spreewerk"}],
                "project": name,
            }
        ],
        "questions": [],
        "rules": {
            "entry": "open",
            "waiting_list": "automatic",
            "confirm_email_hours": 0,
            "cancel_until": "2036-12-03T19:00:00+01:00",
            "change_until": "2036-12-02T16:00:00+01:00",
            "deputies": 1,
            "attendee_list": "attendees",
            "retention_days": 180,
        },
        "previous_edition": None,
        "next_edition": None,
        "registration_opens_at": None,
        "registration_closes_at": None,
        "is_example": False,
        "sequence": 0,
        "changed_at": answer["changed_at"],
    }


def test_the_address_of_the_page_is_in_the_language_asked_for(client):
    make_event(slug="heat")

    assert get(client, "/heat", lang="en").json()["url"] == "http://testserver/en/events/heat/"


def test_the_online_link_is_told_nobody(client):
    make_event(slug="online", is_online=True, online_url=f"https://example.org/{SECRET}")

    assert SECRET not in get(client, "/online").content.decode()


def test_an_unlisted_event_is_read_by_its_address(client):
    make_event(slug="quiet", visibility=Visibility.UNLISTED)

    assert get(client, "/quiet").status_code == 200


def test_projects_that_are_not_public_yet_are_not_named(client):
    event, draft = make_event(slug="heat"), make_project(title_de=SECRET, is_published=False)
    Contribution.objects.create(event=event, project=draft)
    ProgrammeItem.objects.create(event=event, title_de="Auftakt", project=draft)

    answer = get(client, "/heat")

    assert answer.json()["programme"][0]["project"] is None
    assert SECRET not in answer.content.decode()


def test_a_confidential_event_and_an_unknown_one_get_the_same_answer_byte_for_byte(client, signed_in):
    owner = make_person()
    secret = make_secret(owner=owner)
    signed_in(owner)

    known, unknown = get(client, f"/{secret.slug}"), get(client, "/no-such-event")

    assert known.status_code == 404
    assert known.content == unknown.content
    assert known.headers.items() == unknown.headers.items()


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
def test_no_address_tells_a_confidential_event_from_an_unknown_one(client, method):
    secret = make_secret()
    for path in ("", "/registrations", "/nothing", ".ics"):
        known, unknown = (
            getattr(client, method)(f"/api/v1/events/{slug}{path}", content_type="application/json")
            if method not in ("get", "head")
            else getattr(client, method)(f"/api/v1/events/{slug}{path}")
            for slug in (secret.slug, "no-such-event")
        )

        assert known.status_code == unknown.status_code
        assert known.content == unknown.content


def test_no_public_answer_carries_a_confidential_event(client):
    secret = make_secret(topics=[make_topic(slug="energy")])
    Contribution.objects.create(event=secret, project=make_project(slug="heat-ring"))
    addresses = [
        "/events",
        "/events?from=2000-01-01&limit=100",
        f"/events?q={SECRET}",
        "/events?format=dialog",
        "/events?topic=energy",
        "/projects",
        "/projects/heat-ring",
        "/topics",
        "/openapi.json",
    ]

    bodies = [client.get(f"/api/v1{path}").content.decode().replace(f"q={SECRET}", "") for path in addresses]

    assert [
        path for path, body in zip(addresses, bodies, strict=True) if SECRET.lower() in body.lower()
    ] == []


def test_an_event_takes_the_same_number_of_queries_with_a_long_programme(client, django_assert_num_queries):
    event = make_event(slug="heat", topics=[make_topic(), make_topic()])
    for number in range(9):
        project = make_project()
        Contribution.objects.create(event=event, project=project)
        item = ProgrammeItem.objects.create(event=event, title_de=f"Punkt {number}", project=project)
        Speaker.objects.create(item=item, name="Ada")

    with django_assert_num_queries(10):
        get(client, "/heat")


def test_an_event_tells_what_it_asks_and_not_what_only_organisers_fill_in(client, questioned):
    say(make_registration(questioned), questioned.questions.get(identifier="tour"), "harbour")

    tour, shoes, *others = get(client, f"/{questioned.slug}").json()["questions"]

    assert tour["label"] == {"de": "Frage tour?", "en": "Which tour?"}
    assert [(c["identifier"], c["places"], c["free"]) for c in tour["choices"]] == [
        ("harbour", 1, 0),
        ("hall", None, None),
    ]
    assert shoes["asked_if"] == {"question": "tour", "answers": ["harbour"]}
    assert [question["identifier"] for question in others] == ["colours", "eats"]
