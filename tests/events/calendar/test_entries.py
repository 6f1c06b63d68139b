from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline

from events.calendar import entries, files, text
from events.enums import EventState, Format, RegistrationState
from events.models import Event, ProgrammeItem, Registration
from tests.factories import make_event, make_topic

pytestmark = pytest.mark.django_db

SUMMER = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def written(event, language="de"):
    """The entry as a calendar program reads it back."""
    return icalendar.Event.from_ical(entries.entry(Event.objects.get(pk=event.pk), language))


def make_seat(event, **fields):
    fields = {"state": RegistrationState.CONFIRMED, "position": 1, "email": "ada@example.org"} | fields
    return Registration.objects.create(event=event, given_name="Ada", family_name="Byron", **fields)


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

    lines = entries.entry(
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

    assert b"secret" not in entries.entry(event, "de") + files.event_calendar(event, "de")


def test_control_characters_that_got_into_the_database_stay_out():
    event = make_event(title_de="Wär\x01me\x0b\x7f\u2028", description_de="Eins\r\nzwei\x1b")

    entry = written(event)

    assert (entry["SUMMARY"], entry["DESCRIPTION"].split("\n\n")[0]) == ("Wärme", "Eins\nzwei")


@pytest.mark.parametrize("hours", [0, 1, 2])
def test_an_event_in_the_night_of_the_change_keeps_its_instant(hours):
    starts_at = datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(hours=hours)
    event = make_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=4))

    entry = written(event)

    assert (entry.start.astimezone(UTC), entry.end.astimezone(UTC)) == (event.starts_at, event.ends_at)


def test_the_repeated_hour_is_written_in_utc_because_berlins_clock_would_mean_the_first():
    starts_at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    lines = entries.entry(make_event(starts_at=starts_at), "de")

    assert b"DTSTART:20261025T013000Z" in lines


# Without the backslash: icalendar's own reader turns an escaped "\\N" into a line break. Without the byte order mark:
# icalendar takes it off the beginning.
any_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\\\ufeff"), min_size=1, max_size=200
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=any_text)
def test_any_title_is_folded_at_75_octets_and_comes_back_equal(event_in_memory, title):
    event_in_memory.title_de = title

    lines = entries.entry(event_in_memory, "de")

    assert max(len(line) for line in lines.split(b"\r\n")) <= 75
    assert icalendar.Event.from_ical(lines)["SUMMARY"] == text.line(title)


@settings(max_examples=300, deadline=None)
@given(content=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=300))
@example(content="ß" * 73 + "\\" * 80)
@example(content="x" * 73 + "^'" + "€" * 60)
def test_a_line_is_folded_as_icalendar_folds_it(content):
    assert text.folded(content) == Contentline(content).to_ical()


@pytest.fixture
def event_in_memory():
    event = make_event()
    event._prefetched_objects_cache = {"topics": event.topics.none()}
    return event


# --- Several days ----------------------------------------------------------------------------------------


@pytest.fixture
def congress():
    """Three days with a session on the first, one without an end, and one in the night of the change of clocks."""
    starts_at = datetime(2026, 10, 24, 7, tzinfo=UTC)
    event = make_event(
        title_de="Kongress", starts_at=starts_at, ends_at=starts_at + timedelta(days=2), revision=7
    )
    for title, hours, length in (("Auftakt", 1, 2), ("Offen", 4, None), ("Nacht", 18, 1)):
        begins = starts_at + timedelta(hours=hours)
        ends = begins + timedelta(hours=length) if length else None
        ProgrammeItem.objects.create(
            event=event, title_de=title, starts_at=begins, ends_at=ends, room="Saal 1"
        )
    return event


def test_each_session_with_start_and_end_is_an_entry(congress):
    found = icalendar.Calendar.from_ical(files.event_calendar(congress, "de")).events

    assert [str(entry["SUMMARY"]) for entry in found] == ["Kongress", "Auftakt", "Nacht"]


def test_the_event_itself_blocks_no_time_then(congress):
    found = icalendar.Calendar.from_ical(files.event_calendar(congress, "de")).events

    assert [str(entry["TRANSP"]) for entry in found] == ["TRANSPARENT", "OPAQUE", "OPAQUE"]


def test_a_session_keeps_its_instant_through_the_change_of_clocks(congress):
    session = icalendar.Calendar.from_ical(files.event_calendar(congress, "de")).events[-1]

    item = congress.programme.get(title_de="Nacht")
    assert (session.start.astimezone(UTC), session.end.astimezone(UTC)) == (item.starts_at, item.ends_at)


def test_a_session_is_known_by_its_own_uuid_and_the_events_revision(congress):
    session = icalendar.Calendar.from_ical(files.event_calendar(congress, "de")).events[1]

    item = congress.programme.get(title_de="Auftakt")
    assert session["UID"] == f"session-{item.uuid}@treffwerk.example.org"
    assert (session["SEQUENCE"], session["LOCATION"]) == (7, "Saal 1, Haus der Industrie, Berlin")


@pytest.mark.parametrize("hour", [8, 20])
def test_an_event_of_one_day_or_evening_is_one_entry_whatever_its_programme(hour):
    starts_at = SUMMER.replace(hour=hour)
    event = make_event(starts_at=starts_at)
    ends = starts_at + timedelta(hours=1)
    ProgrammeItem.objects.create(event=event, title_de="Auftakt", starts_at=starts_at, ends_at=ends)

    found = icalendar.Calendar.from_ical(files.event_calendar(event, "de")).events

    assert [(str(entry["SUMMARY"]), str(entry["TRANSP"])) for entry in found] == [(event.title, "OPAQUE")]


# --- Somebody's own seat ---------------------------------------------------------------------------------


def test_a_sure_seat_holds_the_online_link():
    event = make_event(is_online=True, online_url="https://meet.example.org/room")

    found = icalendar.Calendar.from_ical(files.registration_calendar(make_seat(event))).events[0]

    assert [conference.uri for conference in found.conferences] == ["https://meet.example.org/room"]


def test_a_place_on_the_waiting_list_does_not_hold_the_online_link():
    event = make_event(is_online=True, online_url="https://meet.example.org/room")

    lines = files.registration_calendar(make_seat(event, state=RegistrationState.WAITING))

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

    lines = files.registration_calendar(make_seat(event), link="http://testserver/r/abc/")

    assert b"geheim" not in lines
    assert b"CATEGORIES" not in lines
    assert b"CLASS:CONFIDENTIAL" in lines
    assert b"URL:http://testserver/r/abc/" in lines


def test_without_a_given_link_no_private_address_is_written():
    seat = make_seat(make_event())

    assert b"/r/" not in files.registration_calendar(seat)


def test_the_own_entry_is_the_same_one_as_in_the_feed():
    event = make_event(sequence=3)

    own = icalendar.Calendar.from_ical(files.registration_calendar(make_seat(event))).events[0]

    assert (own["UID"], own["SEQUENCE"]) == (written(event)["UID"], 3)
