import gzip
from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from events.enums import EventState, Format, RegistrationState, Visibility
from events.models import Event, Registration
from networking import links
from networking.models import FieldOfAction, TransformationLine
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


def test_a_feed_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    for _number in range(5):
        make_event(topics=[make_topic()])

    with django_assert_max_num_queries(6):
        client.get(FEED)


# --- How it is answered ----------------------------------------------------------------------------------


def test_an_unchanged_feed_is_answered_without_writing_a_line_of_it(client, django_assert_max_num_queries):
    make_event()
    etag = client.get(FEED)["ETag"]

    with django_assert_max_num_queries(4):
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


@pytest.mark.parametrize(
    "change",
    [
        {"title_de": "Neu"},
        {"state": EventState.DRAFT},
        {"state": EventState.CANCELLED, "sequence": 1},
        {"visibility": Visibility.CONFIDENTIAL},
        {"format": Format.KONFERENZ},
        {"starts_at": timezone.now() + timedelta(days=20), "ends_at": timezone.now() + timedelta(days=21)},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_after_any_change_nobody_is_told_that_nothing_changed(client, change, header):
    make_event(changed_at=timezone.now() - timedelta(days=2))
    event = make_event(changed_at=timezone.now() - timedelta(days=1))
    before = client.get(FEED)
    value = before["ETag"] if header == "If-None-Match" else before["Last-Modified"]

    Event.objects.filter(pk=event.pk).update(**change, changed_at=timezone.now())

    assert client.get(FEED, headers={header: value}).status_code == 200


def test_a_second_change_within_the_same_second_is_not_missed_by_date(client):
    event = make_event(changed_at=timezone.now())
    modified = client.get(FEED)["Last-Modified"]

    Event.objects.filter(pk=event.pk).update(title_de="Neu", changed_at=event.changed_at)

    assert client.get(FEED, headers={"If-Modified-Since": modified}).status_code == 200


def test_compressed_and_plain_have_their_own_tags_and_the_same_content(client):
    for _number in range(3):
        make_event()

    plain, zipped = client.get(FEED), client.get(FEED, headers={"Accept-Encoding": "gzip"})

    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert {plain["ETag"], zipped["ETag"].replace("-gz", "")} == {plain["ETag"]} != {zipped["ETag"]}


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
