from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from dateutil.rrule import rrulestr
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import calendar
from events.enums import EventState, Format, RegistrationState, Visibility
from events.models import Event, Registration
from tests.factories import make_event, make_person, make_topic

pytestmark = pytest.mark.django_db

SUMMER = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def written(event, language="de"):
    """The entry as a calendar program reads it back."""
    return icalendar.Event.from_ical(calendar.entry(Event.objects.get(pk=event.pk), language))


def make_feed(*events):
    return calendar.feed(
        events, name="MPI", description="Alle", source_url="http://testserver/calendar/x.ics", language="de"
    )


def make_seat(event, **fields):
    fields = {"state": RegistrationState.CONFIRMED, "position": 1, "email": "ada@example.org"} | fields
    return Registration.objects.create(event=event, given_name="Ada", family_name="Byron", **fields)


# --- The zone --------------------------------------------------------------------------------------------


def observances():
    zone = icalendar.Timezone.from_ical(calendar.ZONE)
    found = []
    for part in zone.subcomponents:
        start = part["DTSTART"].dt
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=start)
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        found += [(moment - before, after) for moment in rule.between(start, datetime(2042, 1, 1))]  # noqa: DTZ001
    return sorted(found)


def changes():
    """Both sides of every change of clocks from 2024 to 2040."""
    for year in range(2024, 2041):
        for month in (3, 10):
            last = max(day for day in range(25, 32) if datetime(year, month, day, tzinfo=UTC).weekday() == 6)
            yield datetime(year, month, last, 0, 59, 59, tzinfo=UTC)
            yield datetime(year, month, last, 1, 0, 0, tzinfo=UTC)


def test_the_zone_agrees_with_the_iana_data_on_both_sides_of_every_change():
    found = observances()

    wrong = [
        moment
        for moment in changes()
        if [offset for start, offset in found if start <= moment.replace(tzinfo=None)][-1]
        != moment.astimezone(calendar.BERLIN).utcoffset()
    ]

    assert wrong == []


@pytest.mark.parametrize("hours", [0, 1, 2])
def test_an_event_in_the_night_of_the_change_keeps_its_instant(hours):
    starts_at = datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(hours=hours)
    event = make_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=4))

    entry = written(event)

    assert (entry.start.astimezone(UTC), entry.end.astimezone(UTC)) == (event.starts_at, event.ends_at)


def test_the_repeated_hour_is_written_in_utc_because_berlins_clock_would_mean_the_first():
    starts_at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    lines = calendar.entry(make_event(starts_at=starts_at), "de")

    assert b"DTSTART:20261025T013000Z" in lines


def test_a_feed_of_all_day_events_names_no_zone():
    event = make_event(all_day=True, starts_at=SUMMER, ends_at=SUMMER + timedelta(days=1))

    assert b"VTIMEZONE" not in make_feed(event)


def test_a_feed_names_the_zone_once():
    assert make_feed(make_event(), make_event()).count(b"BEGIN:VTIMEZONE") == 1


# --- One entry -------------------------------------------------------------------------------------------


def test_an_event_is_known_by_its_uuid_and_the_houses_fixed_name():
    event = make_event()

    assert written(event)["UID"] == f"event-{event.uuid}@treffwerk.example.org"


def test_stamp_and_last_change_are_the_last_visible_change():
    event = make_event(changed_at=SUMMER + timedelta(microseconds=7))

    entry = written(event)

    assert (entry.DTSTAMP, entry.LAST_MODIFIED) == (SUMMER, SUMMER)


def test_the_revision_of_the_calendar_is_the_events():
    assert written(make_event(sequence=4))["SEQUENCE"] == 4


