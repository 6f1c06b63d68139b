"""The pages visitors read, each beside the floor of the same round.

Nothing kept: neither pages nor parts, as in a process that has just started and with no second visitor. Parts kept:
the page is put together for one visitor (a session of their own), from cards, figures and bodies drawn before. A
filter nobody asked for: an ordinary visitor with a period never asked for before. Kept: what most visitors get.
"""

import itertools
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta

from bench import server
from bench.load import Figures, get, measure

OWN = "sessionid=" + "nobodys0" * 4  # a session that is looked up and does not exist: a page of one's own
FLOOR = "floor (one query, same middleware)"


@dataclass(frozen=True)
class Line:
    """One line of the table: what is asked, of the server that keeps things or of the one that keeps `nothing`."""

    label: str
    requests: Callable[[int], Iterator[bytes]]
    statements: Callable[[], int] | None = None
    keeps: bool = True


def lines(event: str) -> list[Line]:
    """All lines; `event` is the address of an event's page."""
    return [
        Line(FLOOR, _again("/bench/floor"), _statements("/bench/floor")),
        *_of("event list", "/events/"),
        Line("event list, a filter never asked for", _new_periods, _statements("/events/?to=2059-12-31")),
        *_of("event page", event),
    ]


def _of(name: str, path: str) -> list[Line]:
    return [
        Line(f"{name}, nothing kept", _again(path), _statements(path), keeps=False),
        Line(f"{name}, own page, parts kept", _again(path, Cookie=OWN), _statements(path, OWN, seen=True)),
        Line(f"{name}, kept", _again(path), _statements(path, seen=True)),
    ]


def rounds(event: str, *, seconds: float, times: int) -> Iterator[tuple[Line, Figures, float]]:
    """Each line with its median figures of `times` rounds and its share of the floor, by processor time."""
    table, found = lines(event), {}
    with ExitStack() as both:
        servers = {keeps: both.enter_context(server.granian(keeps=keeps)) for keeps in (True, False)}
        for _round, line in itertools.product(range(times), table):
            port, processor = servers[line.keeps]
            figures = measure(port, line.requests, clients=4, seconds=seconds, processor=processor)
            found.setdefault(line.label, []).append(figures)
    floor = median(found[FLOOR])
    for line in table:
        figures = median(found[line.label])
        yield line, figures, floor.cpu / figures.cpu


def median(figures: list[Figures]) -> Figures:
    """Each figure's median: one round disturbed by somebody else's work does not count."""
    middle = {
        name: statistics.median(getattr(f, name) for f in figures) for name in ("rate", "p50", "p99", "cpu")
    }
    return Figures(**middle, statuses=sum((f.statuses for f in figures[1:]), figures[0].statuses))


def _again(path: str, **headers: str) -> Callable[[int], Iterator[bytes]]:
    return lambda _client: itertools.repeat(get(path, **headers))


_days = itertools.count()


def _new_periods(_client: int) -> Iterator[bytes]:
    """Events until some day in a far year: the same events each time, under an address nobody has asked for."""
    while True:
        yield get(f"/events/?to={date(2060, 1, 1) + timedelta(days=next(_days) % 51_000)}")


def _statements(path: str, cookie: str = "", *, seen: bool = False) -> Callable[[], int]:
    def count() -> int:
        from django.core.cache import caches
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        client = Client(headers={"host": "127.0.0.1"} | ({"cookie": cookie} if cookie else {}))
        if seen:
            client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        for name in ("pages", "parts"):
            caches[name].clear()
        return len(queries)

    return count
