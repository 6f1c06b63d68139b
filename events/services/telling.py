"""Telling registered people of a new time or place: an organiser decides whom, once per change.

What the people last heard stays in `Event.untold` until then: {"starts_at": "2026-12-03T15:00:00+00:00"}. Several
changes add up to one mail, and a change that is taken back needs none.
"""

from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction

from events import signals
from events.enums import TAKES_SEAT, Audience
from events.errors import ChangedMeanwhile
from events.models import Event
from events.models.registration import RegistrationQuerySet
from events.services import seats
from networking.enums import Source
from networking.models import Person
from networking.services import audit

WORTH_TELLING = ("all_day", "starts_at", "ends_at", "venue", "street", "locality", "is_online", "online_url")


def known(event: Event) -> dict[str, Any]:
    """What people know of time and place: the columns as they are, or as they were last told."""
    return {name: getattr(event, name) for name in WORTH_TELLING} | _read(event.untold)


def remember(event: Event, before: dict[str, Any]) -> None:
    """Note on the unsaved event what registered people must be told, given what they knew `before`."""
    news = {name: value for name, value in before.items() if getattr(event, name) != value}
    waits = event.is_published and not event.is_past and event.registrations.active().exists()
    event.untold = _written(news) if waits else {}


def as_told(event: Event) -> Event:
    """The event as the people registered know it. Not to be saved."""
    former = copy(event)
    for name, value in known(event).items():
        setattr(former, name, value)
    return former


def audience(event: Event, whom: str) -> RegistrationQuerySet:
    """The registrations behind one of `Audience`."""
    registrations = event.registrations.active().select_related("event")
    if whom == Audience.SEATS:
        return registrations.filter(state__in=TAKES_SEAT)
    return registrations if whom == Audience.ALL else registrations.none()


@transaction.atomic
def tell(event: Event, whom: str, *, actor: Person, sequence: int, source: str = Source.ORGANISER) -> int:
    """Owe the mail to those chosen and return how many; after "nobody" the question is answered too.

    Deciding twice changes nothing the second time. Raises ChangedMeanwhile when time or place are no longer those of
    `sequence`, which the organiser saw.
    """
    event = seats.lock(event.pk)
    if not event.needs_telling:
        return 0
    if event.sequence != sequence:
        raise ChangedMeanwhile
    registrations, former = list(audience(event, whom)), as_told(event)
    told = sorted(event.untold)
    event.untold = {}
    event.save(update_fields=["untold"])
    verb = "event.tell-nobody" if whom == Audience.NOBODY else "event.tell"
    audit.record(verb, event, actor=actor, source=source, fields=told)
    signals.event_moved.send(Event, event=event, former=former, registrations=registrations)
    return len(registrations)


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {name: v.isoformat() if isinstance(v, datetime) else v for name, v in values.items()}


def _read(values: dict[str, Any]) -> dict[str, Any]:
    moments = ("starts_at", "ends_at")
    return {name: datetime.fromisoformat(v) if name in moments else v for name, v in values.items()}
