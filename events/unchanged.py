"""What was worked out from the whole database holds as long as nothing was committed since.

PostgreSQL says so in a few microseconds: as long as its snapshot is the same, everybody sees the same rows. SQLite
keeps no such thing; there everything is worked out each time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

LONGEST = 60  # seconds; a database put back from a copy under a running process may count its snapshots anew


@dataclass(frozen=True)
class _Known:
    snapshot: str
    value: str
    until: datetime | None  # the clock changes it then
    since: float


_known: dict[str, _Known] = {}  # by name and database


def while_unchanged(
    name: str, ask: Callable[[str], tuple[str, datetime | None, str]], now: datetime | None
) -> str:
    """The value called `name`, asked for again only after a commit, or when the clock passes what it depends on.

    `ask` gets a piece of SQL to select beside the rest, in one statement, and returns the value, until when the
    clock leaves it true (None: for ever) and what the piece gave. Inside a transaction everything is asked anew:
    its own writes are in no snapshot.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return ask("''")[0]
    key, moment = f"{name} {connection.settings_dict['NAME']}", now or timezone.now()
    known = _known.get(key)
    if known and _holds(known, moment) and known.snapshot == _snapshot():
        return known.value
    value, until, snapshot = ask(_SNAPSHOT)
    _known[key] = _Known(snapshot, value, until, time.monotonic())
    return value


_SNAPSHOT = "pg_current_snapshot()::text"


def _holds(known: _Known, now: datetime) -> bool:
    return (known.until is None or now < known.until) and time.monotonic() - known.since < LONGEST


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SNAPSHOT}")
        return cursor.fetchone()[0]