def test_an_all_day_event_ends_on_the_day_after_its_last():
    starts_at = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)

    lines = calendar.entry(
        make_event(all_day=True, starts_at=starts_at, ends_at=starts_at + timedelta(days=2)), "de"
    )

    assert b"DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260703\r\n" in lines


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_cancelled_event_says_so_in_its_title(language):
    event = make_event(state=EventState.CANCELLED, title_de="Wärme", title_en="Heat")
    with translation.override(language):
        expected = translation.gettext("Cancelled: %(title)s") % {"title": event.title}

    assert written(event, language)["SUMMARY"] == expected


def test_a_cancelled_event_blocks_nobodys_time():
    entry = written(make_event(state=EventState.CANCELLED))

    assert (entry["STATUS"], entry["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_the_description_ends_with_the_link():
    event = make_event(description_de="Kommen Sie!")

    assert written(event)["DESCRIPTION"].split("\n\n") == [
        "Kommen Sie!",
        f"http://testserver/events/{event.slug}/",
    ]


def test_english_entries_lead_to_the_english_page():
    event = make_event()

    assert written(event, "en")["URL"] == f"http://testserver/en/events/{event.slug}/"


def test_format_and_topics_are_categories():
    topic = make_topic("Wärme, Kälte")

    entry = written(make_event(format=Format.MEETUP, topics=[topic]))

    assert entry.categories == ["MPI Meet-up", "Wärme, Kälte"]


def test_the_place_is_one_line():
    event = make_event(venue="Werkhalle", street="Müllerstraße 1", locality="13353 Berlin")

    assert written(event)["LOCATION"] == "Werkhalle, Müllerstraße 1, 13353 Berlin"


def test_what_anybody_reads_never_holds_the_online_link():
    event = make_event(is_online=True, online_url="https://meet.example.org/secret")

    assert b"secret" not in make_feed(event) + calendar.event_calendar(event, "de")


def test_control_characters_that_got_into_the_database_stay_out():
    event = make_event(title_de="Wär\x01me\x0b\x7f\u2028", description_de="Eins\r\nzwei\x1b")

    entry = written(event)

    assert (entry["SUMMARY"], entry["DESCRIPTION"].split("\n\n")[0]) == ("Wärme", "Eins\nzwei")


# --- Files -----------------------------------------------------------------------------------------------


def test_the_same_events_give_the_same_bytes():
    event = make_event()

    assert make_feed(event) == make_feed(Event.objects.get(pk=event.pk))


def test_the_calendar_itself_has_no_identifier_and_no_method():
    head = make_feed(make_event()).partition(b"BEGIN:VEVENT")[0]

    assert not {b"UID", b"METHOD"} & {line.partition(b":")[0] for line in head.split(b"\r\n")}


def test_one_event_that_cannot_be_written_is_left_out_and_logged(caplog):
    broken = make_event(
        starts_at=datetime(9999, 12, 31, 20, tzinfo=UTC), ends_at=datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
    )

    found = icalendar.Calendar.from_ical(make_feed(broken, make_event(title_de="Gut")))

    assert [entry["SUMMARY"] for entry in found.events] == ["Gut"]
    assert str(broken.uuid) in caplog.text


def test_a_feed_without_events_is_still_a_calendar():
    found = icalendar.Calendar.from_ical(make_feed())

    assert [part.name for part in found.subcomponents] == ["VTIMEZONE"]


# Without the backslash: icalendar's own reader turns an escaped "\\N" into a line break.
any_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\\"), min_size=1, max_size=200
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=any_text)
def test_any_title_is_folded_at_75_octets_and_comes_back_equal(event_in_memory, title):
    event_in_memory.title_de = title

    lines = calendar.entry(event_in_memory, "de")

    assert max(len(line) for line in lines.split(b"\r\n")) <= 75
    assert icalendar.Event.from_ical(lines)["SUMMARY"] == calendar._line(title)


@pytest.fixture
def event_in_memory():
    event = make_event()
    event._prefetched_objects_cache = {"topics": event.topics.none()}
    return event


# --- Somebody's own seat ---------------------------------------------------------------------------------


def test_a_sure_seat_holds_the_online_link():
    event = make_event(is_online=True, online_url="https://meet.example.org/room")

    found = icalendar.Calendar.from_ical(calendar.registration_calendar(make_seat(event))).events[0]

    assert [conference.uri for conference in found.conferences] == ["https://meet.example.org/room"]


def test_a_place_on_the_waiting_list_does_not_hold_the_online_link():
    event = make_event(is_online=True, online_url="https://meet.example.org/room")

    lines = calendar.registration_calendar(make_seat(event, state=RegistrationState.WAITING))

    assert b"meet.example.org" not in lines


def test_the_entry_of_a_confidential_event_tells_only_the_time():
    event = make_event(
        format=Format.DIALOG,
        slug="chemie-geheim",
        title_de="Chemie geheim",
        summary_de="geheim",
        description_de="geheim",
        venue="geheim",
        street="geheim",
        locality="geheim",
        topics=[make_topic("geheim")],
        online_url="https://geheim.example.org/",
    )

    lines = calendar.registration_calendar(make_seat(event), link="http://testserver/r/abc/")

    assert b"geheim" not in lines
    assert b"CATEGORIES" not in lines
    assert b"CLASS:CONFIDENTIAL" in lines
    assert b"URL:http://testserver/r/abc/" in lines


def test_without_a_given_link_no_private_address_is_written():
    seat = make_seat(make_event())

    assert b"/r/" not in calendar.registration_calendar(seat)


def test_the_own_entry_is_the_same_one_as_in_the_feed():
    event = make_event(sequence=3)

    own = icalendar.Calendar.from_ical(calendar.registration_calendar(make_seat(event))).events[0]

    assert (own["UID"], own["SEQUENCE"]) == (written(event)["UID"], 3)


# --- Window and edition ----------------------------------------------------------------------------------


def days(number):
    starts_at = timezone.now() + timedelta(days=number)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}


