"""Entries of calendars (RFC 5545, RFC 7986). This package is the only place that knows icalendar.

The same rows give the same bytes in every process, so an entity tag can be known before anything is written:
DTSTAMP is the last visible change, never now. A file carries no METHOD, ORGANIZER, ATTENDEE or VALARM, and no UID
of the calendar itself (vdirsyncer would take the whole feed for one entry). What differs for the person whose own
seat it is stands in `registration_entry`; everything else is what anybody may read.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import CLASS, STATUS, TRANSP

from events.calendar.text import line, prose, written
from events.enums import MeetingState, RegistrationState
from events.models import Event, Meeting, ProgrammeItem, Registration
from networking.models import Project

BERLIN = ZoneInfo("Europe/Berlin")
LAYOUT = 2  # raise it whenever unchanged events get other bytes: every entity tag changes with it


@dataclass(frozen=True)
class Words:
    """What an entry says; when the event takes place and whether it still does is the event's own."""

    title: str
    paragraphs: tuple[str, ...]
    link: str
    place: str = ""
    categories: tuple[str, ...] = ()
    classification: CLASS = CLASS.PUBLIC
    conference: str = ""


@dataclass(frozen=True)
class Particulars:
    """Everything an entry is written from, in one language: equal ones give the same bytes."""

    identifier: str
    times: tuple[date, date]
    created_at: datetime
    changed_at: datetime
    sequence: int
    is_cancelled: bool
    is_free: bool
    words: Words


def entry(event: Event, language: str) -> bytes:
    """One VEVENT as anybody may read it: never with the online link, neutral for a confidential event."""
    with translation.override(language):
        return written(vevent(particulars(event, _words(event))))


def sessions(event: Event, language: str) -> bytes:
    """The sessions of an event that lasts several days, each its own VEVENT; nothing for any other event."""
    with translation.override(language):
        found = [of_session(event, *session) for session in timed_sessions(event)]
        return b"".join(written(vevent(session)) for session in found)


def lasts_over_night(event: Event) -> bool:
    """Whether it ends on another day; a late evening does not count."""
    is_long = event.ends_at - event.starts_at >= timedelta(hours=12)
    return is_long and timezone.localdate(event.starts_at, BERLIN) != event.last_day


def timed_sessions(event: Event) -> list[tuple[ProgrammeItem, datetime, datetime]]:
    """The points of the programme that have an entry of their own; the event's own entry then blocks no time."""
    if not lasts_over_night(event):
        return []
    programme = [(item, item.starts_at, item.ends_at) for item in event.programme.all()]
    return [(item, starts_at, ends_at) for item, starts_at, ends_at in programme if starts_at and ends_at]


def registration_entry(
    registration: Registration, *, link: str = "", language: str = "", is_named: bool = False
) -> bytes:
    """One VEVENT for somebody's own seat: with the online link once the seat is sure.

    Of a confidential event it says nothing but the time, and the title to whoever asked for it (`is_named`); the
    rest is behind the link.
    """
    with translation.override(language or registration.language):
        return written(vevent(own(registration, link=link, language=language, is_named=is_named)))


def own(
    registration: Registration, *, link: str = "", language: str = "", is_named: bool = False
) -> Particulars:
    """The particulars of `registration_entry`, with the revision of the person's own entry."""
    event = registration.event
    with translation.override(language or registration.language):
        words = replace(_words(event), link=link) if event.is_confidential else _own_words(registration, link)
        if event.is_confidential and is_named:
            words = replace(words, title=event.title)
        return replace(particulars(event, words), sequence=event.sequence + registration.entry_sequence)


