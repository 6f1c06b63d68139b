"""Feeds of a large house beside a file of the same size, and what keeping them costs whoever publishes."""

import itertools
import os
import statistics
import tempfile
import time
from pathlib import Path

FEED = "/calendar/events.ics"


def measure(run, port: int, line, *, events: int) -> None:
    """Print the feed of `events` events, full and 304, beside the file; `run` and `line` as for every other line."""
    from bench import world
    from bench.load import get

    _fill(world, events)
    body, tags = _asked(port, {}), {}
    path = Path(os.environ["BENCH_FILE"])
    path.write_bytes(body[0])
    for name in ("gzip", "br"):
        tags[name] = _asked(port, {"Accept-Encoding": name})[1]
    again = lambda path, **headers: lambda _n: itertools.repeat(get(path, **headers))  # noqa: E731
    size = f"{events} events, {len(body[0]) / 1e6:.1f} MB"
    line(f"a file of {size}", floor := run(again("/bench/file"), 1), 0)
    for label, headers in (
        ("feed, full", {}),
        ("feed, gzip", {"Accept_Encoding": "gzip"}),
        ("feed, brotli", {"Accept_Encoding": "br"}),
        ("feed, 304 by tag", {"If_None_Match": body[1]}),
        ("feed, 304 by date", {"If_Modified_Since": body[2]}),
    ):
        figures = run(again(FEED, **headers), 1)
        line(f"{label}", figures, 1)
        print(f"{'':36}{figures.p50 / floor.p50:6.2f} of the file's time")
    print(f"{'feed, joined anew':36}{_cold(events):8.1f} ms")
    wall, own = _publishing()
    print(f"{'keeping entries, per publishing':36}{wall:8.1f} ms more, {own:.1f} ms of them our processor's")


def file_path() -> str:
    """Where the file lies that the server sends; the server is told by its environment."""
    return os.environ.setdefault(
        "BENCH_FILE", str(Path(tempfile.gettempdir()) / f"treffwerk_{os.getpid()}.ics")
    )


def _fill(world, events: int) -> None:
    from events.models import Event

    world.more(events - Event.objects.public().count())
    world.keep_entries()


def _asked(port: int, headers: dict) -> tuple[bytes, str, str]:
    from urllib.request import Request, urlopen

    with urlopen(Request(f"http://127.0.0.1:{port}{FEED}", headers=headers)) as answer:
        return answer.read(), answer.headers["ETag"], answer.headers["Last-Modified"]


def _cold(events: int) -> float:
    from events.calendar import feeds

    feed, times = feeds.Feed("all", "de"), []
    for _try in range(3):
        start = time.perf_counter()
        feeds.body(feed, "http://127.0.0.1/")
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def _publishing() -> tuple[float, float]:
    """The medians of what `refresh` takes for an event that was just changed, with two topics, a line and a field."""
    from django.db import transaction
    from django.utils import timezone

    from events.models import Event
    from events.services import fragments

    times, spent = [], []
    for event in Event.objects.public().order_by("pk")[:30]:
        event.transformation_lines.set(["digital"])
        event.fields_of_action.set(["innovation"])
        event.changed_at = timezone.now()
        event.save()
        with transaction.atomic():
            start, before = time.perf_counter(), time.process_time()
            fragments.refresh(event)
            times.append(time.perf_counter() - start)
            spent.append(time.process_time() - before)
    return statistics.median(times) * 1000, statistics.median(spent) * 1000
