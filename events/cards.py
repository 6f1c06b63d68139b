"""What lists show of an event: drawn once, and kept until something of it changes.

A list asks only which events stand on it and in which state each is; those that nobody has drawn in that state are
read and drawn together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.template.defaultfilters import date as format_date
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events import wording
from events.models import Event
from events.models.event import EventQuerySet
from events.queries import availability, next_turn

Labels = Sequence[tuple[str, str]]  # (slug, label)

KEPT_FOR = 3600  # seconds


@dataclass(frozen=True)
class Card:
    """One event of a list: `html` is true until the clock reaches `true_until` (None: for ever)."""

    title: str
    month: str  # December 2026
    html: SafeString
    true_until: datetime | None


def of_rows(
    events: EventQuerySet, rows: Sequence[tuple[int, int, int]], fields: Labels, edition: str
) -> list[Card]:
    """The cards of `rows`, each an event's (key, seat revision, seats kept by invitations), in their order.

    `events` are those the reader may see, with seats; what is not kept is read from them. `fields` are
    the fields of action in their order, `edition` the state of all labels. At most two queries.
    """
    now, cache = timezone.now(), caches["parts"]
    names = [f"card-{edition}-{get_language()}-{'-'.join(map(str, row))}" for row in rows]
    cards: dict[str, Card] = {
        name: card for name, card in cache.get_many(names).items() if _is_true(card, now)
    }
    missing = {row[0]: name for row, name in zip(rows, names, strict=True) if name not in cards}
    if missing:
        read = list(events.filter(pk__in=missing))
        new = {missing[event.pk]: card for event, card in zip(read, of_events(read, fields), strict=True)}
        cache.set_many(new, KEPT_FOR)
        cards |= new
    return [cards[name] for name in names if name in cards]


def of_events(events: Iterable[Event], fields: Labels) -> list[Card]:
    """Cards of events that come with seats; in one query."""
    events = list(events)
    of_event: dict[int, set[str]] = {event.pk: set() for event in events}
    through = Event.fields_of_action.through._default_manager.filter(event__in=of_event)
    for event, field in through.values_list("event", "fieldofaction") if events else ():
        of_event[event].add(field)
    return [_card(event, [label for slug, label in fields if slug in of_event[event.pk]]) for event in events]


def true_until(cards: Iterable[Card]) -> datetime | None:
    """When the first of the cards is to be drawn anew; None for never."""
    return min((card.true_until for card in cards if card.true_until), default=None)


def _is_true(card: Card, now: datetime) -> bool:
    return card.true_until is None or card.true_until > now


def _card(event: Event, fields: list[str]) -> Card:
    facts: dict[str, Any] = {
        "event": event,
        "fields": fields,
        "look": wording.LOOKS[availability(event)],
        "words": wording.state_words(event),
        "cover": f"{reverse('events:cover', args=[event.slug])}?v={int(event.changed_at.timestamp())}",
    }
    return Card(
        title=event.title,
        month=format_date(timezone.localtime(event.starts_at), "F Y"),
        html=render_to_string("events/_event.html", facts),
        true_until=next_turn([event]),
    )
