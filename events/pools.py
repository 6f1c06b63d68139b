"""Pools: everything of an event that is limited, how much of it is taken, and who needs a seat in which.

The room is one; so are the seats of a category, those left to others while some are kept for project teams, those of
one project, and the places of a choice. Whoever registers needs a seat in every pool that applies. All of it is
counted when somebody asks, nothing is stored. Exact only under the event's lock (services/seats.py).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.enums import TAKES_SEAT, Category, EventState, PoolKind, RegistrationState
from events.models import Answer, Choice, Event, Pool, Registration
from networking.models import Project

ROOM, OTHERS, CHOICE = "room", "others", "choice"


class Needs(NamedTuple):
    """What decides in which pools somebody needs a seat; `choices` are keys of the choices made."""

    category: str = Category.OTHER
    project: int | None = None
    choices: frozenset[int] = frozenset()


ANYBODY = Needs()  # who needs a seat in the room and no more is known


class Share(NamedTuple):
    """One thing to be full or not: a pool or, where each project has its own, one project's part of it."""

    kind: str
    key: int | None = None


@dataclass(frozen=True)
class Limit:
    """So many seats for everybody whose needs name this share."""

    share: Share
    capacity: int
    source: Any = None  # the Pool or Choice it comes from; None for the room


@dataclass
class Seating:
    """What an event limits and how much of it is taken. A copy can be tried out before anything is written."""

    limits: Sequence[Limit]
    each_project: Pool | None = None
    taken: Counter[Share] = field(default_factory=Counter)

    def applying(self, needs: Needs) -> list[Limit]:
        """The pools in which somebody with these needs must have a seat."""
        found = [limit for limit in self.limits if applies(limit, needs)]
        if self.each_project and needs.project:
            share = Share(PoolKind.PROJECT, needs.project)
            found.append(Limit(share, self.each_project.seats, self.each_project))
        return found

    def left(self, limit: Limit) -> int:
        """Free seats of one pool, never below zero."""
        return max(limit.capacity - self.taken[limit.share], 0)

    def full(self, needs: Needs) -> list[Limit]:
        """Of the pools that apply, those without a free seat."""
        return [limit for limit in self.applying(needs) if not self.left(limit)]

    def fits(self, needs: Needs) -> bool:
        return not self.full(needs)

    def free(self, needs: Needs) -> int | None:
        """How many more people with these needs fit; None for no limit."""
        return min((self.left(limit) for limit in self.applying(needs)), default=None)

    def take(self, needs: Needs, number: int = 1) -> None:
        """Count so many more (or fewer) seats with these needs as taken."""
        for limit in self.applying(needs):
            self.taken[limit.share] += number

    def copy(self) -> "Seating":
        return Seating(self.limits, self.each_project, Counter(self.taken))


def applies(limit: Limit, needs: Needs) -> bool:
    """Whether somebody with these needs must have a seat in the pool; those of each project excepted."""
    kind, key = limit.share
    if kind == PoolKind.CATEGORIES:
        return needs.category in limit.source.categories
    if kind == OTHERS:
        return needs.project is None
    return kind == ROOM or key in needs.choices


def room_size(event: Event) -> int | None:
    """Seats that may be given: those of the room and the planned overbooking. None for no limit."""
    return None if event.capacity is None else event.capacity + event.overbooking


def room_alone(event: Event, taken: int) -> Seating:
    """The seating of an event that limits nothing but its room."""
    size = room_size(event)
    limits = [] if size is None else [Limit(Share(ROOM), size)]
    return Seating(limits, None, Counter({Share(ROOM): taken}))


@dataclass(frozen=True)
class Group:
    """So many registrations or open invitations with the same category, project and state."""

    needs: Needs
    state: str
    number: int


RESERVED = "reserved"  # the state of an open invitation that keeps a seat


def groups(event: Event, *, invites: bool = True) -> list[Group]:
    """Everybody who has a seat, keeps one by an invitation, or waits for one: counted in two queries.

    Choices are left out. `invites` False spares the second query where it is known that no invitation keeps a seat.
    """
    alive = event.registrations.filter(state__in=(*TAKES_SEAT, RegistrationState.WAITING)).order_by()
    rows = alive.values_list("category", "project", "state").annotate(Count("pk"))
    kept = event.invitations.answerable().filter(reserves_seat=True).order_by()
    invited = kept.values_list("project").annotate(Count("pk")) if invites else []
    return [
        *(Group(Needs(category, project), state, number) for category, project, state, number in rows),
        *(Group(needs_of_invited(project), RESERVED, number) for project, number in invited),
    ]


