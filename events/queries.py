"""What spans models of events: availability, the line, what waits for the clock, what a list is narrowed to."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from events.enums import TAKES_SEAT, Availability, Entry, EventState, Format, RegistrationState, WaitingList
from events.formats import POLICIES
from events.models import Event, ProgrammeItem, Registration
from networking.models import FieldOfAction, Project, Topic, TransformationLine
from networking.models.taxonomy import TopicLabel, label_key

FEW_LEFT_SHARE = 10  # at most a tenth of the seats, or
FEW_LEFT = 5  # at most five


def free_seats(event: Event) -> int | None:
    """Free seats as a visitor counts them: whoever is waiting has them already. None means no limit.

    `event` comes from `Event.objects.with_seats()`.
    """
    if event.capacity is None:
        return None
    return max(event.capacity - event.taken - event.waiting, 0)


def is_nearly_full(event: Event) -> bool:
    """Whether a visitor should hurry: at most five seats, or a tenth of them, are left."""
    free = free_seats(event)
    return free is not None and 0 < free <= max(FEW_LEFT, (event.capacity or 0) // FEW_LEFT_SHARE)


def availability(event: Event, now: datetime | None = None) -> Availability:
    """What a visitor can do with the event at `now`; `event` comes from `Event.objects.with_seats()`."""
    now = now or timezone.now()
    if event.state == EventState.CANCELLED:
        return Availability.CANCELLED
    if event.ends_at <= now:
        return Availability.PAST
    if event.state == EventState.DRAFT:
        return Availability.DRAFT
    if event.policy("entry") == Entry.INVITATION:
        return Availability.INVITATION
    if event.registration_opens_at and event.registration_opens_at > now:
        return Availability.NOT_YET
    if event.registration_closes_at and event.registration_closes_at <= now:
        return Availability.CLOSED
    if free_seats(event) == 0:
        line_is_open = event.policy("waiting_list") != WaitingList.OFF
        return Availability.WAITING_LIST if line_is_open else Availability.FULL
    return Availability.FEW_LEFT if is_nearly_full(event) else Availability.OPEN


def takes_registrations(event: Event) -> bool:
    """Whether the registration form makes sense now: open, few left, or a waiting list."""
    return availability(event) in (
        Availability.OPEN,
        Availability.FEW_LEFT,
        Availability.WAITING_LIST,
    )


def is_active(registration: Registration) -> bool:
    """Whether the participant can still change or cancel: not ended, not declined, the event not over."""
    ended = (RegistrationState.CANCELLED, RegistrationState.EXPIRED, RegistrationState.DECLINED)
    return registration.state not in ended and not registration.event.is_past


def place_in_line(registration: Registration) -> int | None:
    """1 for the next in line; None for somebody who is not waiting."""
    if registration.state != RegistrationState.WAITING:
        return None
    ahead = Registration.objects.filter(
        event=registration.event_id,
        state=RegistrationState.WAITING,
        position__lt=registration.position,
    )
    return ahead.count() + 1


def events_to_settle(now: datetime | None = None) -> QuerySet[Event]:
    """Events with a hold or offer that ran out: the clock brings them in order."""
    due = Q(
        registrations__state__in=[RegistrationState.HELD, RegistrationState.OFFERED],
        registrations__deadline_at__lte=now or timezone.now(),
    )
    return Event.objects.filter(due).distinct()


def with_narrower(topic: Topic) -> set[int]:
    """The primary keys of a topic and of all that hang below it."""
    found, level = {topic.pk}, {topic.pk}
    while level:
        level = set(Topic.objects.filter(broader__in=level).values_list("pk", flat=True)) - found
        found |= level
    return found


def feed_formats() -> list[Format]:
    """Formats of which there is a public event."""
    present = set(Event.objects.public().order_by().values_list("format", flat=True))
    return [word for word in Format if word in present]


def feed_topics() -> list[Topic]:
    """Topics with a public event of their own or of a narrower topic, by label."""
    topics = Topic.objects.in_bulk()
    wanted: set[int] = set()
    level = set(Event.objects.public().order_by().values_list("topics", flat=True)) - {None}
    while level:
        wanted |= level
        level = {topics[pk].broader_id for pk in level if topics[pk].broader_id} - wanted
    return sorted((topics[pk] for pk in wanted), key=lambda topic: topic.label.casefold())


def programme(event: Event, person) -> list[ProgrammeItem]:
    """The event's programme with speakers and, as far as `person` may see them, projects; in two queries."""
    visible = Exists(Project.objects.visible_to(person).filter(pk=OuterRef("project")))
    items: list[ProgrammeItem] = list(
        event.programme.select_related("project").prefetch_related("speakers").annotate(shows_project=visible)
    )
    for item in items:
        if not item.shows_project:  # type: ignore[attr-defined]
            item.project = None  # not saved: what one may not see does not exist
    return items


