"""What a list of events is narrowed to, and how many events each further choice would show."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from events.enums import Entry, EventState
from events.formats import POLICIES
from events.models import Event
from events.models.event import EventQuerySet
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
            tagged = Event.topics.through.objects.filter(topic__in=self._family)
            events = events.filter(pk__in=tagged.values("event"))
        if self.line:
            events = events.filter(transformation_lines=self.line)
        if self.field:
            events = events.filter(fields_of_action=self.field)
        for word in self.q.split():
            events = events.filter(_mentions(word))
        return events

    def only(self, name: str) -> "Narrowing":
        """Nothing but one of its values."""
        default: Any = Narrowing()
        alone = replace(default, **{name: getattr(self, name)})
        if name == "topic":
            vars(alone)["_family"] = self._family  # asked for once
        return alone

    @cached_property
    def _family(self) -> set[int]:
        return family(self.topic)


@dataclass(frozen=True)
class Choices:
    """How many events each value would show, all else staying as chosen; `found` as it is now."""

    found: int
    formats: Counter[str]
    field: Counter[str]
    line: Counter[str]
    topic: Counter[str]


_PAIRS = {
    # what is counted: table and column of what an event has several of
    "field": ("events_event_fields_of_action", "fieldofaction_id"),
    "line": ("events_event_transformation_lines", "transformationline_id"),
}
_FAMILIES = """
    families (below, topic) AS (
        SELECT id, id FROM networking_topic
        UNION SELECT below, broader_id FROM families JOIN networking_topic ON id = topic
         WHERE broader_id IS NOT NULL
    )"""
_TOPICS = """
    SELECT 'topic', slug, number FROM networking_topic JOIN (
        SELECT topic, COUNT(*) AS number FROM (
            SELECT DISTINCT event, families.topic FROM shown
              JOIN events_event_topics ON event_id = event
              JOIN families ON below = events_event_topics.topic_id
             WHERE TRUE{}
        ) AS pairs GROUP BY topic
    ) AS counted ON counted.topic = networking_topic.id"""


def choices(events: QuerySet[Event], asked: Narrowing) -> Choices:
    """Count what every format, field, line and topic would show, a topic with all below it; in one query.

    Django reads the events once, with whether each fits every chosen value; SQL around it counts them by each.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("formats", "field", "line", "topic")}
    chosen = [name for name in counts if getattr(asked, name)]
    fits = {f"fits_{name}": _fits(asked.only(name)) for name in chosen}
    rows = asked.only("q").of(events).order_by()
    try:
        shown, parameters = rows.annotate(**fits).values_list("pk", "format", *fits).query.sql_with_params()
    except EmptyResultSet:
        return Choices(found=0, **counts)
    with connection.cursor() as cursor:
        cursor.execute(_counting(shown, chosen), parameters)
        for name, value, number in cursor.fetchall():
            counts[name][value] = number
    wanted = asked.formats or tuple(counts["formats"])
    return Choices(found=sum(counts["formats"][value] for value in wanted), **counts)


def _fits(asked: Narrowing) -> ExpressionWrapper:
    return ExpressionWrapper(Q(pk__in=asked.of(Event.objects.order_by()).values("pk")), BooleanField())


def _counting(shown: str, chosen: list[str]) -> str:
    columns = ", ".join(["event", "format", *(f"fits_{name}" for name in chosen)])

    def fitting(name: str) -> str:
        """Everything chosen but what is counted."""
        return "".join(f" AND fits_{other}" for other in chosen if other != name)

    parts = [f"SELECT 'formats', format, COUNT(*) FROM shown WHERE TRUE{fitting('formats')} GROUP BY format"]  # noqa: S608 -- names of our own
    parts += [
        f"SELECT '{name}', {column}, COUNT(*) FROM shown JOIN {table} ON event_id = event"  # noqa: S608 -- likewise
        f" WHERE TRUE{fitting(name)} GROUP BY {column}"
        for name, (table, column) in _PAIRS.items()
    ]
    parts.append(_TOPICS.format(fitting("topic")))
    return f"WITH RECURSIVE shown ({columns}) AS ({shown}),{_FAMILIES} " + " UNION ALL ".join(parts)


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
    folds_itself = connection.vendor != "sqlite" or word.isascii()
    spellings = {word} if folds_itself else {word, word.lower(), word.upper(), word.capitalize()}
    columns = [*_SEARCHED, "venue", "locality"]
    found = reduce(or_, (Q(**{f"{column}__icontains": s}) for column in columns for s in spellings))
    labels = TopicLabel.objects.filter(key__contains=label_key(word))
    return found | Q(pk__in=Event.topics.through.objects.filter(topic__labels__in=labels).values("event"))