def limits_of(event: Event, pools: Iterable[Pool], choices: Iterable[Choice], now: datetime) -> list[Limit]:
    """The limits that hold now, the room first; those of each project excepted."""
    size, found = room_size(event), []
    if size is not None:
        found.append(Limit(Share(ROOM), size))
    for pool in pools:
        if pool.kind == PoolKind.CATEGORIES:
            found.append(Limit(Share(PoolKind.CATEGORIES, pool.pk), pool.seats, pool))
        elif pool.kind == PoolKind.TEAMS and size is not None and keeps(pool, event, now):
            found.append(Limit(Share(OTHERS), max(size - pool.seats, 0), pool))
    return found + [Limit(Share(CHOICE, choice.pk), choice.places or 0, choice) for choice in choices]


def keeps(pool: Pool, event: Event, now: datetime) -> bool:
    """Whether the share for project teams is still kept: until its date, at the latest until the event begins."""
    return now < (pool.until_at or event.starts_at)


def choices_with_places(event: Event):
    """The choices of the event's questions that not everybody can have, with `seats_taken` of each."""
    takes = Q(answers__registration__state__in=TAKES_SEAT)
    limited = Choice.objects.filter(question__event=event, places__isnull=False)
    return limited.select_related("question").annotate(seats_taken=Count("answers", filter=takes))


def seating(event: Event, counted: Iterable[Group] | None = None, *, with_places: bool = True) -> Seating:
    """The event's seating, counted anew in four queries; `counted` are its `groups` if they are known.

    `with_places` False spares one where no choice has limited places.
    """
    pools, choices = list(event.pools.all()), list(choices_with_places(event)) if with_places else []
    each = next((pool for pool in pools if pool.kind == PoolKind.PROJECT), None)
    found = Seating(limits_of(event, pools, choices, timezone.now()), each)
    for group in groups(event) if counted is None else counted:
        if group.state != RegistrationState.WAITING:
            found.take(group.needs, group.number)
    found.taken.update({Share(CHOICE, choice.pk): choice.seats_taken for choice in choices})
    return found


class Waiting(NamedTuple):
    """Somebody in line."""

    pk: int
    needs: Needs


def line(event: Event) -> list[Waiting]:
    """Everybody who waits, the first first, with what they need."""
    rows = event.registrations.waiting().values_list("pk", "category", "project")
    chosen: dict[int, set[int]] = {}
    answers = Answer.objects.filter(
        registration__event=event,
        registration__state=RegistrationState.WAITING,
        choice__places__isnull=False,
    )
    for registration, choice in answers.values_list("registration", "choice"):
        chosen.setdefault(registration, set()).add(choice)
    return [Waiting(pk, Needs(c, project, frozenset(chosen.get(pk, ())))) for pk, c, project in rows]


def next_in(seating: Seating, waiting: Iterable[Waiting]) -> list[Waiting]:
    """Who gets a seat now, in order, and takes it in `seating`: whoever lacks a pool is passed over and stays.

    Nobody with the same needs overtakes: a pool that was full for the one ahead is full for the one behind.
    """
    found = []
    for person in waiting:
        if seating.fits(person.needs):
            seating.take(person.needs)
            found.append(person)
    return found


def stopped(event: Event, now: datetime | None = None) -> str:
    """Why nobody is promoted any more, in words; empty while the line moves."""
    if event.state == EventState.CANCELLED:
        return _("The waiting list is stopped: the event is cancelled.")
    if event.state != EventState.PUBLISHED:
        return _("The waiting list is stopped: the event is not published.")
    if event.starts_at <= (now or timezone.now()):
        return _("The waiting list is stopped: the event has begun.")
    return ""


def needs_of(registration: Registration) -> Needs:
    """What a saved registration needs."""
    chosen = registration.answers.filter(choice__places__isnull=False).values_list("choice", flat=True)
    return Needs(registration.category, registration.project_id, frozenset(chosen))


def needs_of_invited(project: int | None) -> Needs:
    """What is kept for somebody who has not answered: who is invited for a project comes for it."""
    return Needs(Category.PROJECT if project else Category.OTHER, project)


def label(limit: Limit) -> str:
    """What the pool is called in a sentence: “%s” is full."""
    kind, key = limit.share
    if kind == ROOM:
        return _("the room")
    if kind == OTHERS:
        return _("seats for people without an MPI project")
    if kind == PoolKind.PROJECT:
        return _("seats of the project %(project)s") % {"project": Project.objects.get(pk=key or 0).title}
    if kind == CHOICE:
        return f"{limit.source.question.label}: {limit.source.label}"
    return str(limit.source)