def test_a_feed_holds_what_comes_and_the_past_twelve_months():
    make_event(slug="old", **days(-500))
    make_event(slug="recent", **days(-300))
    make_event(slug="coming", **days(10))

    assert [event.slug for event in calendar.window(Event.objects.public())] == ["recent", "coming"]


def test_a_feed_with_nothing_recent_keeps_its_last_event():
    make_event(slug="older", **days(-900))
    make_event(slug="last", **days(-800))

    assert [event.slug for event in calendar.window(Event.objects.public())] == ["last"]


def test_hidden_events_leave_no_trace_in_the_edition_of_a_feed():
    make_event()
    before = calendar.feed_edition(calendar.window(Event.objects.public()), "x")

    make_event(format=Format.DIALOG, changed_at=timezone.now() + timedelta(hours=1))

    assert calendar.feed_edition(calendar.window(Event.objects.public()), "x") == before


def test_an_event_that_leaves_the_public_raises_the_date_of_a_feed():
    event = make_event(changed_at=SUMMER)
    later = timezone.now() + timedelta(seconds=5)

    Event.objects.filter(pk=event.pk).update(visibility=Visibility.CONFIDENTIAL, changed_at=later)

    assert calendar.feed_edition(calendar.window(Event.objects.public()), "x").modified == later


def test_a_renamed_topic_makes_another_edition():
    topic = make_topic("Alt")
    make_event(topics=[topic])
    before = calendar.feed_edition(calendar.window(Event.objects.public()))

    topic.label_de = "Neu"
    topic.save()

    assert calendar.feed_edition(calendar.window(Event.objects.public())) != before


def test_a_cancelled_seat_makes_another_edition_of_the_personal_feed():
    person = make_person()
    seat = make_seat(make_event(), person=person)
    before = calendar.personal_edition(person.registrations.all())

    seat.state = RegistrationState.CANCELLED
    seat.save()

    assert calendar.personal_edition(person.registrations.all()) != before
