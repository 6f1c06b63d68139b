"""A public event as search engines read it: schema.org's Event, in the language of the page.

It says nothing the page does not say; the link of an online event is private, so the page stands in its place.
"""

import json
import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from events.calendar.text import line, prose
from events.enums import Availability
from events.models import Event
from events.queries import availability

_SCHEMA = "https://schema.org/"
_OFFERED = {
    Availability.OPEN: "InStock",
    Availability.FEW_LEFT: "LimitedAvailability",
    Availability.WAITING_LIST: "SoldOut",
    Availability.FULL: "SoldOut",
    Availability.NOT_YET: "",
}
"""What can be had of an event; events that are not named here offer nothing."""
_LANGUAGES = {"deutsch": "de", "german": "de", "englisch": "en", "english": "en"}
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}
_POSTCODE = re.compile(r"(\d{5})\s+(\S.*)")


def script(event: Event) -> SafeString:
    """The text of a `<script type="application/ld+json">`: whatever a title says, it cannot end the element."""
    text = json.dumps(described(event), ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 -- escaped in this line


def described(event: Event) -> dict[str, Any]:
    """The event with what is known of it; `event` comes with seats and topics."""
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"urn:uuid:{event.uuid}",
        "name": line(event.title),
        "description": prose(event.summary or event.description),
        "url": _address(event),
        "image": [settings.SITE_URL + reverse("events:card", args=[event.slug]) + _state(event)],
        "inLanguage": _languages(event),
        "keywords": [event.get_format_display(), *(topic.label for topic in event.topics.all())],
        "eventAttendanceMode": _attendance_mode(event),
        "location": _locations(event),
        "organizer": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL + "/"},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": event.capacity,
        "offers": _offer(event),
        **_times(event),
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _times(event: Event) -> dict[str, str]:
    former = None if event.is_cancelled else event.moved_from
    return {
        "eventStatus": _SCHEMA + _status(event),
        "startDate": _moment(event, event.starts_at),
        "endDate": event.last_day.isoformat() if event.all_day else _moment(event, event.ends_at),
        "previousStartDate": _moment(event, former) if former else "",
    }


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if event.moved_from else "EventScheduled"


def _moment(event: Event, moment: datetime) -> str:
    """A day for an event that lasts all day, else Berlin's clock with its offset."""
    local = timezone.localtime(moment)
    return local.date().isoformat() if event.all_day else local.isoformat(timespec="seconds")


def _attendance_mode(event: Event) -> str:
    if not event.is_online:
        return _SCHEMA + "OfflineEventAttendanceMode"
    return _SCHEMA + ("Mixed" if _has_place(event) else "Online") + "EventAttendanceMode"


def _locations(event: Event) -> list[dict[str, Any]]:
    place = {"@type": "Place", "name": line(event.venue or event.locality or event.street)}
    places: list[dict[str, Any]] = [place | {"address": _postal(event)}] if _has_place(event) else []
    if event.is_online:
        places.append({"@type": "VirtualLocation", "url": _address(event)})
    return places


def _has_place(event: Event) -> bool:
    return bool(event.venue or event.street or event.locality)


def _postal(event: Event) -> dict[str, str]:
    found = _POSTCODE.fullmatch(line(event.locality))
    postcode, town = found.groups() if found else ("", line(event.locality))
    parts = {
        "@type": "PostalAddress",
        "streetAddress": line(event.street),
        "postalCode": postcode,
        "addressLocality": town,
        "addressCountry": "DE",
    }
    return {name: value for name, value in parts.items() if value}


def _offer(event: Event) -> dict[str, Any] | None:
    """Taking part costs nothing; None where nobody can register (any more)."""
    found = availability(event)
    if found not in _OFFERED:
        return None
    opens_at = event.registration_opens_at or event.published_at
    parts = {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": "EUR",
        "url": settings.SITE_URL + reverse("events:register", args=[event.slug]),
        "availability": _SCHEMA + _OFFERED[found] if _OFFERED[found] else None,
        "validFrom": timezone.localtime(opens_at).isoformat(timespec="seconds") if opens_at else None,
    }
    return {name: value for name, value in parts.items() if value is not None}


def _languages(event: Event) -> list[str]:
    """Those the event's own words name, else the page's."""
    named = [_LANGUAGES[word] for word in re.findall(r"\w+", event.language.lower()) if word in _LANGUAGES]
    return list(dict.fromkeys(named)) or [translation.get_language() or "de"]


def _address(event: Event) -> str:
    return settings.SITE_URL + event.get_absolute_url()


def _state(event: Event) -> str:
    return f"?v={int(event.changed_at.timestamp())}"
