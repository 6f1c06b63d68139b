import gzip
import time
from datetime import UTC, datetime, timedelta

import brotli
import icalendar
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from events.enums import EventState, Format, RegistrationState, Visibility
from events.models import Event, EventFragment, FeedVersion, ProgrammeItem, Registration
from events.services import fragments, planning
from networking import links
from networking.models import FieldOfAction, Person, TransformationLine
from tests.factories import make_event, make_organiser, make_person, make_topic

pytestmark = pytest.mark.django_db

FEED = "/calendar/events.ics"


def titles(response):
    return sorted(str(entry["SUMMARY"]) for entry in icalendar.Calendar.from_ical(response.content).events)


def make_seat(event, person, state=RegistrationState.CONFIRMED):
    return Registration.objects.create(
        event=event,
        person=person,
        given_name="Ada",
        family_name="Byron",
        email=person.email,
        email_key=person.email,
        state=state,
        position=1,
    )


def my_feed(person):
    return reverse("feeds:me", args=[links.derive("calendar", person.public_id, person.key_version)])


# --- What is in them -------------------------------------------------------------------------------------


@pytest.fixture
def every_kind():
    """One event anybody may be told of, and one of each kind that nobody may."""
    topic = make_topic()
    line, field = TransformationLine.objects.first(), FieldOfAction.objects.first()
    kinds = [
        {"title_de": "Öffentlich"},
        {"title_de": "geheim", "format": Format.DIALOG},
        {"title_de": "geheim", "visibility": Visibility.CONFIDENTIAL},
        {"title_de": "geheim", "visibility": Visibility.UNLISTED},
        {"title_de": "geheim", "visibility": Visibility.COMMUNITY},
        {"title_de": "geheim", "draft": True},
    ]
    for fields in kinds:
        event = make_event(topics=[topic], **fields)
        event.transformation_lines.add(line)
        event.fields_of_action.add(field)
        fragments.refresh(event)
    return {"topic": topic.slug, "line": line.pk, "field": field.pk}


@pytest.mark.parametrize("kind", ["all", "format", "topic", "line", "field"])
def test_a_public_feed_holds_public_events_and_no_other(client, every_kind, kind):
    arguments = {"all": [], "format": ["deep-dive"]}.get(kind) or [every_kind[kind]] if kind != "all" else []

    response = client.get(reverse(f"feeds:{kind}", args=arguments))

    assert titles(response) == ["Öffentlich"]


def test_even_somebody_signed_in_gets_the_public_feed(signed_in, every_kind):
    response = signed_in(make_organiser()).get(FEED)

    assert titles(response) == ["Öffentlich"]


def test_the_feed_of_a_format_that_is_never_public_is_an_empty_calendar(client, every_kind):
    assert titles(client.get("/calendar/format/dialog.ics")) == []


def test_a_topic_includes_its_narrower_topics_once(client):
    broad = make_topic()
    narrow = make_topic(broader=broad)
    make_event(title_de="Beide", topics=[broad, narrow])
    make_event(title_de="Eng", topics=[make_topic(broader=narrow)])
    make_event(title_de="Anderes", topics=[make_topic()])

    assert titles(client.get(reverse("feeds:topic", args=[broad.slug]))) == ["Beide", "Eng"]


def test_a_cancelled_event_stays_in_the_feed(client):
    make_event(state=EventState.CANCELLED)

    assert len(titles(client.get(FEED))) == 1


def test_the_address_chooses_the_language_and_nothing_else(client):
    make_event(title_de="Wärme", title_en="Heat")

    german = client.get(FEED, headers={"Accept-Language": "en"})
    english = client.get(FEED + "?lang=en", headers={"Accept-Language": "de"})

    assert (titles(german), titles(english)) == (["Wärme"], ["Heat"])


def test_the_source_is_the_houses_address_whatever_the_request_came_by(client):
    response = client.get(FEED + "?lang=en&x=1", headers={"Host": "127.0.0.1"})

    source = icalendar.Calendar.from_ical(response.content)["SOURCE"]
    assert source == "http://testserver/calendar/events.ics?lang=en"


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/format/party.ics",
        "/calendar/topic/nothing.ics",
        "/calendar/topic/Ümläut%20.ics",
        "/calendar/line/nothing.ics",
        "/calendar/field/nothing.ics",
        "/calendar/me/forged.ics",
        "/events/nothing.ics",
    ],
)
def test_an_unknown_calendar_is_said_in_plain_text(client, address):
    response = client.get(address)

    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


# --- How it is answered ----------------------------------------------------------------------------------


def test_a_weak_tag_among_others_is_known_again(client):
    make_event()
    etag = client.get(FEED)["ETag"]

    response = client.get(FEED, headers={"If-None-Match": f'W/"other", W/{etag}'})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_an_unchanged_feed_is_known_by_its_date(client):
    make_event(changed_at=timezone.now() - timedelta(days=1))
    modified = client.get(FEED)["Last-Modified"]

    assert client.get(FEED, headers={"If-Modified-Since": modified}).status_code == 304


