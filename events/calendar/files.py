"""Whole calendar files."""

import logging
from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from events.calendar.entries import entry, registration_entry, sessions
from events.calendar.frame import calendar
from events.models import Event, EventFragment, Registration

logger = logging.getLogger("treffwerk.calendar")


def event_calendar(event: Event, language: str) -> bytes:
    """The file of one event, as anybody may see it, with its sessions if it lasts several days."""
    return _single([entry(event, language), sessions(event, language)], language)


def written_calendar(fragment: EventFragment) -> bytes:
    """The same file from the entries as they were written."""
    return _single([fragment.lines.encode(), fragment.sessions.encode()], fragment.language)


def registration_calendar(registration: Registration, *, link: str = "") -> bytes:
    """The file for somebody's own seat, in their language, to go with the confirmation or on their page.

    `link` is the address of their own page. Leave it empty where the file is stored (the outbox): a private
    address must not lie in the database.
    """
    own = registration_entry(registration, link=link)
    return _single([own], registration.language)


def sessions_feed(fragment: EventFragment, *, source_url: str) -> bytes:
    """The sessions of an event that lasts several days, without the event itself: other feeds have that."""
    language = fragment.language
    with translation.override(language):
        name, description = fragment.event.title, _("The sessions of this event.")
    lines = [fragment.sessions.encode()]
    return calendar(lines, name=name, description=description, source_url=source_url, language=language)


def entry_or_nothing(event: Event, language: str) -> bytes:
    """One bad event must not take a feed down."""
    return or_nothing(lambda: entry(event, language), event)


def sessions_or_nothing(event: Event, language: str) -> bytes:
    """Nor must its sessions."""
    return or_nothing(lambda: sessions(event, language), event)


def or_nothing(write: Callable[[], bytes], row: Event | Registration) -> bytes:
    """What is written; nothing, and a line in the log, for what cannot be."""
    try:
        return write()
    except Exception:  # whatever it is, the other events must reach their subscribers
        logger.exception("Left out of a calendar: %s %s", type(row).__name__, row.uuid)
        return b""


def _single(lines: list[bytes], language: str) -> bytes:
    with translation.override(language):
        name = _("MPI events")
    return calendar(lines, name=name, description="", source_url="", language=language)