def _words(event: Event, *, topics: bool = True) -> Words:
    if event.is_confidential:
        return Words(
            title=_("MPI appointment"),
            paragraphs=(_("You find the details on your personal page."),),
            link="",
            classification=CLASS.CONFIDENTIAL,
        )
    reason = event.cancellation_reason if event.is_cancelled else ""
    return Words(
        title=event.title,
        paragraphs=(reason, event.summary, event.description),
        link=settings.SITE_URL + event.get_absolute_url(),
        place=event.address,
        categories=(event.get_format_display(), *([t.label for t in event.topics.all()] if topics else [])),
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
    return replace(words, paragraphs=tuple(paragraphs), conference=online_url)


def particulars(event: Event, words: Words) -> Particulars:
    """The event as every file, feed and mail writes it, with these words."""
    is_free = event.is_cancelled or bool(timed_sessions(event))
    return _particulars(event, words, f"event-{event.uuid}", _times(event), event.sequence, is_free)


def of_session(event: Event, item: ProgrammeItem, starts_at: datetime, ends_at: datetime) -> Particulars:
    """A session, in the active language. It has no revision of its own: every save of the event raises the event's."""
    words = Words(
        title=item.title,
        paragraphs=(item.text, event.title),
        link=settings.SITE_URL + event.get_absolute_url(),
        place=", ".join(filter(None, [item.room, event.address])),
        categories=(event.get_format_display(),),
    )
    times = _clock(starts_at, ends_at)
    return _particulars(event, words, f"session-{item.uuid}", times, event.revision, event.is_cancelled)


def of_meeting(meeting: Meeting, event: Event, other: Project) -> Particulars:
    """A 1:1 meeting as the people of one side have it, in the active language; `other` is whom they meet."""
    is_off = event.is_cancelled or meeting.state == MeetingState.CANCELLED
    place = ", ".join(filter(None, [meeting.table.label, event.address]))
    return Particulars(
        identifier=f"meeting-{meeting.uuid}",
        times=_clock(meeting.slot.starts_at, meeting.slot.ends_at),
        created_at=_second(meeting.created_at),
        changed_at=_second(max(meeting.changed_at, event.changed_at)),
        sequence=meeting.sequence + event.sequence,
        is_cancelled=is_off,
        is_free=is_off,
        words=Words(
            title=_("1:1 meeting: %(project)s") % {"project": other.title},
            paragraphs=(event.title,),
            link=settings.SITE_URL + other.get_absolute_url(),
            place=place,
            categories=(event.get_format_display(),),
        ),
    )


def _particulars(
    event: Event, words: Words, identifier: str, times: tuple[date, date], sequence: int, is_free: bool
) -> Particulars:
    created, changed = _second(event.created_at), _second(event.changed_at)
    return Particulars(identifier, times, created, changed, sequence, event.is_cancelled, is_free, words)


def vevent(told: Particulars) -> icalendar.Event:
    """The component, in the active language."""
    words, title = told.words, line(told.words.title)
    component = icalendar.Event.new(
        uid=f"{told.identifier}@{settings.CALENDAR_HOST}",
        start=told.times[0],
        end=told.times[1],
        stamp=told.changed_at,
        last_modified=told.changed_at,
        created=told.created_at,
        sequence=told.sequence,
        summary=_("Cancelled: %(title)s") % {"title": title} if told.is_cancelled else title,
        description=prose("\n\n".join(filter(None, [*words.paragraphs, words.link]))),
        location=line(words.place) or None,
        categories=tuple(map(line, words.categories)),  # icalendar writes an empty list, but no empty tuple
        status=STATUS.CANCELLED if told.is_cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if told.is_free else TRANSP.OPAQUE,
        classification=words.classification,
        url=words.link or None,
    )
    if words.conference:
        label = _("Online participation")
        component.conferences = [icalendar.Conference(words.conference, feature="VIDEO", label=label)]
    return component


def _times(event: Event) -> tuple[date, date]:
    """Start and end as written: days (the end exclusive), else Berlin's clock."""
    if event.all_day:
        return timezone.localdate(event.starts_at, BERLIN), event.last_day + timedelta(days=1)
    return _clock(event.starts_at, event.ends_at)


def _clock(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """The hour that October's change of clocks repeats is written in UTC: on Berlin's clock it would mean the first."""
    starts, ends = starts_at.astimezone(BERLIN), ends_at.astimezone(BERLIN)
    if starts.fold or ends.fold:
        return starts.astimezone(UTC), ends.astimezone(UTC)
    return starts, ends


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
