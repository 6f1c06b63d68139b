"""Past the database's guard of the consent ledger: to make rows older, and to tamper with them as an intruder would."""

from contextlib import contextmanager
from importlib import import_module

from django.db import connection

GUARD = import_module("notifications.migrations.0011_consents_kept_by_the_database")


@contextmanager
def unguarded():
    """Inside, rows of the ledger can be altered and deleted."""
    _execute(GUARD.UNGUARD)
    yield
    _execute(GUARD.GUARD)


def emptied(statements: list[str]) -> list[str]:
    """Django's statements that empty SQLite's tables, with the guard taken away meanwhile."""
    if not any(GUARD.TABLE in statement for statement in statements):
        return statements
    return [
        *(line.replace("TRIGGER", "TRIGGER IF EXISTS") for line in GUARD.UNGUARD["sqlite"]),
        *statements,
        *GUARD.GUARD["sqlite"],
    ]


def _execute(statements: dict[str, list[str]]) -> None:
    connection.check_constraints()  # PostgreSQL: checks that still wait forbid changing the table
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
