"""1:1 meetings as calendars get them."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from events.calendar import appointments
from events.enums import MeetingState
from tests.factories import make_event, make_meeting, make_party, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    starts_at = datetime(2030, 1, 15, 15, tzinfo=UTC)
    event = make_event(title_de="Wärmewende", starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    meeting_round = make_round(event)
    return make_meeting(make_party(meeting_round, "Eins"), make_party(meeting_round, "Zwei"), slot=1, table=1)


def entry(body):
    return icalendar.Calendar.from_ical(body).walk("VEVENT")[0]


def test_a_meeting_has_its_time_its_table_and_the_other_project(meeting):
    found = entry(appointments.appointments_file(meeting.first.joined_by, [meeting]))

    assert found["SUMMARY"] == "1:1-Treffen: Zwei"
    assert found["LOCATION"] == "Tisch 2, Haus der Industrie, Berlin"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (meeting.slot.starts_at, meeting.slot.ends_at)
    assert "Wärmewende" in found["DESCRIPTION"]
    assert "/r/" not in found.to_ical().decode()


def test_both_sides_see_each_other_under_one_uid(meeting):
    files = [
        appointments.appointments_file(party.joined_by, [meeting])
        for party in (meeting.first, meeting.second)
    ]

    assert [str(entry(body)["SUMMARY"]) for body in files] == ["1:1-Treffen: Zwei", "1:1-Treffen: Eins"]
    assert len({str(entry(body)["UID"]) for body in files}) == 1


def test_no_meetings_are_still_a_calendar(meeting):
    body = appointments.appointments_file(meeting.first.joined_by, [])

    assert icalendar.Calendar.from_ical(body).walk("VEVENT") == []


def test_a_cancelled_meeting_is_taken_out_and_a_moved_one_changed(meeting):
    seat = meeting.first.joined_by
    assert b"METHOD:REQUEST" in appointments.part_for(seat, meeting)

    meeting.state, meeting.sequence = MeetingState.CANCELLED, 3

    found = entry(appointments.part_for(seat, meeting))
    assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", 3)


def test_the_events_revision_counts(meeting):
    meeting.round.event.sequence = 4
    seat = meeting.first.joined_by
    seat.event = meeting.round.event

    assert entry(appointments.part_for(seat, meeting))["SEQUENCE"] == 4
