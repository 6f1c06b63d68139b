"""The server as production starts it, and what it costs in processor time."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def granian(workers: int = 2, *, keeps: bool = True, database: str = ""):
    """Serves bench.settings on a free port; yields (port, processor) where processor() is seconds used so far.

    Without `keeps` neither pages nor their parts are kept. `database` is another one's URL.
    """
    url = database or os.environ.get("MPI_DATABASE_URL", "")
    environment = (
        os.environ | {"BENCH_KEEPS": "1" if keeps else ""} | ({"MPI_DATABASE_URL": url} if url else {})
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--backlog",
        "1024",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen([*command, "backend.wsgi:application"], env=environment)
    try:
        _await(port, process)
        yield port, lambda: _seconds(process.pid, url.rpartition("/")[2])
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(port: int, process) -> None:
    for _try in range(200):
        if process.poll() is not None:
            raise SystemExit("The server did not start.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer.")


def _seconds(server: int, database: str) -> float:
    """Processor seconds of the server's processes and of PostgreSQL's that work on this database."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat, title = (folder / "stat").read_text(), (folder / "cmdline").read_bytes()
            except OSError:
                continue
            fields = stat[stat.rindex(")") + 2 :].split()
            is_database = title.startswith(b"postgres:") and f" {database} ".encode() in title
            if is_database or server in (int(folder.name), int(fields[1])):
                total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total