def narrowed(
    events: QuerySet[Event],
    *,
    formats: Iterable[str] = (),
    topic: Topic | None = None,
    line: TransformationLine | str | None = None,
    field: FieldOfAction | str | None = None,
    q: str = "",
) -> QuerySet[Event]:
    """Those of `events` that fit every filter given; a topic includes its narrower topics.

    A line and a field may be given by their slugs.
    """
    if formats:
        events = events.filter(format__in=formats)
    if topic:
        tagged = Event.topics.through.objects.filter(topic__in=with_narrower(topic))
        events = events.filter(pk__in=tagged.values("event"))
    if line:
        events = events.filter(transformation_lines=line)
    if field:
        events = events.filter(fields_of_action=field)
    for word in q.split():
        events = events.filter(_mentions(word))
    return events


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


# --- what organisers read --------------------------------------------------------------------------------


def seat_sums(event: Event) -> dict[str, int | None]:
    """How many registrations are in each state, and `free` (None: no limit).

    `confirmed`, `held`, `offered` and `free` add up to the capacity.
    """
    counts: dict[str, int | None] = dict.fromkeys(RegistrationState.values, 0)
    counts |= dict(event.registrations.order_by().values_list("state").annotate(Count("pk")))
    taken = sum(counts[state] or 0 for state in TAKES_SEAT)
    counts["free"] = None if event.capacity is None else max(event.capacity - taken, 0)
    return counts


# --- What kept pages compare (networking/views/kept.py) ---------------------------------------------------


# In SQL, because a kept page costs little more than this: to build these two by the ORM takes longer than to ask them.
_EDITION_OF_ALL = """
    SELECT number,
           (SELECT SUM(seat_revision) + COUNT(*) FROM events_event),
           (SELECT COUNT(*) FROM events_event WHERE ends_at <= %s)
      FROM networking_edition WHERE name = 'network'
"""
_EDITION_OF_ONE = """
    SELECT number, seat_revision FROM networking_edition, events_event WHERE name = 'network' AND slug = %s
"""


def edition_of_all(now: datetime | None = None) -> str | None:
    """The state of everything lists of events show, in one query: it differs after any change of any of it.

    Every change of an event or of its seats raises that event's `seat_revision`, so their sum never returns; the
    number of events that are over changes the moment one ends.
    """
    moment = connection.ops.adapt_datetimefield_value(now or timezone.now())
    return _edition(_EDITION_OF_ALL, moment)


def edition_of(slug: str) -> str | None:
    """The state of one event's page, in one query; None when there is no such event."""
    return _edition(_EDITION_OF_ONE, slug)


def _edition(statement: str, parameter: Any) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter])
        row = cursor.fetchone()
    return "-".join(map(str, row)) if row else None


def next_turn(events: Iterable[Event], now: datetime | None = None) -> datetime | None:
    """When the first of these events begins, ends, or opens or closes its registration; None for never."""
    now = now or timezone.now()
    turns = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
    coming = [at for event in events for name in turns if (at := getattr(event, name)) and at > now]
    return min(coming, default=None)
