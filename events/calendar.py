"""Calendar files (RFC 5545, RFC 7986): the only place that knows icalendar.

The same rows give the same bytes in every process, so an entity tag can be known before anything is written:
DTSTAMP is the last visible change, never now. A file carries no METHOD, ORGANIZER, ATTENDEE or VALARM, and no UID
of the calendar itself (vdirsyncer would take the whole feed for one entry). What differs for the person whose own
seat it is stands in `registration_entry`; everything else is what anybody may read.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import CLASS, STATUS, TRANSP, vDuration, vText, vUri

from events.enums import RegistrationState, Visibility
from events.formats import DEFAULT_VISIBILITIES
from events.links import manage_url
from events.models import Event, Registration
from events.models.event import EventQuerySet
from events.models.registration import RegistrationQuerySet
from networking.models import Topic

logger = logging.getLogger("treffwerk.calendar")

BERLIN = ZoneInfo("Europe/Berlin")
LAYOUT = 1  # raise it whenever unchanged events get other bytes: every entity tag changes with it
REFRESH = timedelta(hours=4)

# A rule per half of the year, no list of dates: what icalendar writes by itself moves summer events by an hour in
# Outlook, Thunderbird and Nextcloud. tests/events/test_calendar.py holds it against the IANA data.
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
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Words:
    """What an entry says; when the event takes place and whether it still does is the event's own."""

    title: str
    paragraphs: list[str]
    link: str
    place: str = ""
    categories: list[str] = field(default_factory=list)
    classification: CLASS = CLASS.PUBLIC
    conference: str = ""


# --- Files -----------------------------------------------------------------------------------------------


def feed(events: Iterable[Event], *, name: str, description: str, source_url: str, language: str) -> bytes:
    """A calendar of these events as anybody may see them.

    An event that cannot be written is left out and logged: one bad row must not take the feed down. Without events
    the file holds the time zone alone, which is still a calendar by RFC 5545.
    """
    entries = [_entry_or_nothing(entry, event, language) for event in events]
    return _calendar(entries, name=name, description=description, source_url=source_url, language=language)


def event_calendar(event: Event, language: str) -> bytes:
    """The file of one event, as anybody may see it."""
    return _single(entry(event, language), language)


def registration_calendar(registration: Registration, *, link: str = "") -> bytes:
    """The file for somebody's own seat, in their language, to go with the confirmation or on their page.

    `link` is the address of their own page. Leave it empty where the file is stored (the outbox): a private
    address must not lie in the database.
    """
    own = registration_entry(registration, link=link)
    return _single(own, registration.language)


def personal_feed(registrations: Iterable[Registration], *, source_url: str, language: str) -> bytes:
    """The calendar of one person's own seats; each entry leads to their own page."""
    entries = [_entry_or_nothing(_linked_entry, registration, language) for registration in registrations]
    with translation.override(language):
        name, description = _("My MPI events"), _("The events for which you have a confirmed seat.")
    return _calendar(entries, name=name, description=description, source_url=source_url, language=language)


# --- Entries ---------------------------------------------------------------------------------------------


def entry(event: Event, language: str) -> bytes:
    """One VEVENT as anybody may read it: never with the online link, neutral for a confidential event."""
    with translation.override(language):
        return _event_lines(event, _words(event))


def registration_entry(registration: Registration, *, link: str = "", language: str = "") -> bytes:
    """One VEVENT for somebody's own seat: with the online link once the seat is sure.

    Of a confidential event it says nothing but the time; the rest is behind the link.
    """
    event = registration.event
    with translation.override(language or registration.language):
        words = replace(_words(event), link=link) if event.is_confidential else _own_words(registration, link)
        return _event_lines(event, words)


def _linked_entry(registration: Registration, language: str) -> bytes:
    return registration_entry(registration, link=manage_url(registration), language=language)


def _words(event: Event, *, topics: bool = True) -> Words:
    if event.is_confidential:
        return Words(
            title=_("MPI appointment"),
            paragraphs=[_("You find the details on your personal page.")],
            link="",
            classification=CLASS.CONFIDENTIAL,
        )
    reason = event.cancellation_reason if event.is_cancelled else ""
    return Words(
        title=event.title,
        paragraphs=[reason, event.summary, event.description],
        link=settings.SITE_URL + event.get_absolute_url(),
        place=event.address,
        categories=[event.get_format_display(), *([t.label for t in event.topics.all()] if topics else [])],
    )


def _own_words(registration: Registration, link: str) -> Words:
    words = _words(registration.event, topics=False)
    paragraphs = [*words.paragraphs]
    is_sure = registration.state == RegistrationState.CONFIRMED
    online_url = registration.event.online_url if is_sure else ""
    if online_url:
        paragraphs.append(_("Online link: %(url)s") % {"url": online_url})
    if link:
        paragraphs.append(_("Your registration: %(url)s") % {"url": link})
    return replace(words, paragraphs=paragraphs, conference=online_url)


def _event_lines(event: Event, words: Words) -> bytes:
    starts, ends = _times(event)
    title = _line(words.title)
    component = icalendar.Event.new(
        uid=f"event-{event.uuid}@{settings.CALENDAR_HOST}",
        start=starts,
        end=ends,
        stamp=_second(event.changed_at),
        last_modified=_second(event.changed_at),
        created=_second(event.created_at),
        sequence=event.sequence,
        summary=_("Cancelled: %(title)s") % {"title": title} if event.is_cancelled else title,
        description=_prose("\n\n".join(filter(None, [*words.paragraphs, words.link]))),
        location=_line(words.place) or None,
        categories=tuple(map(_line, words.categories)),  # icalendar writes an empty list, but no empty tuple
        status=STATUS.CANCELLED if event.is_cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if event.is_cancelled else TRANSP.OPAQUE,
        classification=words.classification,
        url=words.link or None,
    )
    if words.conference:
        label = _("Online participation")
        component.conferences = [icalendar.Conference(words.conference, feature="VIDEO", label=label)]
    return component.to_ical()


