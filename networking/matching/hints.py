"""Topics that a text speaks of, with the words that say so: a hint for those who choose topics."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from networking.matching.words import STEM, fold, stem, words

_WORD = re.compile(r"[^\W_]+")
LONGEST = 100_000  # characters that are read; a portrait has a tenth of it
SHOWN = 3  # words named per topic


@dataclass(frozen=True)
class Hint:
    """The text speaks of the topic `id` in these words, as they are written there."""

    id: str
    words: tuple[str, ...]


def hints(text: str, names: Iterable[tuple[str, str]], most: int = 12) -> list[Hint]:
    """The topics of which the text says a name, those said most often first; `names` are (topic, name).

    A name is found by its stems (Vernetzung in "vernetzt"), in their order, and long words inside longer ones; short
    ones only as whole words: KI is not in Kiel.
    """
    written = _WORD.findall(text[:LONGEST])
    folded = [fold(word) for word in written]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(folded):
        places.setdefault(word, []).append(place)
    found: dict[str, Counter[str]] = {}
    for topic, name in names:
        for start, length in _said(name, folded, places):
            found.setdefault(topic, Counter())[" ".join(written[start : start + length])] += 1
    ordered = sorted(found.items(), key=lambda row: (-row[1].total(), row[0]))
    return [
        Hint(topic, tuple(sorted(said, key=lambda w: (-said[w], w))[:SHOWN]))
        for topic, said in ordered[:most]
    ]


def _said(name: str, folded: list[str], places: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    """Where the name stands in the text, and in how many words."""
    wanted = [fold(word) for word in _WORD.findall(name)]
    if not words(name):
        return
    for word, found in places.items():
        if _is_same(wanted[0], word):
            for start in found:
                here = folded[start : start + len(wanted)]
                if len(here) == len(wanted) and all(map(_is_same, wanted, here)):
                    yield start, len(wanted)


def _is_same(wanted: str, word: str) -> bool:
    """Short words only as they are; others by their stem, and inside longer ones."""
    if len(wanted) < STEM:
        return wanted == word
    return wanted in word or stem(wanted) == stem(word)
