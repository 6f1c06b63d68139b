from datetime import UTC, datetime

import icalendar
from dateutil.rrule import rrulestr

from events.calendar import frame
from events.calendar.entries import BERLIN

ENTRY = b"BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:20260701T100000\r\nEND:VEVENT\r\n"
ALL_DAY = b"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260701\r\nEND:VEVENT\r\n"


def calendar(*written):
    return frame.calendar(
        written, name="MPI", description="Alle", source_url="http://testserver/calendar/x.ics", language="de"
    )


def observances():
    zone = icalendar.Timezone.from_ical(frame.ZONE)
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
        != moment.astimezone(BERLIN).utcoffset()
    ]

    assert wrong == []


def test_a_calendar_of_days_names_no_zone():
    assert b"VTIMEZONE" not in calendar(ALL_DAY)


def test_a_calendar_names_the_zone_once():
    assert calendar(ENTRY, ENTRY).count(b"BEGIN:VTIMEZONE") == 1


def test_a_calendar_without_entries_is_still_one():
    found = icalendar.Calendar.from_ical(calendar())

    assert [part.name for part in found.subcomponents] == ["VTIMEZONE"]


def test_a_name_with_commas_is_escaped_wherever_it_stands():
    head = frame.calendar(
        [ENTRY], name="Wärme, Licht; Luft", description="a, b", source_url="", language="de"
    )

    assert head.count(b"Licht\\; Luft") == head.count(b"W\xc3\xa4rme\\, ") == 2
    assert head.count(b":a\\, b\r\n") == 2


def test_the_calendar_itself_has_no_identifier_and_no_method():
    head = calendar(ENTRY).partition(b"BEGIN:VEVENT")[0]

    assert not {b"UID", b"METHOD"} & {line.partition(b":")[0] for line in head.split(b"\r\n")}
