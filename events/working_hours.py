"""Time as offices count it: Monday to Friday, 8 to 18 o'clock in Berlin, not on Berlin's public holidays."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

BERLIN = ZoneInfo("Europe/Berlin")
OPENS, CLOSES = time(8), time(18)

_EVERY_YEAR = [(1, 1), (3, 8), (5, 1), (10, 3), (12, 25), (12, 26)]
_FROM_EASTER = [-2, 1, 39, 50]  # Good Friday, Easter Monday, Ascension Day, Whit Monday
_ONCE = {date(2028, 6, 17)}  # 75 years after the uprising of 1953


@cache
def holidays(year: int) -> frozenset[date]:
    """Berlin's public holidays of a year, by § 1 of its Sonn- und Feiertagsgesetz."""
    fixed = {date(year, month, day) for month, day in _EVERY_YEAR}
    moving = {easter(year) + timedelta(days=days) for days in _FROM_EASTER}
    return frozenset(fixed | moving | {day for day in _ONCE if day.year == year})


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def later(moment: datetime, hours: int) -> datetime:
    """The moment after so many working hours. Nights, weekends and holidays count for nothing."""
    left, day = timedelta(hours=hours), moment.astimezone(BERLIN).date()
    while True:
        opens, closes = (datetime.combine(day, at, BERLIN) for at in (OPENS, CLOSES))
        start = max(opens, moment.astimezone(BERLIN))
        if is_working_day(day) and start < closes:
            if left <= closes - start:
                return start + left
            left -= closes - start
        day += timedelta(days=1)