def test_the_entity_tag_wins_over_the_date(client):
    make_event()
    headers = {"If-None-Match": '"other"', "If-Modified-Since": http_date(timezone.now().timestamp() + 60)}

    assert client.get(FEED, headers=headers).status_code == 200


EVERY_FEED = [
    "/calendar/events.ics",
    "/calendar/events.ics?lang=en",
    "/calendar/format/deep-dive.ics",
    "/calendar/topic/broad.ics",
    "/calendar/line/digital.ics",
    "/calendar/field/innovation.ics",
    "/calendar/field/innovation.ics?lang=en",
]


def add(event, actor):
    twin = planning.copy(event, actor=actor, starts_at=event.starts_at + timedelta(days=1))
    planning.publish(twin, actor=actor)


def withdraw(event, actor):
    Event.objects.filter(pk=event.pk).update(state=EventState.DRAFT)  # past the services
    fragments.renew_outdated()


def edit(**data):
    return lambda event, actor: planning.edit(event, data, actor=actor, revision=event.revision)


CHANGES = {
    "added": add,
    "edited": edit(title_de="Neu", title_en="New"),
    "moved": edit(starts_at=timezone.now() + timedelta(days=20), ends_at=timezone.now() + timedelta(days=21)),
    "cancelled": lambda event, actor: planning.cancel(event, actor=actor),
    "withdrawn": withdraw,
    "for few": edit(visibility=Visibility.COMMUNITY),
    "another topic": lambda event, actor: edit(topics=[make_topic()])(event, actor),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_no_feed_tells_anybody_that_nothing_changed(client, change):
    topic = make_topic(slug="narrow", broader=make_topic(slug="broad"))
    event = make_event(topics=[topic], capacity=None)
    event.transformation_lines.set(["digital"])
    event.fields_of_action.set(["innovation"])
    fragments.refresh(event)
    before = {path: client.get(path) for path in EVERY_FEED}

    CHANGES[change](event, make_organiser())

    for path, kept in before.items():
        by_tag = client.get(path, headers={"If-None-Match": kept["ETag"]})
        by_date = client.get(path, headers={"If-Modified-Since": kept["Last-Modified"]})
        assert (path, by_tag.status_code, by_date.status_code) == (path, 200, 200)
        assert by_tag.content != kept.content


def test_many_changes_within_a_second_each_have_their_own_date(client):
    event, actor = make_event(), make_organiser()
    versions = FeedVersion.objects.filter(pk="all/de")
    seconds = [versions.get().modified]

    for number in range(3):
        event = planning.edit(event, {"title_de": f"Titel {number}"}, actor=actor, revision=event.revision)
        seconds.append(versions.get().modified)

    assert seconds == sorted(set(seconds))


def test_an_event_that_concerns_another_format_leaves_a_feed_unchanged(client):
    make_event(format=Format.KONFERENZ)
    etag = client.get("/calendar/format/konferenz.ics")["ETag"]

    make_event(format=Format.MEETUP)

    assert client.get("/calendar/format/konferenz.ics", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("path", [FEED, "/calendar/topic/heat.ics", "/calendar/field/innovation.ics"])
def test_a_feed_asks_the_database_once_and_writes_no_entry(
    client, path, monkeypatch, django_assert_num_queries
):
    event = make_event(topics=[make_topic(slug="heat")])
    event.fields_of_action.set(["innovation"])
    fragments.refresh(event)
    first = client.get(path)
    monkeypatch.delattr(icalendar.Component, "to_ical")

    with django_assert_num_queries(1):
        whole = client.get(path)
    with django_assert_num_queries(1):
        unchanged = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (whole.content, unchanged.status_code) == (first.content, 304)


def test_a_changed_feed_is_joined_from_entries_that_are_there(
    client, django_assert_max_num_queries, monkeypatch
):
    make_event()
    client.get(FEED)
    for _number in range(5):
        make_event(topics=[make_topic()])
    monkeypatch.delattr(icalendar.Component, "to_ical")

    with django_assert_max_num_queries(4):
        response = client.get(FEED)

    assert response.content.count(b"BEGIN:VEVENT") == 6


def test_the_window_moves_on_when_a_month_begins(client):
    make_event(starts_at=datetime(2025, 3, 20, 9, tzinfo=UTC), title_de="Alt")
    make_event(starts_at=datetime(2027, 3, 20, 9, tzinfo=UTC), title_de="Neu")
    with time_machine.travel(datetime(2026, 3, 31, 21, 59, tzinfo=UTC)):
        FeedVersion.objects.update(modified=int(time.time()))
        before = client.get(FEED)

    with time_machine.travel(datetime(2026, 3, 31, 22, 0, tzinfo=UTC)):
        by_tag = client.get(FEED, headers={"If-None-Match": before["ETag"]})
        by_date = client.get(FEED, headers={"If-Modified-Since": before["Last-Modified"]})

    assert (titles(before), titles(by_tag), by_date.status_code) == (["Alt", "Neu"], ["Neu"], 200)


def test_one_bad_event_breaks_no_feed(client):
    make_event(
        starts_at=datetime(9999, 12, 31, 20, tzinfo=UTC), ends_at=datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
    )
    make_event(title_de="Gut")

    assert titles(client.get(FEED)) == ["Gut"]


def test_an_event_whose_entry_is_not_there_yet_is_written_with_the_feed(client):
    make_event(title_de="Da")
    EventFragment.objects.all().delete()

    assert titles(client.get(FEED)) == ["Da"]


def test_a_client_that_runs_wild_is_asked_to_wait(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"feed": "2/3600"}
    client.get(FEED)
    client.get(FEED)

    response = client.get(FEED)

    assert (response.status_code, response["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert 0 < int(response["Retry-After"]) <= 3600


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("deflate", None),
    ],
)
def test_every_encoding_has_its_own_tag_and_the_same_content(client, accepted, encoding):
    make_event()
    plain = client.get(FEED)
    unpacked = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding]

    response = client.get(FEED, headers={"Accept-Encoding": accepted})

    assert (response.get("Content-Encoding"), unpacked(response.content)) == (encoding, plain.content)
    assert (response["ETag"] == plain["ETag"]) == (encoding is None)
    again = client.get(FEED, headers={"Accept-Encoding": accepted, "If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_head_tells_everything_but_the_body(client):
    make_event()
    whole = client.get(FEED)

    head = client.head(FEED)

    assert (head.content, head["ETag"], head["Content-Length"]) == (
        b"",
        whole["ETag"],
        str(len(whole.content)),
    )


@pytest.mark.parametrize("path", [FEED, "/calendar/me/{token}.ics", "/events/{slug}.ics"])
def test_no_calendar_knows_cookies(client, path):
    event, person = make_event(), make_person()
    token = links.derive("calendar", person.public_id, 1)

    response = client.get(path.format(slug=event.slug, token=token))

    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies


def test_a_public_feed_may_be_kept_by_everybody_for_a_quarter_of_an_hour(client):
    assert client.get(FEED)["Cache-Control"] == "public, max-age=900, must-revalidate"


@pytest.mark.parametrize("headers", [{"Accept": "text/html"}, {"Authorization": "Basic Zm9vOmJhcg=="}])
def test_whatever_a_program_accepts_or_claims_it_gets_the_calendar(client, headers):
    response = client.get(FEED, headers=headers)

    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")


def test_the_date_never_lies_in_the_future(client):
    make_event(changed_at=timezone.now())

    assert parse_http_date(client.get(FEED)["Last-Modified"]) <= timezone.now().timestamp()


# --- One event -------------------------------------------------------------------------------------------


def test_one_event_is_a_file_to_keep(client):
    event = make_event(slug="waerme", title_de="Wärme")

    response = client.get("/events/waerme.ics")

    assert response["Content-Disposition"] == 'attachment; filename="waerme.ics"'
    assert titles(response) == [event.title]


@pytest.mark.parametrize(
    "fields", [{"format": Format.DIALOG}, {"visibility": Visibility.COMMUNITY}, {"draft": True}]
)
def test_what_one_may_not_see_is_answered_like_what_does_not_exist(client, fields):
    event = make_event(**fields)

    hidden, unknown = client.get(f"/events/{event.slug}.ics"), client.get("/events/nothing.ics")

    assert (hidden.status_code, hidden.content, hidden.items()) == (404, unknown.content, unknown.items())


def test_an_event_for_few_is_kept_by_no_shared_cache(signed_in):
    event = make_event(visibility=Visibility.COMMUNITY)

    response = signed_in(make_organiser()).get(f"/events/{event.slug}.ics")

    assert (response.status_code, response["Cache-Control"].partition(",")[0]) == (200, "private")


# --- Somebody's own --------------------------------------------------------------------------------------


def test_the_own_feed_holds_sure_seats_only(client):
    person = make_person()
    make_seat(make_event(title_de="Sicher"), person)
    make_seat(make_event(title_de="Wartet"), person, RegistrationState.WAITING)
    make_seat(make_event(title_de="Fremd"), make_person())

    assert titles(client.get(my_feed(person))) == ["Sicher"]


def test_the_own_feed_tells_only_the_time_of_a_confidential_event(client):
    person = make_person()
    make_seat(make_event(format=Format.DIALOG, title_de="geheim", venue="geheim", slug="geheim"), person)

    response = client.get(my_feed(person))

    assert b"geheim" not in response.content
    assert len(titles(response)) == 1


def test_raising_the_key_version_revokes_the_own_feed(client):
    person = make_person()
    address = my_feed(person)

    person.key_version += 1
    person.save()

    assert client.get(address).status_code == 404


def test_a_token_for_another_purpose_opens_no_feed(client):
    person = make_person()
    token = links.derive("manage", person.public_id, person.key_version)

    assert client.get(reverse("feeds:me", args=[token])).status_code == 404


def test_the_own_feed_is_private_and_not_for_search_engines(client):
    response = client.get(my_feed(make_person()))

    assert response["Cache-Control"] == "private, max-age=900, must-revalidate"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_own_feed_changes_when_a_seat_is_given_back(client):
    person = make_person()
    seat = make_seat(make_event(), person)
    etag = client.get(my_feed(person))["ETag"]

    seat.state = RegistrationState.CANCELLED
    seat.save()

    assert client.get(my_feed(person), headers={"If-None-Match": etag}).status_code == 200


def test_the_own_feed_asks_the_database_once(client, django_assert_num_queries):
    person = make_person()
    make_seat(make_event(), person)
    address = my_feed(person)
    etag = client.get(address)["ETag"]

    with django_assert_num_queries(1):
        whole = client.get(address)
    with django_assert_num_queries(1):
        unchanged = client.get(address, headers={"If-None-Match": etag})

    assert (whole["ETag"], unchanged.status_code) == (etag, 304)


OWN_CHANGES = {
    "given back": lambda seat: Registration.objects.filter(pk=seat.pk).update(
        state=RegistrationState.CANCELLED
    ),
    "moved": lambda seat: Event.objects.filter(pk=seat.event_id).update(
        sequence=3, changed_at=timezone.now()
    ),
    "cancelled": lambda seat: planning.cancel(seat.event, actor=None),
    "forgotten": lambda seat: Registration.objects.filter(pk=seat.pk).update(person=None),
    "another seat": lambda seat: make_seat(make_event(), seat.person),
    "named": lambda seat: Person.objects.filter(pk=seat.person_id).update(names_confidential_events=True),
}


@pytest.mark.parametrize("change", OWN_CHANGES)
def test_after_any_change_the_own_feed_is_another(client, change):
    person = make_person()
    seat = make_seat(make_event(changed_at=timezone.now() - timedelta(days=1)), person)
    address = my_feed(person)
    before = client.get(address)

    OWN_CHANGES[change](seat)

    by_tag = client.get(address, headers={"If-None-Match": before["ETag"]})
    by_date = client.get(address, headers={"If-Modified-Since": before["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (200, 200)


def test_who_asked_for_it_reads_the_title_of_a_confidential_event_and_nothing_else(client):
    person = make_person(names_confidential_events=True)
    event = make_event(
        format=Format.DIALOG, title_de="Chemie", venue="geheim", slug="geheim", description_de="geheim"
    )
    make_seat(event, person)

    response = client.get(my_feed(person))

    assert titles(response) == ["Chemie"]
    assert b"geheim" not in response.content


# --- Several days ----------------------------------------------------------------------------------------


@pytest.fixture
def congress():
    starts_at = datetime(2027, 6, 1, 8, tzinfo=UTC)
    event = make_event(slug="congress", starts_at=starts_at, ends_at=starts_at + timedelta(hours=30))
    for title, hours in (("Auftakt", 1), ("Ausklang", 28)):
        begins = starts_at + timedelta(hours=hours)
        ends = begins + timedelta(hours=1)
        ProgrammeItem.objects.create(event=event, title_de=title, starts_at=begins, ends_at=ends)
    fragments.refresh(event)
    return event


def test_a_feed_holds_an_event_of_several_days_once_and_it_blocks_no_time(client, congress):
    entries = icalendar.Calendar.from_ical(client.get(FEED).content).events

    assert [(str(entry["SUMMARY"]), entry["TRANSP"]) for entry in entries] == [
        (congress.title, "TRANSPARENT")
    ]


def test_its_sessions_have_a_feed_of_their_own(client, congress):
    response = client.get("/calendar/sessions/congress.ics")

    assert titles(response) == ["Auftakt", "Ausklang"]
    assert (
        client.get("/calendar/sessions/congress.ics", headers={"If-None-Match": response["ETag"]}).status_code
        == 304
    )


def test_its_file_and_the_feed_of_somebody_who_comes_hold_both(client, congress):
    person = make_person()
    make_seat(congress, person)

    for path in ("/events/congress.ics", my_feed(person)):
        assert titles(client.get(path)) == sorted([congress.title, "Auftakt", "Ausklang"])


def test_an_event_of_one_day_has_no_sessions_feed(client):
    assert client.get(f"/calendar/sessions/{make_event().slug}.ics").status_code == 404
