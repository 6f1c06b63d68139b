"""`manage.py demo` as somebody at a terminal meets it: real processes, a database file of its own.

The file has its tables already: making them takes half of the time, and CI starts a demo from nothing besides.
"""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from backend.port import obstacle

DATABASE = "treffwerk.sqlite3"
LONG_ENOUGH = 120  # seconds, on a busy machine


@pytest.fixture
def terminal(tmp_path, django_db_setup):
    """The running demo: its process, its port and what it has printed so far."""
    tables = sqlite3.connect(connection.settings_dict["NAME"])
    with contextlib.closing(tables), contextlib.closing(sqlite3.connect(tmp_path / DATABASE)) as copy:
        tables.backup(copy)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("MPI_", "DJANGO_"))}
    mine |= {
        "MPI_DEMO": "1",
        "MPI_DATA_DIR": str(tmp_path),
        "MPI_STATIC_ROOT": str(tmp_path / "static"),
        "PORT": port,
    }
    screen = tmp_path / "screen.txt"
    with screen.open("w") as output:
        command = [sys.executable, "manage.py", "demo"]
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=mine, stdout=output, stderr=subprocess.STDOUT
        )
    yield Terminal(process, port, screen)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(LONG_ENOUGH)


class Terminal:
    def __init__(self, process, port, screen):
        self.process, self.port, self.screen = process, port, screen
        self.address = f"http://127.0.0.1:{port}"

    def wait_for(self, pattern):
        until = time.monotonic() + LONG_ENOUGH
        while not (found := re.search(pattern, self.screen.read_text())):
            assert self.process.poll() is None, self.screen.read_text()
            assert time.monotonic() < until, self.screen.read_text()
            time.sleep(0.2)
        return found

    def left_behind(self):
        """Processes that still run on the demo's data."""
        mine, found = f"MPI_DATA_DIR={self.screen.parent}".encode(), []
        for environment in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mine in environment.read_bytes().split(b"\0"):
                    found.append(environment.parent.name)
        return found

    def ask_for_code(self, email):
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        page = browser.open(f"{self.address}/account/login/code/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = urlencode({"csrfmiddlewaretoken": token, "email": email}).encode()
        browser.open(Request(f"{self.address}/account/login/code/", form))


@pytest.mark.skipif(
    "postgresql" in settings.DATABASES["default"]["ENGINE"], reason="the demo brings its own SQLite"
)
def test_the_demo_says_where_it_runs_shows_the_organisers_code_and_stops_cleanly(terminal):
    terminal.wait_for(f"Treffwerk runs at +{terminal.address}/")
    terminal.ask_for_code("organiser@example.org")
    terminal.wait_for(r"Sign-in code for organiser@example\.org:  [A-Z0-9]{4}-[A-Z0-9]{4}")

    terminal.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    terminal.process.send_signal(signal.SIGTERM)  # impatience must not leave anything behind

    assert (terminal.process.wait(LONG_ENOUGH), obstacle(terminal.port)) == (0, "")
    assert terminal.left_behind() == []


def test_the_demo_refuses_to_write_example_data_into_a_real_house(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="runs only with MPI_DEMO=1"):
        call_command("demo", "--no-serve")


def test_a_taken_port_is_named_before_anything_starts(settings, monkeypatch):
    settings.DEMO = True
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            call_command("demo")
