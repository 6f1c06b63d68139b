"""What stands around the entries: the calendar's head, the time zone, the end."""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from icalendar import vDuration, vText, vUri

from events.calendar.text import line

REFRESH = timedelta(hours=4)

# A rule per half of the year, no list of dates: what icalendar writes by itself moves summer events by an hour in
# Outlook, Thunderbird and Nextcloud. tests/events/calendar/test_frame.py holds it against the IANA data.
ZONE = b"\r\n".join(
    [
        b"BEGIN:VTIMEZONE",
        b"TZID:Europe/Berlin",
        b"X-LIC-LOCATION:Europe/Berlin",
        b"BEGIN:DAYLIGHT",
        b"TZNAME:CEST",
        b"TZOFFSETFROM:+0100",
        b"TZOFFSETTO:+0200",
        b"DTSTART:19810329T020000",
        b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        b"END:DAYLIGHT",
        b"BEGIN:STANDARD",
        b"TZNAME:CET",
        b"TZOFFSETFROM:+0200",
        b"TZOFFSETTO:+0100",
        b"DTSTART:19961027T030000",
        b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    ]
)
_TAIL = b"END:VCALENDAR\r\n"


def calendar(
    entries: Iterable[bytes], *, name: str, description: str, source_url: str, language: str
) -> bytes:
    """The whole file. Without entries it holds the time zone alone, which is still a calendar by RFC 5545."""
    body = b"".join(entries)
    zone = ZONE if b"TZID=Europe/Berlin" in body or not body else b""
    return _head(name, description, source_url, language) + zone + body + _TAIL


def invitation(method: str, entry: bytes, language: str) -> bytes:
    """One entry as the calendar part of a mail; `method` says what the receiving program shall do with it."""
    zone = ZONE if b"TZID=Europe/Berlin" in entry else b""
    return _invitation_head(method, language) + zone + entry + _TAIL


@lru_cache
def _invitation_head(method: str, language: str) -> bytes:
    head = icalendar.Calendar()
    head.add("PRODID", _product(language))
    head.add("VERSION", "2.0")
    head.add("CALSCALE", "GREGORIAN")
    head.add("METHOD", method)
    return head.to_ical().removesuffix(_TAIL)


@lru_cache(maxsize=256)  # a feed's head is the same at every change of its events
def _head(name: str, description: str, source_url: str, language: str) -> bytes:
    with translation.override(language):
        page = settings.SITE_URL + reverse("events:list")
    head = icalendar.Calendar.new(
        prodid=_product(language),
        calscale="GREGORIAN",
        name=line(name),
        description=line(description) or None,
        color="teal",
        url=page,
    )
    head.pop("UID", None)
    # icalendar writes these two without VALUE=, which RFC 7986 requires.
    head["REFRESH-INTERVAL"] = vDuration(REFRESH, params={"VALUE": "DURATION"})
    if source_url:
        head["SOURCE"] = vUri(source_url, params={"VALUE": "URI"})
    # … and these as they come, with bare commas and semicolons.
    for name in {"NAME", "X-WR-CALNAME", "X-WR-CALDESC"} & head.keys():
        head[name] = vText(str(head[name]))
    head["X-PUBLISHED-TTL"] = vDuration(REFRESH)
    head["X-WR-TIMEZONE"] = vText("Europe/Berlin")
    return head.to_ical().removesuffix(_TAIL)


def _product(language: str) -> str:
    return "-//Masterplan Industriestadt Berlin//Treffwerk//" + language.upper()
