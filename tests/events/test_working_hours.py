"""Hours that count for a deadline: Monday to Friday, 8 to 18 in Berlin, no public holidays."""

from datetime import date, datetime

import pytest

from events.working_hours import BERLIN, holidays, is_working_day, later


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T10:00", 4, "2026-11-23T14:00"),  # a Monday
        ("2026-11-23T16:00", 4, "2026-11-24T10:00"),  # over night
        ("2026-11-23T10:00", 8, "2026-11-23T18:00"),  # to the last minute of the day
        ("2026-11-23T03:00", 2, "2026-11-23T10:00"),  # from the next morning
        ("2026-11-27T17:00", 2, "2026-11-30T09:00"),  # over a weekend
        ("2026-11-28T12:00", 16, "2026-12-01T14:00"),  # from a Saturday
        ("2026-12-23T17:00", 16, "2026-12-28T13:00"),  # over Christmas: the 24th counts
        ("2027-03-25T16:00", 4, "2027-03-30T10:00"),  # over Easter
        ("2027-03-26T12:00", 1, "2027-03-30T09:00"),  # from Good Friday, over the change to summer time
    ],
)
def test_only_working_hours_count(start, hours, end):
    assert later(at(start), hours) == at(end)


def test_the_clock_of_berlin_decides():
    assert later(datetime.fromisoformat("2026-07-06T15:30:00+00:00"), 1) == at("2026-07-07T08:30")


def test_berlin_has_ten_holidays_a_year_and_now_and_then_one_more():
    assert [len(holidays(year)) for year in (2026, 2027, 2028)] == [10, 10, 11]


def test_holidays_of_other_states_are_working_days():
    assert [
        is_working_day(date(2026, month, day)) for month, day in [(1, 6), (3, 9), (10, 30), (11, 18)]
    ] == [True] * 4


@pytest.mark.parametrize("day", ["2026-03-08", "2026-04-03", "2026-05-14", "2026-05-25", "2026-10-03"])
def test_the_days_of_2026(day):
    assert date.fromisoformat(day) in holidays(2026)
