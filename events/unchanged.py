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
    name: str, ask: Callable[[str, str], tuple[str, datetime | None, str]], now: datetime | None
) -> str:
    """The value called `name`, worked out again only after a commit, or when the clock passes what it depends on.

    `ask` gets a piece of SQL and what it gave the last time. In one statement it selects the piece and, only where it
    gives something else now, the rest; it returns the value, until when the clock leaves it true (None: for ever)
    and what the piece gave. Inside a transaction all is worked out anew: its own writes are in no snapshot.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return ask("''", _NEVER)[0]
    key, moment = f"{name} {connection.settings_dict['NAME']}", now or timezone.now()
    known = _known.get(key)
    if known and not _holds(known, moment):
        known = None
    value, until, snapshot = ask("pg_current_snapshot()::text", known.snapshot if known else _NEVER)
    if known and known.snapshot == snapshot:
        return known.value
    _known[key] = _Known(snapshot, value, until, time.monotonic())
    return value


_NEVER = "-"  # what no snapshot is called


def _holds(known: _Known, now: datetime) -> bool:
    return (known.until is None or now < known.until) and time.monotonic() - known.since < LONGEST