def _times(event: Event) -> tuple[date, date]:
    """Start and end as written: days (the end exclusive), else Berlin's clock.

    The hour that October's change of clocks repeats is written in UTC: on Berlin's clock it would mean the first.
    """
    if event.all_day:
        return timezone.localdate(event.starts_at, BERLIN), event.last_day + timedelta(days=1)
    starts, ends = event.starts_at.astimezone(BERLIN), event.ends_at.astimezone(BERLIN)
    if starts.fold or ends.fold:
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _prose(text: str) -> str:
    """Without what no calendar may hold, however it got into the database."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _line(text: str) -> str:
    return re.sub(r"[\n\t]+", " ", _prose(text)).strip()


# --- The frame -------------------------------------------------------------------------------------------


def _single(lines: bytes, language: str) -> bytes:
    with translation.override(language):
        name = _("MPI events")
    return _calendar([lines], name=name, description="", source_url="", language=language)


def _entry_or_nothing(write: Callable[[Any, str], bytes], row: Event | Registration, language: str) -> bytes:
    try:
        return write(row, language)
    except Exception:  # whatever it is, the other events must reach their subscribers
        logger.exception("Left out of a calendar: %s %s", type(row).__name__, row.uuid)
        return b""


def _calendar(
    entries: Iterable[bytes], *, name: str, description: str, source_url: str, language: str
) -> bytes:
    body = b"".join(entries)
    zone = ZONE if b"TZID=Europe/Berlin" in body or not body else b""
    return _head(name, description, source_url, language) + zone + body + _TAIL


def _head(name: str, description: str, source_url: str, language: str) -> bytes:
    with translation.override(language):
        page = settings.SITE_URL + reverse("events:list")
    head = icalendar.Calendar.new(
        prodid="-//Masterplan Industriestadt Berlin//Treffwerk//" + language.upper(),
        calscale="GREGORIAN",
        name=_line(name),
        description=_line(description) or None,
        color="teal",
        url=page,
    )
    head.pop("UID", None)
    # icalendar writes these two without VALUE=, which RFC 7986 requires.
    head["REFRESH-INTERVAL"] = vDuration(REFRESH, params={"VALUE": "DURATION"})
    if source_url:
        head["SOURCE"] = vUri(source_url, params={"VALUE": "URI"})
    head["X-PUBLISHED-TTL"] = vDuration(REFRESH)
    head["X-WR-TIMEZONE"] = vText("Europe/Berlin")
    return head.to_ical().removesuffix(_TAIL)


# --- What a feed holds, and since when -------------------------------------------------------------------


@dataclass(frozen=True)
class Edition:
    """Which state of a calendar this is, known without writing it: `version` for ETag, `modified` for dates."""

    version: str
    modified: datetime


def window(events: EventQuerySet, now: datetime | None = None) -> EventQuerySet:
    """Upcoming events and those of the past twelve whole months; if there are none, the last one.

    Calendar programs take an empty calendar for a broken one, so a feed keeps its last event.
    """
    recent = events.filter(ends_at__gte=_month_start(now, years_ago=1))
    if not recent.exists():
        recent = events.filter(pk__in=events.past(now).values("pk")[:1])
    return recent.order_by("starts_at", "pk").prefetch_related("topics")


def feed_edition(events: EventQuerySet, *about: str) -> Edition:
    """The edition of a public feed that shows these events.

    The date also rises when an event leaves: by a change of visibility (any event that is or was public counts) or
    because a month begins and the window moves on.
    """
    open_formats = [
        name for name, visibility in DEFAULT_VISIBILITIES.items() if visibility == Visibility.PUBLIC
    ]
    told = Event.objects.filter(Q(format__in=open_formats) | Q(visibility=Visibility.PUBLIC))
    dates = told.aggregate(Max("changed_at"), Max("published_at")).values()
    modified = max(filter(None, [*dates, _month_start(None)]))
    return Edition(_version(_states(events), about), modified)


def event_edition(event: Event, *about: str) -> Edition:
    """The edition of one event's file."""
    return Edition(_version(_states(Event.objects.filter(pk=event.pk)), about), event.changed_at)


def personal_edition(registrations: RegistrationQuerySet, *about: str) -> Edition:
    """The edition of a person's own feed: `registrations` are all of theirs, also the cancelled ones."""
    seats = registrations.order_by("pk").values_list("uuid", "key_version", "state")
    events = Event.objects.filter(registrations__in=registrations)
    dates = registrations.aggregate(Max("changes__at"), Max("changed_at"), Max("event__changed_at"))
    modified = max(filter(None, dates.values()), default=_month_start(None))
    return Edition(_version([*seats, *_states(events)], about), modified)


def _states(events: EventQuerySet) -> list[tuple]:
    return list(events.values_list("uuid", "sequence", "revision", "state", "changed_at"))


def _version(rows: list[tuple], about: tuple[str, ...]) -> str:
    labels = Topic.objects.order_by("pk").values_list("slug", "label_de", "label_en")
    stamp = repr((LAYOUT, settings.SITE_URL, settings.CALENDAR_HOST, about, rows, list(labels)))
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]


def _month_start(now: datetime | None, years_ago: int = 0) -> datetime:
    local = timezone.localtime(now or timezone.now(), BERLIN)
    midnight = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return midnight.replace(year=midnight.year - years_ago)
