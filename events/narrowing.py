"""What a list of events is narrowed to, and how many events each further choice would show."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.utils import timezone

from events.enums import Entry, EventState
from events.formats import POLICIES
from events.models import Event
from events.models.event import EventQuerySet
from networking.facets import by_topic
from networking.models import FieldOfAction, Topic, TransformationLine
from networking.models.taxonomy import TopicLabel, label_key
from networking.queries import family


@dataclass(frozen=True)
class Narrowing:
    """What somebody asks a list of events for; empty values ask for nothing. A topic includes its narrower topics."""

    formats: tuple[str, ...] = ()
    topic: Topic | None = None
    line: TransformationLine | str | None = None  # or the slug
    field: FieldOfAction | str | None = None  # or the slug
    q: str = ""

    def of(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Those of `events` that fit everything asked for."""
        if self.formats:
            events = events.filter(format__in=self.formats)
        if self.topic:
            tagged = Event.topics.through.objects.filter(topic__in=family(self.topic))
            events = events.filter(pk__in=tagged.values("event"))
        if self.line:
            events = events.filter(transformation_lines=self.line)
        if self.field:
            events = events.filter(fields_of_action=self.field)
        for word in self.q.split():
            events = events.filter(_mentions(word))
        return events

    def without(self, name: str) -> "Narrowing":
        """The same without one of its values."""
        default: Any = next(own.default for own in fields(self) if own.name == name)
        return replace(self, **{name: default})


@dataclass(frozen=True)
class Choices:
    """How many events each value would show, all else staying as chosen; `found` as it is now."""

    found: int
    formats: Counter[str]
    field: Counter[str]
    line: Counter[str]
    topic: Counter[str]


def choices(events: QuerySet[Event], asked: Narrowing, above: dict[str, str]) -> Choices:
    """Count what every format, field, line and topic would show; in two queries.

    `above` names the broader topic's slug of every topic that has one.
    """
    formats, field, line = "formats", "field", "line"
    rows = _counted(events, asked, formats, "format").union(
        _counted(events, asked, field, "fields_of_action"),
        _counted(events, asked, line, "transformation_lines"),
        all=True,
    )
    counts: dict[str, Counter[str]] = {name: Counter() for name in (formats, field, line)}
    for name, value, number in rows:
        if value is not None:
            counts[name][value] = number
    wanted = asked.formats or tuple(counts[formats])
    found = sum(counts[formats][value] for value in wanted)
    return Choices(found=found, topic=_by_topic(events, asked, above), **counts)


def _counted(events: QuerySet[Event], asked: Narrowing, name: str, column: str) -> QuerySet:
    rows = asked.without(name).of(events).order_by()
    named = rows.annotate(facet=Value(name, CharField()), value=F(column))
    return (
        named.values("facet", "value")
        .annotate(number=Count("pk", distinct=True))
        .values_list("facet", "value", "number")
    )


def _by_topic(events: QuerySet[Event], asked: Narrowing, above: dict[str, str]) -> Counter[str]:
    shown = asked.without("topic").of(events).order_by().values("pk")
    tagged = Event.topics.through.objects.filter(event__in=shown)
    return by_topic(tagged.values_list("event", "topic__slug"), above)


def in_span(events: EventQuerySet, begin: datetime | None, end: datetime | None) -> EventQuerySet:
    """Events that end after `begin` and start until `end`, by start; those not over yet when neither is given."""
    if begin is None and end is None:
        return events.upcoming()
    if begin:
        events = events.filter(ends_at__gt=begin)
    if end:
        events = events.filter(starts_at__lte=end)
    return events.order_by("starts_at", "pk")


def with_free_seats(events: QuerySet[Event], now: datetime | None = None) -> QuerySet[Event]:
    """Those one can register for at `now` and be sure of a seat; `events` come from `with_seats()`."""
    now = now or timezone.now()
    by_invitation = [name for name, policy in POLICIES.items() if policy.entry == Entry.INVITATION]
    return events.filter(
        Q(capacity__isnull=True) | Q(capacity__gt=F("taken") + F("waiting")),
        Q(registration_opens_at__isnull=True) | Q(registration_opens_at__lte=now),
        Q(registration_closes_at__isnull=True) | Q(registration_closes_at__gt=now),
        Q(entry__isnull=False) | ~Q(format__in=by_invitation),
        state=EventState.PUBLISHED,
        ends_at__gt=now,
    ).exclude(entry=Entry.INVITATION)


_SEARCHED = [
    f"{name}_{language}" for name in ("title", "summary", "description") for language in ("de", "en")
]


def _mentions(word: str) -> Q:
    """The word stands in title, text, place or the name of a topic.

    SQLite folds the case of ASCII letters only, so other spellings of umlauts are asked for one by one.
    """
    spellings = {word, word.lower(), word.upper(), word.capitalize()}
    columns = [*_SEARCHED, "venue", "locality"]
    found = reduce(or_, (Q(**{f"{column}__icontains": s}) for column in columns for s in spellings))
    labels = TopicLabel.objects.filter(key__contains=label_key(word))
    return found | Q(pk__in=Event.topics.through.objects.filter(topic__labels__in=labels).values("event"))
