"""Setting limits besides the room: seats of a category, kept for project teams, of each project.

Each owns its transaction, whose first statement takes the event's lock. A limit never takes back what is given, and
whoever may come in because of it does so before the function returns.
"""

from datetime import datetime

from django.db import transaction

from events.enums import PoolKind
from events.errors import EditedMeanwhile, PoolKnown
from events.models import Event, Pool
from events.pools import Limit
from events.services import seats
from networking.enums import Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def add(
    event: Event,
    kind: str,
    *,
    number: int,
    actor: Person,
    categories: list[str] | None = None,
    until_at: datetime | None = None,
) -> Pool:
    """Limit something from now on. Raises PoolBelowTaken, and PoolKnown for a second limit of the same."""
    event = seats.lock(event.pk)
    pool = Pool(event=event, kind=kind, seats=number, categories=sorted(categories or []), until_at=until_at)
    if _is_known(pool):
        raise PoolKnown
    pool.save()
    _refuse_below_taken(pool)
    audit.record("pool.add", event, actor=actor, source=Source.ORGANISER, fields=[kind])
    return pool


@transaction.atomic
def change(
    pool: Pool,
    *,
    number: int,
    actor: Person,
    revision: int | None,
    categories: list[str] | None = None,
    until_at: datetime | None = None,
) -> None:
    """Limit it otherwise, over `revision`; freed seats go to the line at once.

    Raises EditedMeanwhile when somebody else saved since or removed it, PoolBelowTaken and PoolKnown.
    """
    event = seats.lock(pool.event_id)
    found, wanted = event.pools.filter(pk=pool.pk).first(), (number, sorted(categories or []), until_at)
    if found is None:
        raise EditedMeanwhile
    if wanted == (found.seats, found.categories, found.until_at):
        return
    if found.revision != revision:
        raise EditedMeanwhile
    pool, pool.event = found, event
    if pool.until_at != until_at:
        pool.released_at = None
    pool.seats, pool.categories, pool.until_at = wanted
    pool.revision += 1
    if _is_known(pool):
        raise PoolKnown
    pool.save()
    _refuse_below_taken(pool)
    seats.settle(event, source=Source.ORGANISER)
    audit.record("pool.change", event, actor=actor, source=Source.ORGANISER, fields=[pool.kind])


@transaction.atomic
def remove(pool: Pool, *, actor: Person) -> None:
    """Limit it no more; whoever waited for it alone gets a seat. Removing twice changes nothing the second time."""
    event = seats.lock(pool.event_id)
    number, _rows = event.pools.filter(pk=pool.pk).delete()
    if number:
        seats.settle(event, source=Source.ORGANISER)
        audit.record("pool.remove", event, actor=actor, source=Source.ORGANISER, fields=[pool.kind])


def _is_known(pool: Pool) -> bool:
    same = pool.event.pools.filter(kind=pool.kind).exclude(pk=pool.pk)
    if pool.kind == PoolKind.CATEGORIES:
        return any(other.categories == pool.categories for other in same)
    return same.exists()


def _refuse_below_taken(pool: Pool) -> None:
    """Raise PoolBelowTaken, and what was just written is rolled back."""
    counted = seats.tally(pool.event)
    limits: list[Limit] = [limit for limit in counted.seating.limits if limit.source == pool]
    if pool.kind == PoolKind.PROJECT:
        shares = [share for share in counted.seating.taken if share.kind == PoolKind.PROJECT]
        limits = [Limit(share, pool.seats, pool) for share in shares]
    seats.refuse_overfull(limits, counted)
