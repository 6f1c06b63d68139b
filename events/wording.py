"""An event's state now as a visitor reads it: its words, its colour and its icon say the same."""

from datetime import datetime

from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.enums import Availability
from events.models import Event
from events.queries import availability, free_seats

LOOKS = {
    # availability: (colour, KERN icon)
    Availability.OPEN: ("ok", "success"),
    Availability.FEW_LEFT: ("wait", "warning"),
    Availability.WAITING_LIST: ("wait", "warning"),
    Availability.FULL: ("off", "close"),
    Availability.NOT_YET: ("info", "calendar-today"),
    Availability.CLOSED: ("muted", "close"),
    Availability.INVITATION: ("info", "mail"),
    Availability.CANCELLED: ("off", "danger"),
    Availability.PAST: ("muted", "check"),
    Availability.DRAFT: ("info", "draft"),
}


def state_words(event: Event) -> str:
    """What a visitor can do with the event now; `event` comes with seats."""
    state = availability(event)
    if state in (Availability.OPEN, Availability.FEW_LEFT):
        return _free(state, free_seats(event))
    if state == Availability.WAITING_LIST:
        return _line(event.waiting)  # type: ignore[attr-defined]
    if state == Availability.NOT_YET:
        return _("Registration opens on %(date)s") % {"date": _day(event.registration_opens_at)}
    if state == Availability.PAST:
        return _took_place(event)
    return {
        Availability.FULL: _("Full"),
        Availability.CLOSED: _("Registration closed"),
        Availability.INVITATION: _("By personal invitation"),
        Availability.CANCELLED: _("Cancelled"),
        Availability.DRAFT: _("Not published"),
    }[state]


def _day(moment: datetime | None) -> str:
    return format_date(timezone.localtime(moment)) if moment else ""


def _free(state: Availability, free: int | None) -> str:
    if free is None:
        return _("Registration open")
    if state == Availability.FEW_LEFT:
        return ngettext("Only %(free)s seat left", "Only %(free)s seats left", free) % {"free": free}
    return ngettext("%(free)s seat free", "%(free)s seats free", free) % {"free": free}


def _line(waiting: int) -> str:
    if waiting:
        return _("Full – %(waiting)s on the waiting list") % {"waiting": waiting}
    return _("Full – waiting list open")


def _took_place(event: Event) -> str:
    if not event.participants_reported:
        return _("Took place")
    if event.participants_approximate:
        return _("About %(number)s participants") % {"number": event.participants_reported}
    return _("%(number)s participants") % {"number": event.participants_reported}
