"""calendars.py world|follow: the proof that calendars are read right, on the running demo.

world: adds events that are hard to write (both halves of the year, the nights of the change, umlauts, emoji, very long
titles, cancelled, moved, several days with a programme, a seat of somebody's own) and prints the feeds to check.
follow FOLDER: two calendar programs (vdirsyncer, khal; installed into FOLDER) subscribe to the server and must see an
event added, moved, cancelled and taken away.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
import venv
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- as above, and so for all that follow
from django.db import transaction  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from backend import demo  # noqa: E402
from events.enums import EventState, Format  # noqa: E402
from events.models import Event, EventFragment, FeedVersion, PersonalFeed  # noqa: E402
from events.services import adoption, fragments, planning  # noqa: E402
from events.services.contact import Contact  # noqa: E402
from events.services.programme import Item  # noqa: E402
from events.services.registration import register  # noqa: E402
from networking import links  # noqa: E402
from networking.models import FieldOfAction, Person, Topic, TransformationLine  # noqa: E402

TITLE = f"Folgen {secrets.token_hex(4)}"
YEAR = timezone.localdate().year + 1
LONG = "Wärmewende für Gewerbehöfe, Größe und Übergänge: 🏭 öffentlich; Teil 1, Straße\\Hof – " * 3
HARD = [
    {"title_de": 'Winter: Kälte \\ Wärme; Größe, "Straße"', "starts": (1, 15, 9), "hours": 3},
    {"title_de": "Sommer ☀️ mit 🏭🚲 und Zeilen", "starts": (7, 1, 16), "hours": 3},
    {"title_de": LONG[:199], "starts": (8, 12, 10), "hours": 2, "description_de": LONG * 20},
    {"title_de": "Nacht der Umstellung im März", "starts": (3, 28, 0), "hours": 5},
    {"title_de": "Nacht der Umstellung im Oktober", "starts": (10, 31, 0), "hours": 5},
    {"title_de": "Wird verschoben", "starts": (5, 4, 10), "hours": 2},
    {"title_de": "Fällt aus", "starts": (5, 5, 10), "hours": 2},
    {"title_de": "Zwei ganze Tage", "starts": (6, 8, 0), "hours": 48, "all_day": True},
    {"title_de": "Kongress von drei Tagen", "starts": (9, 14, 9), "hours": 56, "sessions": (1, 25, 50)},
]


def world():
    """Write the events, each changed at another time, and yield the addresses of the feeds."""
    owner = Person.objects.get(email=demo.ORGANISER)
    with transaction.atomic(), fragments.together():
        events = [_publish(row, owner) for row in HARD]
        moved, cancelled, congress = events[5], events[6], events[8]
        later = {name: getattr(moved, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
        planning.edit(moved, later, actor=owner, revision=moved.revision)
        planning.cancel(cancelled, actor=owner, reason_de="Krankheit; wir melden uns.")
        for number, event in enumerate(Event.objects.filter(pk__in=[row.pk for row in events])):
            event.changed_at = timezone.now() - timedelta(hours=3 * number + 1)
            event.save(update_fields=["changed_at"])
            fragments.refresh(event)
        token = _guest(events)
    _wait_for_the_clock()
    everything = reverse("feeds:all")
    yield from (everything, everything + "?lang=en")
    yield reverse("feeds:format", args=[Format.DEEP_DIVE])
    yield reverse("feeds:topic", args=["circular-economy"])
    yield reverse("feeds:line", args=["digital"])
    yield reverse("feeds:field", args=["innovation"]) + "?lang=en"
    yield reverse("feeds:me", args=[token])
    yield reverse("feeds:sessions", args=[congress.slug])
    yield reverse("feeds:event", args=[congress.slug])


def _publish(row, owner):
    starts_at = timezone.make_aware(datetime(YEAR, *row["starts"]))  # noqa: DTZ001 -- made aware at once
    ends_at = (starts_at.astimezone(UTC) + timedelta(hours=row["hours"])).astimezone(starts_at.tzinfo)
    data = {
        "format": Format.KONFERENZ if "sessions" in row else Format.DEEP_DIVE,
        "title_de": row["title_de"],
        "title_en": row["title_de"][:150] + " (English)",
        "summary_de": "Kurz, mit Komma; Semikolon \\ und\nZeilen.",
        "description_de": row.get("description_de", ""),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "all_day": row.get("all_day", False),
        "venue": "Haus der Industrie, Aufgang B",
        "locality": "10115 Berlin",
        "topics": list(Topic.objects.filter(slug="circular-economy")),
        "transformation_lines": list(TransformationLine.objects.filter(pk="digital")),
        "fields_of_action": list(FieldOfAction.objects.filter(pk="innovation")),
        "programme": [_session(starts_at, hours) for hours in row.get("sessions", ())],
    }
    return planning.publish(planning.create(data, actor=owner), actor=owner)


def _session(starts_at, hours):
    begins = starts_at + timedelta(hours=hours)
    return Item(
        title_de=f"Sitzung nach {hours} Stunden", starts_at=begins, ends_at=begins + timedelta(hours=1)
    )


def _guest(events):
    """The token of somebody with a seat at every event that still takes place."""
    guest, _is_new = Person.objects.get_or_create(email="calendar.guest@example.org")
    for event in Event.objects.filter(pk__in=[row.pk for row in events], state=EventState.PUBLISHED):
        register(event, Contact(given_name="Ada", family_name="Kalender", email=guest.email))
    adoption.adopt(guest)
    return links.derive("calendar", guest.public_id, guest.key_version)


# --- Following -------------------------------------------------------------------------------------------


class Subscriber:
    """vdirsyncer keeps a folder like the feed, khal lists it."""

    def __init__(self, tools, folder):
        self.tools, self.folder = Path(tools), Path(folder)
        self.kept = self.folder / "kept"
        self.kept.mkdir()
        address = settings.SITE_URL + reverse("feeds:all")
        (self.folder / "sync").write_text(
            f'[general]\nstatus_path = "{self.folder}/status/"\n'
            '[pair mpi]\na = "there"\nb = "here"\ncollections = null\nconflict_resolution = "a wins"\n'
            f'[storage there]\ntype = "http"\nurl = "{address}"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.kept}"\nfileext = ".ics"\n'
        )
        (self.folder / "khal").write_text(
            f"[calendars]\n[[mpi]]\npath = {self.kept}\nreadonly = True\n"
            "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            "local_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n"
            f"[sqlite]\npath = {self.folder}/khal.db\n"
        )
        self._run("vdirsyncer", "-c", "sync", "discover", "mpi")

    def look(self):
        """How many entries of the event there are, and where khal shows it.

        By its title, as vdirsyncer gives what it fetches over HTTP identifiers of its own.
        """
        self._run("vdirsyncer", "-c", "sync", "sync", "--force-delete")
        entries = [path for path in self.kept.iterdir() if TITLE in path.read_text(encoding="utf-8")]
        shown = self._run(
            "khal", "-c", "khal", "list", "--format", "{start-long}|{title}", f"{YEAR}-11-01", "60d"
        )
        return len(entries), [line for line in shown.splitlines() if TITLE in line]

    def _run(self, tool, *arguments):
        home = {"HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        command = [self.tools / "bin" / tool, *arguments]
        done = subprocess.run(  # noqa: S603 -- our own words
            command,
            cwd=self.folder,
            env=os.environ | home,
            capture_output=True,
            text=True,
            check=False,
            input="y\n",
        )
        if done.returncode:
            raise SystemExit(f"{tool} {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


def follow(tools):
    """Each look must show what the last step made of the event, and nothing of the step before."""
    owner = Person.objects.get(email=demo.ORGANISER)
    _install(Path(tools))
    with tempfile.TemporaryDirectory() as folder:
        subscriber = Subscriber(tools, folder)
        event = planning.create(_plan_of_follow(), actor=owner)
        _expect(subscriber, 0, [])
        event = planning.publish(event, actor=owner)
        _expect(subscriber, 1, [f"{YEAR}-11-10 16:00|{TITLE}"])
        later = {
            "starts_at": event.starts_at + timedelta(days=1),
            "ends_at": event.ends_at + timedelta(days=1),
        }
        event = planning.edit(event, later, actor=owner, revision=event.revision)
        _expect(subscriber, 1, [f"{YEAR}-11-11 16:00|{TITLE}"])
        event = planning.cancel(event, actor=owner)
        _expect(subscriber, 1, [f"{YEAR}-11-11 16:00|Abgesagt: {TITLE}"])
        with transaction.atomic():
            Event.objects.filter(pk=event.pk).update(state=EventState.DRAFT)
            fragments.refresh(Event.objects.get(pk=event.pk))
        _expect(subscriber, 0, [])
    _wait_for_the_clock()


def _wait_for_the_clock():
    """Several changes within a second take the seconds after it; until they have come no date alone is answered 304."""
    kept = (FeedVersion, EventFragment, PersonalFeed)
    latest = max(model.objects.aggregate(latest=Max("modified", default=0))["latest"] for model in kept)
    time.sleep(max(0, latest + 1 - time.time()))


def _plan_of_follow():
    starts_at = timezone.make_aware(datetime(YEAR, 11, 10, 16))  # noqa: DTZ001 -- made aware at once
    return {
        "format": Format.MEETUP,
        "title_de": TITLE,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "venue": "Werk",
    }


def _expect(subscriber, files, lines):
    found = subscriber.look()
    verdict = "PASS" if found == (files, lines) else "FAIL"
    sys.stdout.write(f"{verdict} vdirsyncer keeps {found[0]}, khal lists {found[1] or 'nothing'}\n")
    if verdict == "FAIL":
        raise SystemExit(f"Expected {files} and {lines}.")


def _install(tools):
    if not (tools / "installed").exists():
        venv.create(tools, with_pip=True, clear=True)
        pip = [tools / "bin" / "pip", "install", "--quiet", "vdirsyncer>=0.19", "khal>=0.11"]
        subprocess.run(pip, check=True)  # noqa: S603 -- our own words
        (tools / "installed").touch()


if __name__ == "__main__":
    if sys.argv[1] == "world":
        sys.stdout.write("\n".join(world()) + "\n")
    else:
        follow(sys.argv[2])
