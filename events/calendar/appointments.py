"""1:1 meetings in calendars: a file with all of one person's, and what a mail tells about one that changed."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from events.calendar.entries import of_meeting, vevent
from events.calendar.frame import calendar
from events.calendar.itip import addressed
from events.enums import MeetingState
from events.models import Event, Meeting, Registration


def appointments_file(registration: Registration, meetings: Iterable[Meeting]) -> bytes:
    """The meetings of the registration's project as one file, in the person's language."""
    event, language = registration.event, registration.language
    written = [appointment(registration, meeting, event, language) for meeting in meetings]
    with translation.override(language):
        name = _("My 1:1 meetings")
    return calendar(written, name=name, description="", source_url="", language=language)


def appointment(registration: Registration, meeting: Meeting, event: Event, language: str) -> bytes:
    """One meeting as an entry of the person's own calendar. It has the same UID everywhere."""
    with translation.override(language):
        return vevent(of_meeting(meeting, event, _other(registration, meeting))).to_ical()


def part_for(registration: Registration, meeting: Meeting) -> bytes:
    """What a mail about a changed meeting tells the person's calendar: the new place, or that it is off."""
    with translation.override(registration.language):
        told = of_meeting(meeting, registration.event, _other(registration, meeting))
    is_off = meeting.state == MeetingState.CANCELLED
    return addressed("CANCEL" if is_off else "REQUEST", registration, told)


def _other(registration: Registration, meeting: Meeting):
    mine = meeting.first if meeting.first.project_id == registration.project_id else meeting.second
    return meeting.other(mine).project
