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
import subprocess
import sys
import time
from contextlib import nullcontext

from bench import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")


def main() -> None:
    options = _options()
    given = os.environ.get("MPI_DATABASE_URL")
    with nullcontext(given) if given else database.own(f"treffwerk_bench_{os.getpid()}") as url:
        os.environ["MPI_DATABASE_URL"] = url
        _own_world(options)
    if options.only_feeds or options.only_registrations:
        return
    _part("bench.growth")
    if not options.only_pages:
        _part("bench.mails")  # measures SQLite and PostgreSQL alike
        _part("bench.matching", "--short")
        _part("bench.meetings", "--short")


def _own_world(options) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from backend import static_files
    from bench import world

    print(f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    call_command("migrate", verbosity=0)
    call_command("import_projects", verbosity=0, stdout=io.StringIO())
    static_files.collect()
    world.build(events=options.events, registrations=options.registrations)
    world.keep_entries()
    world.crowd(10_000)
    connection.cursor().execute("ANALYZE")
    connection.close()
    try:
        _measure(options)
    finally:
        connection.close()


def _options():
    parser = argparse.ArgumentParser(prog="bench", description="Measure the platform on this machine.")
    parser.add_argument("--events", type=int, default=60)
    parser.add_argument("--registrations", type=int, default=3000)
    parser.add_argument("--feed-events", type=int, default=5000, help="in the large feed")
    parser.add_argument("--only-feeds", action="store_true")
    parser.add_argument("--only-registrations", action="store_true")
    parser.add_argument("--only-pages", action="store_true", help="and what a large house makes of them")
    parser.add_argument("--seconds", type=float, default=4, help="per line")
    return parser.parse_args()


def _measure(options) -> None:
    from bench import feeds, server, world
    from bench.load import measure
    from events.models import Event

    upcoming = Event.objects.upcoming().exclude(slug=world.CROWDED).first()
    page = upcoming.get_absolute_url()
    if not (options.only_feeds or options.only_registrations):
        _pages(page, options)
    if options.only_pages:
        return
    feeds.file_path()
    with server.granian() as (port, processor):
        run = lambda requests, clients=4: measure(  # noqa: E731
            port, requests, clients=clients, seconds=options.seconds, processor=processor
        )
        if not options.only_feeds:
            _registrations(run, port)
        if options.only_registrations:
            return
        feeds.measure(run, port, _line, events=options.feed_events)
    if not options.only_feeds:
        _exports()
        _invitations()


def _pages(page: str, options) -> None:
    from bench import pages

    for line, figures, share in pages.rounds(page, seconds=options.seconds / 2, times=3):
        _line(line.label, figures, line.statements() if line.statements else "")
        print(f"{'':40}{share:6.2f} of the floor by processor time")


def _registrations(run, port: int) -> None:
    from bench import pools, world

    for clients in (1, 4, 16):
        event = world.hot(1_000_000 + clients)
        _line(f"registration by API, {clients} at once", run(_by_api(event), clients), "8 + limits")
    divided = run(_by_api(pools.divided(999_998)), 4)
    _line("registration, three pools and a line", divided, "11 + limits")
    plain = run(_by_api(world.hot(999_997)), 4)
    print(f"{'':40}{divided.rate / plain.rate:6.2f} of the plain one")
    event = world.hot(999_999)
    _line("registration by page (GET and POST)", run(_by_page(event, port), 4), "per request")
    print(f"{'500 people promoted at once':40}{pools.promote(500):8.2f} s")


def _line(label: str, figures, statements) -> None:
    print(f"{label:40}{figures}  {statements} statements", flush=True)


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


def _exports() -> None:
    from bench import exports

    for label, write in exports.WRITERS.items():
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        size = write()
        seconds = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"{label:40}{seconds:8.2f} s  {size / 1e6:6.2f} MB  memory grew by {grown:.0f} MB")


def _invitations() -> None:
    from bench import invitations

    for label, seconds in invitations.steps():
        print(f"{label:40}{seconds:8.2f} s")


def _part(module: str, *arguments: str) -> None:
    """In a process of its own, without this one's database."""
    own = {name: value for name, value in os.environ.items() if name != "MPI_DATABASE_URL"}
    subprocess.run([sys.executable, "-m", module, *arguments], env=own, check=False)


if __name__ == "__main__":
    main()
