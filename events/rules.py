"""The rules of an event in words: the value of each, what its format says, and which of the two it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.enums import Entry, Format, RegistrationState, WaitingList
from events.errors import TooLate, TooLateToCancel, TooLateToChange
from events.formats import OVERRIDABLE, POLICIES
from events.models import Event, Registration

LABELS: dict[str, Promise] = {
    "visibility": gettext_lazy("Visibility"),
    "entry": gettext_lazy("Entry"),
    "confirm_email_hours": gettext_lazy("Confirming the e-mail address"),
    "waiting_list": gettext_lazy("Waiting list"),
    "offer_working_hours": gettext_lazy("Time to take an offered seat"),
    "cancel_until_hours": gettext_lazy("Participants may cancel"),
    "change_until_hours": gettext_lazy("Participants may change their details"),
    "deputies": gettext_lazy("Handing a place on"),
    "attendee_list": gettext_lazy("Who sees the attendee list"),
    "meetings": gettext_lazy("1:1 meetings"),
    "retention_days": gettext_lazy("Personal data are kept"),
    "duration": gettext_lazy("Usual length"),
}
_TOO_LATE = {"cancel_until_hours": TooLateToCancel, "change_until_hours": TooLateToChange}


@dataclass(frozen=True)
class Rule:
    """One rule of one event. `is_idle`: another rule makes it count for nothing."""

    name: str
    label: str | Promise
    value: str
    standard: str
    is_changed: bool
    is_idle: bool = False


def rules_of(event: Event) -> list[Rule]:
    """Every rule of the event in the order of the table; the length stands last and is changed with the time."""
    return [*(_rule(event, name) for name in OVERRIDABLE), _length(event)]


def in_words(name: str, value: Any) -> str:
    """The value of a rule as an organiser reads it."""
    if name in _NUMBERS:
        return _NUMBERS[name](value)
    if name == "duration":
        return _length_in_words(value)
    return str(type(getattr(POLICIES[Format.MEETUP], name))(value).label)


def self_service_until(event: Event, name: str) -> datetime:
    """Until when participants do it themselves: `name` is "cancel_until_hours" or "change_until_hours"."""
    hours = event.policy(name)
    return event.starts_at - timedelta(hours=hours) if hours else event.ends_at


def refusal(registration: Registration, name: str) -> TooLate | None:
    """Why only the organisers can do it now, None as long as the person can; `name` as above.

    Who has no sure seat yet may leave until the event is over.
    """
    event = registration.event
    has_time = name == "cancel_until_hours" and registration.state != RegistrationState.CONFIRMED
    until = event.ends_at if has_time else self_service_until(event, name)
    if until > timezone.now():
        return None
    return _TOO_LATE[name](until, event.contact_email or settings.CONTACT_EMAIL)


def _rule(event: Event, name: str) -> Rule:
    value, standard = event.policy(name), getattr(event.format_policy, name)
    return Rule(
        name,
        LABELS[name],
        in_words(name, value),
        in_words(name, standard),
        is_changed=value != standard,
        is_idle=_is_idle(event, name),
    )


def _is_idle(event: Event, name: str) -> bool:
    if name == "offer_working_hours":
        return event.policy("waiting_list") != WaitingList.OFFER
    if name == "confirm_email_hours":
        return event.policy("entry") != Entry.OPEN
    return False


def _length(event: Event) -> Rule:
    value, standard = event.ends_at - event.starts_at, event.format_policy.duration
    words = _("all day") if event.all_day else _length_in_words(value)
    return Rule("duration", LABELS["duration"], words, _length_in_words(standard), value != standard)


def _length_in_words(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    shown = ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    return shown if not minutes else _("%(hours)s %(minutes)d minutes") % {"hours": shown, "minutes": minutes}


def _held(hours: int) -> str:
    if not hours:
        return _("off, the seat is sure at once")
    words = ngettext("the seat is held for %(number)d hour", "the seat is held for %(number)d hours", hours)
    return words % {"number": hours}


def _offered(hours: int) -> str:
    return ngettext("%(number)d working hour", "%(number)d working hours", hours) % {"number": hours}


def _until(hours: int) -> str:
    if not hours:
        return _("until the end of the event")
    if hours % 24:
        words = ngettext("until %(number)d hour before", "until %(number)d hours before", hours)
        return words % {"number": hours}
    days = hours // 24
    return ngettext("until %(number)d day before", "until %(number)d days before", days) % {"number": days}


def _handed_on(times: int) -> str:
    if not times:
        return _("not possible")
    return ngettext("%(number)d time", "%(number)d times", times) % {"number": times}


def _kept(days: int) -> str:
    return ngettext("%(number)d day after the end", "%(number)d days after the end", days) % {"number": days}


_NUMBERS: dict[str, Callable[[int], str]] = {
    "confirm_email_hours": _held,
    "offer_working_hours": _offered,
    "cancel_until_hours": _until,
    "change_until_hours": _until,
    "deputies": _handed_on,
    "retention_days": _kept,
}
