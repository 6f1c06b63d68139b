"""A database of the bench's own: on PostgreSQL where it answers, else a file of SQLite."""

import os
import socket
from contextlib import contextmanager, suppress
from pathlib import Path

_SERVER = "postgres://postgres@127.0.0.1:5432"


@contextmanager
def own(name: str):
    """Yields the URL of an empty database of that name; it is gone afterwards."""
    if not _answers():
        path = Path(os.environ.get("MPI_DATA_DIR", "var")) / f"{name}.sqlite3"
        try:
            yield f"sqlite:///{path}"
        finally:
            for end in ("", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
        return
    _run(f'CREATE DATABASE "{name}"')
    try:
        yield f"{_SERVER}/{name}"
    finally:
        _run(f'DROP DATABASE "{name}" WITH (FORCE)')


def _answers() -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", 5432), timeout=1):
        return True
    print("PostgreSQL does not answer on 127.0.0.1:5432: measuring SQLite.")
    return False


def _run(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{_SERVER}/postgres", autocommit=True) as server:
        server.execute(statement)
