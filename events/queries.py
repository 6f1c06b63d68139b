"""What spans models of events: availability, the line, what waits for the clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.enums import (
    TAKES_SEAT,
    Availability,
    Entry,
    EventState,
    Format,
    RegistrationState,
    Visibility,
    WaitingList,
)
from events.models import Event, Pool, ProgrammeItem, Question, Registration
from events.unchanged import while_unchanged
from networking.models import Project, Topic

FEW_LEFT_SHARE = 10  # at most a tenth of the seats, or
FEW_LEFT = 5  # at most five


def free_seats(event: Event) -> int | None:
    """Free seats as a visitor counts them: whoever is waiting has them already. None means no limit.

    Where more is limited than the room, whoever waits may wait for something else. Planned overbooking is no
    visitor's business, but its seats can be had. `event` comes from `Event.objects.with_seats()`.
    """
    if event.capacity is None:
        return None
    claimed = event.taken + event.reserved + (0 if event.is_divided else event.waiting)
    return min(max(event.capacity + event.overbooking - claimed, 0), event.capacity)


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


def to_register(events: QuerySet[Event]) -> QuerySet[Event]:
    """The same events with no more than checking somebody's entries takes; `asks` says whether there are questions."""
    questions = Question.objects.for_participants().filter(event=OuterRef("pk"))
    return events.only("slug", "format", "attendee_list", "waiting_list").annotate(asks=Exists(questions))


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
    """Events with a hold, an offer or a share for project teams that ran out: the clock brings them in order."""
    now = now or timezone.now()
    due = Q(
        registrations__state__in=[RegistrationState.HELD, RegistrationState.OFFERED],
        registrations__deadline_at__lte=now,
    )
    released = Pool.objects.filter(until_at__lte=now, released_at=None)
    return Event.objects.filter(due | Q(pk__in=released.values("event"))).distinct()


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


def editions(event: Event, person) -> tuple[Event | None, Event | None]:
    """The edition before the event and the next one, as far as `person` may know of them; one query.

    Events that lists do not name are not named here either.
    """
    near = Event.objects.visible_to(person).filter(Q(pk=event.previous_id) | Q(previous=event))
    near = near.exclude(state=EventState.DRAFT).exclude(effective_visibility=Visibility.UNLISTED)
    found = list(near.order_by("starts_at", "pk"))
    before = next((edition for edition in found if edition.pk == event.previous_id), None)
    return before, next((edition for edition in found if edition != before), None)


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
_LABELS = "COALESCE((SELECT number FROM networking_edition WHERE name = 'network'), 0)"
_EDITION_OF_ALL = f"""
    SELECT {_LABELS}, COALESCE(SUM(seat_revision), 0) + COUNT(*), COUNT(CASE WHEN ends_at <= %s THEN 1 END),
           MIN(CASE WHEN ends_at > %s THEN ends_at END), {{0}}
      FROM events_event WHERE {{0}} <> %s
"""  # noqa: S608 -- nothing in it comes from outside
_EDITION_OF_ONE = f"""
    SELECT {_LABELS}, shown.seat_revision,
           COALESCE((SELECT SUM(seat_revision) + COUNT(*) FROM events_event other
                      WHERE other.previous_id = shown.id OR other.id = shown.previous_id), 0)
      FROM events_event shown WHERE slug = %s
"""  # noqa: S608 -- likewise


def edition_of_all(now: datetime | None = None) -> str:
    """The state of everything lists of events show, in one query: it differs after any change of any of it.

    Its first number, up to the "-", is the state of all labels.

    Every change of an event or of its seats raises that event's `seat_revision`, so their sum never returns; the
    number of events that are over changes the moment one ends.
    """
    moment = connection.ops.adapt_datetimefield_value(now or timezone.now())

    def ask(beside: str, known: str) -> tuple[str, datetime | None, str]:
        with connection.cursor() as cursor:
            cursor.execute(_EDITION_OF_ALL.format(beside), [moment, moment, known])
            *numbers, next_end, found = cursor.fetchone()
        return "-".join(map(str, numbers)), next_end, found

    return while_unchanged("edition of all", ask, now)


def edition_of(slug: str) -> str | None:
    """The state of one event's page, which names the editions before and after it, in one query.

    None when there is no such event.
    """
    return _edition(_EDITION_OF_ONE, slug)


def edition_of_labels() -> str | None:
    """The state of all labels alone: names of projects, topics, organisations and calls."""
    return _edition(f"SELECT {_LABELS}")


def _edition(statement: str, *parameters: Any) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return "-".join(map(str, row)) if row else None


def next_turn(events: Iterable[Event], now: datetime | None = None) -> datetime | None:
    """When the first of these events begins, ends, or opens or closes its registration; None for never."""
    now = now or timezone.now()
    turns = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
    coming = [at for event in events for name in turns if (at := getattr(event, name)) and at > now]
    return min(coming, default=None)
