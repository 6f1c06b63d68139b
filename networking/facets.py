"""Filters with figures: how many entries of a list each further choice would show."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One value of a filter, with the number of entries it would show."""

    value: str
    label: str
    number: int
    is_chosen: bool


def options(
    words: Iterable[tuple[str, str]],
    numbers: Counter[str],
    chosen: Collection[str],
    *,
    all_of_them: bool = False,
) -> list[Option]:
    """An option for each (value, label) that shows something or is chosen; for every one if `all_of_them`."""
    rows = [Option(value, label, numbers[value], value in chosen) for value, label in words]
    return [row for row in rows if row.number or row.is_chosen or all_of_them]


def by_topic(tagged: Iterable[tuple[int, str]], above: dict[str, str]) -> Counter[str]:
    """How many entries have a topic or one below it, from (entry, slug of a topic it has); each entry counts once.

    `above` names the broader topic's slug of every topic that has one.
    """
    found: dict[str, set[int]] = {}
    for entry, topic in tagged:
        for slug in _upwards(topic, above):
            found.setdefault(slug, set()).add(entry)
    return Counter({slug: len(entries) for slug, entries in found.items()})


def _upwards(topic: str, above: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    while topic and topic not in seen:
        seen.add(topic)
        yield topic
        topic = above.get(topic, "")
