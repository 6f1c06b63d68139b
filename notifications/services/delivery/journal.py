"""What a worker is doing right now, in a file that outlives it: the proof for the mail in its hands.

    boot 3f2c…                 since when the machine runs: after a power cut the file may lack its last lines
    B 17                       the text of mail 17 goes to the server now
    D 17 250 2.0.0 queued …    the server took it
    R 17 451 4.3.0 later       the server refused it

A line is in the kernel's hands before the next step, so a killed worker leaves at most one B without its D or R.
The file is locked while its worker lives; whoever gets the lock knows that it is dead.
"""

import fcntl
import os
import platform
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import time

from django.conf import settings

from notifications.services.delivery.reply import Reply

_LINE = re.compile(r"([BDR]) (\d+) ?(.*)")
_KEPT_SECONDS = 24 * 3600
BEGUN, DONE, REFUSED = "B", "D", "R"


class Journal:
    """The open journal of one worker; `owner` is its name, which stands on the leases of the rows it holds."""

    def __init__(self, owner: str, file: int, head: int):
        self.owner, self._file, self._head = owner, file, head

    def begin(self, pk: int) -> None:
        os.write(self._file, b"B %d\n" % pk)

    def done(self, pk: int, reply: Reply) -> None:
        os.write(self._file, f"D {pk} {reply.text}\n".encode())

    def refused(self, pk: int, reply: Reply) -> None:
        os.write(self._file, f"R {pk} {reply.text}\n".encode())

    def clear(self) -> None:
        """Forget what stands in the database now."""
        os.ftruncate(self._file, self._head)


@dataclass(frozen=True)
class Record:
    """A dead worker's journal. `is_whole` unless the machine went down and may have lost its end."""

    is_whole: bool
    last: dict[int, tuple[str, Reply]] = field(default_factory=dict)


@contextmanager
def opened() -> Iterator[Journal]:
    """A journal for the time of a drain. It stays behind when the drain ends by an exception or a kill."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    owner = f"{host()}:{os.getpid()}:{uuid.uuid4().hex[:16]}"
    file = os.open(_path(owner), os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        head = os.write(file, f"boot {_boot()}\n".encode())
        yield Journal(owner, file, head)
        _path(owner).unlink(missing_ok=True)
    finally:
        os.close(file)


@contextmanager
def of_dead(owner: str) -> Iterator[Record | None]:
    """The journal of a worker that is dead, removed after the block; None while it lives or where it is not found.

    Two may read it at the same time of day, never at the same moment; what they write is the same.
    """
    try:
        file = os.open(_path(owner), os.O_RDWR)
    except OSError:
        yield None
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield _read(file)
        _path(owner).unlink(missing_ok=True)
    finally:
        os.close(file)


def exists(owner: str) -> bool:
    return _path(owner).exists()


def sweep() -> None:
    """Remove journals a day old: their rows were settled long ago, or belong to a database that is gone."""
    for path in _folder().glob("*.journal"):
        with suppress(OSError):
            if time() - path.stat().st_mtime > _KEPT_SECONDS:
                with of_dead(path.stem):
                    pass


def host() -> str:
    """This machine, as the first part of an owner's name."""
    return re.sub(r"[^a-z0-9.-]", "-", platform.node().lower())[:24]


def _read(file: int) -> Record:
    with os.fdopen(os.dup(file), encoding="utf-8", errors="replace") as text:
        text.seek(0)
        first, *lines = text.read().split("\n")
    last = {}
    for line in lines[:-1]:  # what stands after the last newline was cut short
        if found := _LINE.match(line):
            last[int(found[2])] = (found[1], Reply.parse(found[3]))
    return Record(first == f"boot {_boot()}", last)


def _path(owner: str) -> Path:
    return _folder() / f"{owner}.journal"


def _folder() -> Path:
    return Path(settings.MAIL_SPOOL)


def _boot() -> str:
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return "unknown"
