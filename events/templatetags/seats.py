"""What a visitor can do with an event, for templates; the event carries `.with_seats()`."""

from django import template

from events import queries
from events.enums import Availability

register = template.Library()

_LOOKS = {
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


@register.filter
def availability(event) -> str:
    return queries.availability(event)


@register.filter
def free_seats(event) -> int | None:
    return queries.free_seats(event)


@register.filter
def state_colour(value) -> str:
    """The colour class of an availability; its words and icon say the same."""
    return _LOOKS[value][0]


@register.filter
def state_icon(value) -> str:
    return _LOOKS[value][1]
