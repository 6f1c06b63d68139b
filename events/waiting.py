"""The waiting list explained: for everybody in it, their place and why it is not their turn yet."""

from dataclasses import dataclass

from events import pools
from events.enums import RegistrationState
from events.models import Event, Registration
from events.pools import Limit, Waiting


@dataclass(frozen=True)
class Place:
    """One person's place in line: `full` pools keep them from a seat, `ahead` people before them wait for the same.

    `stopped` says why nobody is promoted any more, empty while the line moves; `is_passed_over`: it is not the room
    alone that is full, others may come in before them.
    """

    number: int
    full: list[str]
    ahead: int
    stopped: str
    is_passed_over: bool = False
    registration: Registration | None = None


def places(event: Event) -> list[Place]:
    """Everybody who waits, the first first. A fixed number of queries, however long the line is."""
    rows = {row.pk: row for row in event.registrations.waiting().select_related("project")}
    return _explained(event, pools.line(event), rows)


def place(registration: Registration) -> Place | None:
    """The place of one person; None for somebody who is not waiting."""
    if registration.state != RegistrationState.WAITING:
        return None
    line, event = pools.line(registration.event), registration.event
    own = next(number for number, person in enumerate(line, start=1) if person.pk == registration.pk)
    return _explained(event, line[:own], {registration.pk: registration})[-1]


def _explained(event: Event, line: list[Waiting], rows: dict[int, Registration]) -> list[Place]:
    seating, stopped = pools.seating(event), pools.stopped(event)
    labels: dict[pools.Share, str] = {}
    ahead: dict[pools.Share, list[int]] = {}
    found = []
    for number, person in enumerate(line, start=1):
        full = seating.full(person.needs)
        before = {other for limit in full for other in ahead.get(limit.share, ())}
        words = [_label(limit, labels) for limit in full] if person.pk in rows else []
        elsewhere = any(limit.share.kind != pools.ROOM for limit in full)
        found.append(Place(number, words, len(before), stopped, elsewhere, rows.get(person.pk)))
        for limit in full:
            ahead.setdefault(limit.share, []).append(number)
    return found


def _label(limit: Limit, known: dict[pools.Share, str]) -> str:
    """Each pool's name is looked up once."""
    if limit.share not in known:
        known[limit.share] = pools.label(limit)
    return known[limit.share]
