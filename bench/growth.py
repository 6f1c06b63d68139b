"""What a large house makes of each page: the same pages in the same rounds on an ordinary world and on a large one.

5,000 events and 100,000 registrations beside 60 and 3,000, two servers, each page in turn on both. The ratio is of
processor time (server and database) per answer, each the least of all rounds: no page may take 1.5 times.
"""

import argparse
import io
import itertools
import json
import os
import subprocess
import sys
from contextlib import ExitStack

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from bench import database, server
from bench.load import get, measure, post
from bench.pages import OWN

MOST = 1.5
WORLDS = {"ordinary": (60, 3000), "large": (5000, 100_000)}


def main() -> None:
    options = _options()
    if options.build:
        _build(*options.build)
        return
    with ExitStack() as stack:
        houses = []
        for name, sizes in WORLDS.items():
            url = stack.enter_context(database.own(f"treffwerk_{name}_{os.getpid()}"))
            houses.append((url, _built(url, sizes)))
        servers = [stack.enter_context(server.granian(1, database=url)) for url, _known in houses]
        pages = [_pages(known) for _url, known in houses]
        print(
            f"{'page':44}{'ordinary':>12}{'large':>12}  large/ordinary, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        for label in pages[0]:
            _compare(label, servers, [of_house[label] for of_house in pages], options)


def _options():
    parser = argparse.ArgumentParser(prog="bench.growth", description="Measure what a large house costs.")
    parser.add_argument("--build", nargs=2, type=int, metavar=("EVENTS", "REGISTRATIONS"))
    parser.add_argument("--seconds", type=float, default=0.7, help="per page, world and round")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _compare(label: str, servers, requests, options) -> None:
    least, statuses = [float("inf")] * 2, set()
    for _round, (number, (port, processor)) in itertools.product(range(options.rounds), enumerate(servers)):
        figures = measure(port, requests[number], clients=2, seconds=options.seconds, processor=processor)
        least[number] = min(least[number], figures.cpu)
        statuses |= set(figures.statuses)
    ratio = least[1] / least[0]
    said = "" if statuses <= {200, 201, 304} else f"  answers: {sorted(statuses)}"
    print(
        f"{label:44}{least[0]:9.2f} ms{least[1]:9.2f} ms{ratio:8.2f}{'  too much' if ratio > MOST else ''}{said}"
    )


def _pages(known: dict) -> dict:
    """Each page's label and what is asked for it in one world."""
    office, event, people = {"Cookie": known["office"]}, known["event"], known["people"]
    later = itertools.count(1)

    def registering(client: int):
        for number in later:
            person = {
                "given_name": "Mira",
                "family_name": "Muster",
                "email": f"g{client}x{number}@example.org",
            }
            body = json.dumps(person).encode()
            yield post(f"/api/v1/events/{known['hot']}/registrations", body, "application/json")

    return {
        "home, kept": _again("/"),
        "home, own page": _again("/", Cookie=OWN),
        "event list, kept": _again("/events/"),
        "event list, own page": _again("/events/", Cookie=OWN),
        "event list, past, own page": _again("/events/?past=1", Cookie=OWN),
        "event list, a period never asked for": lambda _client: (
            get(f"/events/?to=20{number % 40 + 60}-{number // 40 % 12 + 1:02}-{number // 480 % 28 + 1:02}")
            for number in later
        ),
        "event list, format and line": _again("/events/?format=meet-up&line=digital", Cookie=OWN),
        "event list, a topic": _again(f"/events/?topic={known['topic']}", Cookie=OWN),
        "event list, search": lambda _client: (get(f"/events/?q=Daten+{number % 50}") for number in later),
        "event list, last page": _again(f"/events/?page={known['last']}", Cookie=OWN),
        "event page, kept": _again(event),
        "event page, own page": _again(event, Cookie=OWN),
        "attendees, first page": _again(people, **office),
        "organisers' events": _again("/organise/events/", **office),
        "dashboard": _again("/organise/", **office),
        "projects": _again("/projects/", Cookie=OWN),
        "project, with its events": _again(known["project"], Cookie=OWN),
        "topic, with its events": _again(f"/topics/{known['topic']}/", Cookie=OWN),
        "feed of all, 304": _again("/calendar/events.ics", If_None_Match=known["tag"]),
        "one event's file": _again(f"{event.rstrip('/')}.ics"),
        "API, list": _again("/api/v1/events"),
        "API, one event": _again(f"/api/v1{event.rstrip('/')}"),
        "registration by API": registering,
    }


def _again(path: str, **headers: str):
    return lambda _client: itertools.repeat(get(path, **headers))


def _built(url: str, sizes: tuple[int, int]) -> dict:
    command = [sys.executable, "-m", "bench.growth", "--build", *map(str, sizes)]
    done = subprocess.run(
        command, env=os.environ | {"MPI_DATABASE_URL": url}, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def _build(events: int, registrations: int) -> None:
    """Fill this process's database and print what the pages need to know of it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from backend import static_files
    from bench import world
    from events.models import Event
    from networking.models import Project, Topic

    call_command("migrate", verbosity=0)
    call_command("import_projects", verbosity=0, stdout=io.StringIO())
    static_files.collect()
    world.build(events=events, registrations=registrations)
    world.keep_entries(most=60)  # its 304 reads one row, however long it is
    hot = world.hot(1_000_000)
    connection.cursor().execute("ANALYZE")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(world.office())
    event = Event.objects.public().upcoming().exclude(slug=hot.slug).first()
    known = {
        "event": event.get_absolute_url(),
        "people": f"/organise/events/{event.slug}/attendees/",
        "office": "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()),
        "hot": hot.slug,
        "topic": Topic.objects.filter(events=event).first().slug,
        "project": f"/projects/{Project.objects.filter(events=event).first().slug}/",
        "last": -(-Event.objects.public().upcoming().count() // 20),
        "tag": client.get("/calendar/events.ics")["ETag"],
    }
    print(json.dumps(known))


if __name__ == "__main__":
    main()
