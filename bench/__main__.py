"""make bench: what the platform does on this machine, as ratios within one run.

Starts the server as production would (granian, PostgreSQL where it answers) on a database of its own and prints
requests a second, p50, p99, processor milliseconds (server plus database) and statements, beside the floor: a view
with one query behind the same server and middleware. Nothing here is asserted; the figures of the day stand in
docs/performance.md.
"""

import argparse
import io
import itertools
import json
import os
import resource
import socket
import subprocess
import sys
import time
from contextlib import suppress

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")


def main() -> None:
    options = _options()
    name = f"treffwerk_bench_{os.getpid()}"
    os.environ.setdefault("MPI_DATABASE_URL", _database(name))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from backend import static_files
    from bench import world

    try:
        print(f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        call_command("migrate", verbosity=0)
        call_command("import_projects", verbosity=0, stdout=io.StringIO())
        static_files.collect()
        world.build(events=options.events, registrations=options.registrations)
        world.keep_entries()
        world.crowd(10_000)
        connection.cursor().execute("ANALYZE")
        connection.close()
        _measure(options)
    finally:
        connection.close()
        _drop(name)
    if not options.only_feeds:
        _mails()
        _matching()
        _meetings()


def _options():
    parser = argparse.ArgumentParser(prog="bench", description="Measure the platform on this machine.")
    parser.add_argument("--events", type=int, default=60)
    parser.add_argument("--registrations", type=int, default=3000)
    parser.add_argument("--feed-events", type=int, default=5000, help="in the large feed")
    parser.add_argument("--only-feeds", action="store_true")
    parser.add_argument("--seconds", type=float, default=4, help="per line")
    return parser.parse_args()


def _measure(options) -> None:
    from bench import feeds, server, world
    from bench.load import get, measure
    from events.models import Event

    upcoming = Event.objects.upcoming().exclude(slug=world.CROWDED).first()
    page = upcoming.get_absolute_url()
    feeds.file_path()
    with server.granian() as (port, processor):
        run = lambda requests, clients=4: measure(  # noqa: E731
            port, requests, clients=clients, seconds=options.seconds, processor=processor
        )
        again = lambda path, **headers: lambda _n: itertools.repeat(get(path, **headers))  # noqa: E731
        if not options.only_feeds:
            _pages(run, again, page, port)
        feeds.measure(run, port, _line, events=options.feed_events)
    if not options.only_feeds:
        _exports()
        _invitations()


def _pages(run, again, page: str, port: int) -> None:
    from bench import pools, world

    own = "sessionid=nobody"  # a session that does not exist: a page of one's own, never a kept one
    floor = run(again("/bench/floor"))
    _line("floor (one query, same middleware)", floor, 1)
    for label, path in (("event list", "/events/"), ("event page", page)):
        _line(f"{label}, uncached", figures := run(again(path, Cookie=own)), _statements(path, own))
        print(f"{'':36}{figures.rate / floor.rate:6.2f} of the floor")
        _line(f"{label}, kept", figures := run(again(path)), _statements(path))
        print(f"{'':36}{figures.rate / floor.rate:6.2f} of the floor")
    for clients in (1, 4, 16):
        event = world.hot(1_000_000 + clients)
        _line(f"registration by API, {clients} at once", run(_by_api(event), clients), "12 + limits")
    divided = run(_by_api(pools.divided(999_998)), 4)
    _line("registration, three pools and a line", divided, "14 + limits")
    plain = run(_by_api(world.hot(999_997)), 4)
    print(f"{'':36}{divided.rate / plain.rate:6.2f} of the plain one")
    event = world.hot(999_999)
    _line("registration by page (GET and POST)", run(_by_page(event, port), 4), "per request")
    print(f"{'500 people promoted at once':36}{pools.promote(500):8.2f} s")


def _line(label: str, figures, statements) -> None:
    print(f"{label:36}{figures}  {statements} statements")


def _by_api(event):
    from bench.load import post

    def requests(client):
        for number in itertools.count():
            person = {
                "given_name": "Mira",
                "family_name": "Muster",
                "email": f"a{client}x{number}@example.org",
            }
            yield post(
                f"/api/v1/events/{event.slug}/registrations", json.dumps(person).encode(), "application/json"
            )

    return requests


def _by_page(event, port: int):
    """What a browser sends: the form, then the filled form with the form's own stamp and the site's token."""
    from urllib.parse import urlencode

    from django.core import signing

    from bench.load import get, post

    path, token = f"/events/{event.slug}/register/", "b" * 32

    def requests(client):
        for number in itertools.count():
            yield get(path, Cookie=f"csrftoken={token}")
            fields = {
                "given_name": "Mira",
                "family_name": "Muster",
                "email": f"p{client}x{number}@example.org",
                "privacy": "on",
                "key": f"{client}-{number}",
                "stamp": signing.dumps("shown", salt="form"),
                "csrfmiddlewaretoken": token,
            }
            body = urlencode(fields).encode()
            yield post(path, body, "application/x-www-form-urlencoded", Cookie=f"csrftoken={token}")

    return requests


def _statements(path: str, cookie: str = "") -> int:
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"} | ({"cookie": cookie} if cookie else {}))
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    caches["pages"].clear()
    return len(queries)


def _exports() -> None:
    from bench import exports

    for label, write in exports.WRITERS.items():
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        size = write()
        seconds = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"{label:36}{seconds:8.2f} s  {size / 1e6:6.2f} MB  memory grew by {grown:.0f} MB")


def _invitations() -> None:
    from bench import invitations

    for label, seconds in invitations.steps():
        print(f"{label:36}{seconds:8.2f} s")


def _mails() -> None:
    """In a process without this one's settings: it measures SQLite and PostgreSQL alike."""
    own = {name: value for name, value in os.environ.items() if name != "MPI_DATABASE_URL"}
    subprocess.run([sys.executable, "-m", "bench.mails"], env=own, check=False)


def _matching() -> None:
    """The short form; `python -m bench.matching` measures more."""
    subprocess.run([sys.executable, "-m", "bench.matching", "--short"], check=False)


def _meetings() -> None:
    """The short form; `python -m bench.meetings` measures more sizes."""
    subprocess.run([sys.executable, "-m", "bench.meetings", "--short"], check=False)


def _database(name: str) -> str:
    with suppress(OSError), socket.create_connection(("127.0.0.1", 5432), timeout=1):
        import psycopg

        with psycopg.connect("postgres://postgres@127.0.0.1:5432/postgres", autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        return f"postgres://postgres@127.0.0.1:5432/{name}"
    print("PostgreSQL does not answer on 127.0.0.1:5432: measuring SQLite.")
    return f"sqlite:///{os.environ.get('MPI_DATA_DIR', 'var')}/{name}.sqlite3"


def _drop(name: str) -> None:
    if os.environ["MPI_DATABASE_URL"].endswith(f"/{name}"):
        import psycopg

        with psycopg.connect("postgres://postgres@127.0.0.1:5432/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    main()
