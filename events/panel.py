"""The capacity panel: for the room and every pool, figures that add up to its seats."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from events import pools
from events.enums import TAKES_SEAT, RegistrationState
from events.models import Answer, Event, Pool
from events.pools import OTHERS, RESERVED, ROOM, Group, Limit, Share
from networking.models import Project

GIVEN = (
    str(RegistrationState.CONFIRMED),
    str(RegistrationState.HELD),
    str(RegistrationState.OFFERED),
    RESERVED,
)


@dataclass(frozen=True)
class Row:
    """One pool: confirmed, held, offered, reserved and free add up to `capacity`; those waiting stand beside it.

    `above` are seats given beyond it, each with a reason. `source` is the Pool or Choice, None for the room.
    """

    label: str
    capacity: int | None
    numbers: Counter[str] = field(default_factory=Counter)
    note: str = ""
    source: Any = None

    @property
    def is_pool(self) -> bool:
        """Whether organisers set it on the page of the seats: places of a choice stand with the question."""
        return isinstance(self.source, Pool)

    @property
    def taken(self) -> int:
        return sum(self.numbers[name] for name in GIVEN)

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def above(self) -> int:
        return 0 if self.capacity is None else max(self.taken - self.capacity, 0)

    @property
    def waiting(self) -> int:
        return self.numbers[RegistrationState.WAITING]

    @property
    def bar(self) -> list[tuple[str, str, str]]:
        """What is given as parts of a bar 100 wide: (name, where it begins, how wide it is)."""
        scale = max(self.capacity or 0, self.taken) or 1
        widths = [self.numbers[name] * 100 / scale for name in GIVEN]
        begins = accumulate(widths, initial=0)
        return [
            (name, f"{x:.2f}", f"{width:.2f}")
            for name, x, width in zip(GIVEN, begins, widths, strict=False)
            if width
        ]


@dataclass(frozen=True)
class Panel:
    """The room, the other pools, and projects: those that are full or waited for, and how many others."""

    room: Row
    rows: list[Row]
    projects: list[Row]
    other_projects: int = 0


def panel(event: Event) -> Panel:
    """All figures of an event's seats, in six queries at most."""
    groups = pools.groups(event)
    seating = pools.seating(event, groups)
    rows = [_row(limit, groups) for limit in seating.limits if limit.share.kind not in (ROOM, pools.CHOICE)]
    projects = _project_rows(seating.each_project, groups) if seating.each_project else []
    shown = [row for row in projects if not row.free or row.waiting]
    everybody = Row(_("The room"), pools.room_size(event), _sum(groups))
    return Panel(everybody, rows + _choice_rows(event, seating), shown, len(projects) - len(shown))


def _sum(groups: list[Group]) -> Counter[str]:
    numbers: Counter[str] = Counter()
    for group in groups:
        numbers[group.state] += group.number
    return numbers


def _row(limit: Limit, groups: list[Group]) -> Row:
    numbers = _sum([group for group in groups if pools.applies(limit, group.needs)])
    label, note = str(limit.source), ""
    if limit.share.kind == OTHERS:
        label = _("Everybody without an MPI project")
        note = _("%(number)d seats are kept for project teams") % {"number": limit.source.seats}
    return Row(label, limit.capacity, numbers, note, limit.source)


def _project_rows(pool, groups: list[Group]) -> list[Row]:
    numbers: dict[int, Counter[str]] = {}
    for group in groups:
        if group.needs.project:
            numbers.setdefault(group.needs.project, Counter())[group.state] += group.number
    titles = {project.pk: project.title for project in Project.objects.filter(pk__in=numbers)}
    rows = [Row(titles[pk], pool.seats, counted, source=pool) for pk, counted in numbers.items()]
    return sorted(rows, key=lambda row: row.label.casefold())


def _choice_rows(event: Event, seating: pools.Seating) -> list[Row]:
    limits = [limit for limit in seating.limits if limit.share.kind == pools.CHOICE]
    if not limits:
        return []
    alive = (*TAKES_SEAT, RegistrationState.WAITING)
    answers = Answer.objects.filter(registration__event=event, registration__state__in=alive)
    counted = answers.filter(choice__places__isnull=False).values_list("choice", "registration__state")
    numbers: dict[Share, Counter[str]] = {limit.share: Counter() for limit in limits}
    for choice, state, number in counted.annotate(Count("pk")).order_by():
        numbers[Share(pools.CHOICE, choice)][state] = number
    return [
        Row(pools.label(limit), limit.capacity, numbers[limit.share], source=limit.source) for limit in limits
    ]
