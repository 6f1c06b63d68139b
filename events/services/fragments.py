"""Keeping calendars ready: each event's entries and the state of every feed are written when the event changes.

Whoever writes what a visitor sees of an event calls `refresh` in the same transaction. What was written past the
services is caught up by the clock.
"""

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.utils import timezone

from events.calendar import feeds, fragments
from events.models import Event, EventFragment, FeedVersion
from events.services import seats
from networking.enums import Language
from networking.models import Topic

_gathered: ContextVar[set[str] | None] = ContextVar("feeds to be raised together", default=None)


def refresh(event: Event) -> None:
    """Write the event's entries as it is now, and a new state for every feed it enters, leaves or changes in.

    The caller holds the event's lock. Nothing changed, nothing written. An entry never changes under the same
    LAST-MODIFIED: calendar programs would not look.
    """
    before = {fragment.language: fragment for fragment in event.fragments.all()}
    after = fragments.written(event)
    if _changed_unnoticed(before, after):
        event.changed_at = timezone.now()
        event.save(update_fields=["changed_at"])
        after = fragments.written(event)
    _keep(before, after)
    keys = {key for name in Language.values for key in _touched(before.get(name), after.get(name))}
    gathered = _gathered.get()
    if gathered is None:
        _raise_versions(keys)
    else:
        gathered.update(keys)


@contextmanager
def together() -> Iterator[None]:
    """Give each feed one new state for all that is refreshed inside: for whoever writes many events in a transaction.

    The feeds are locked last then, so nobody who edits one of the events meanwhile waits in a ring.
    """
    keys: set[str] = set()
    token = _gathered.set(keys)
    try:
        yield
    finally:
        _gathered.reset(token)
    _raise_versions(keys)


def rename(topics: Iterable[Topic]) -> None:
    """Give the feeds of these topics a new state: they bear another name now. Their entries the clock's task writes."""
    named = [feeds.Feed("topic", name, topic.slug).key for topic in topics for name in Language.values]
    if named:
        _raise_versions(FeedVersion.objects.filter(pk__in=named).values_list("pk", flat=True))


def renew_outdated() -> int:
    """Write what is missing or out of date; returns how many events. The clock calls it."""
    stale = fragments.outdated()
    for event_id in stale:
        with transaction.atomic():
            refresh(seats.lock(event_id))
    return len(stale)


def _changed_unnoticed(before: dict[str, EventFragment], after: dict[str, EventFragment]) -> bool:
    return any(
        before[name].lines not in ("", fragment.lines) and _stamp(before[name]) == _stamp(fragment)
        for name, fragment in after.items()
        if name in before
    )


def _stamp(fragment: EventFragment) -> str:
    return fragment.lines.partition("LAST-MODIFIED:")[2][:16]


def _keep(before: dict[str, EventFragment], after: dict[str, EventFragment]) -> None:
    """Make what is kept what is wanted, in one statement if anything is."""
    gone = [row.pk for name, row in before.items() if name not in after]
    if gone:
        EventFragment.objects.filter(pk__in=gone).delete()
    rows = [row for name, row in after.items() if not _is_same(before.get(name), row, "feeds", "state")]
    for row in rows:
        old = before.get(row.language)
        former = old.modified if old else 0
        row.modified = former if _is_same(old, row) else _later(former)
    columns = ["lines", "sessions", "feeds", "state", "modified"]
    EventFragment.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["event", "language"], update_fields=columns
    )


def _touched(old: EventFragment | None, new: EventFragment | None) -> set[str]:
    """The keys of the feeds that are others now."""
    former, present = set(old.feeds if old else ()), set(new.feeds if new else ())
    return former ^ present if new and _is_same(old, new) else former | present


def _is_same(old: EventFragment | None, new: EventFragment, *columns: str) -> bool:
    names = ("lines", "sessions", *columns)
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in names)


def _later(second: int) -> int:
    return max(int(time.time()), second + 1)


def _raise_versions(keys: Iterable[str]) -> None:
    """Each with a new token and a later second. The rows are locked in one order, so that nobody waits in a ring."""
    wanted = sorted(keys)
    if not wanted:
        return
    floor = max(int(time.time()), int(feeds.month_start().timestamp()) + 1)
    token = secrets.token_hex(16)
    rows = [value for key in wanted for value in (key, token, floor)]
    with connection.cursor() as cursor:
        cursor.execute(_RAISE.format(", ".join(["(%s, %s, %s)"] * len(wanted))), rows)


# In SQL because the ORM cannot say what becomes of a row that is there already; it took two statements more.
_RAISE = """
    INSERT INTO events_feedversion AS kept (key, token, modified) VALUES {}
    ON CONFLICT (key) DO UPDATE SET token = excluded.token,
        modified = CASE WHEN kept.modified < excluded.modified THEN excluded.modified ELSE kept.modified + 1 END
"""
