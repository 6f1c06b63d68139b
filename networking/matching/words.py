"""From text to what can be compared: stems, pairs of neighbouring stems, pieces of words. No dictionary needed."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

STEM = 7  # the first letters stand for the word: Vernetzung and vernetzt, production and productive
REACH = 2  # a pair may have one word between
PAIR = 0.4  # a pair counts less than a word
PIECE = 4  # letters; pieces find Wirtschaft in Kreislaufwirtschaft

_STOP_WORDS = """
about across aim aims all also am an and another any are as at based be been being between both but by can
could did do does doing each few for from had has have he her here his how if in into is it its may me more
most my new no nor not of on only or other our over own project projects projekt projekte same she should so
some such than that the their them then there these they this those through to too under up us use used
using very was we were what when where which who whom whose why will with within would you your
aber als am an auch auf aus bei bzw da das dass daß dem den der des die diese diesem diesen dieser dieses du
durch ein eine einem einen einer eines er es etwa fuer fur für gegen ihr ihre ihrem ihren ihrer im in ist
kann konnen können man mehr mit nach neue neuen neuer neues nicht ob oder ohne sein seine seinen seiner sich
sie sind so soll sollen sowie uber ueber um und unter vom von vor war waren welche welcher welches werden
wie wir wird wo wurde wurden zu zum zur zwischen über
"""

_WORD = re.compile(r"[^\W_]{2,}")


def fold(text: str) -> str:
    """Without case and accents: Ä is a, ß is ss."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_STOP = frozenset(_WORD.findall(fold(_STOP_WORDS)))


def words(text: str) -> list[str]:
    """The folded words that say something: two letters or more, no bare numbers, no function words."""
    return [word for word in _WORD.findall(fold(text)) if word not in _STOP and not word.isdigit()]


def stem(word: str) -> str:
    return word[:STEM]


def pairs(stems: list[str]) -> Iterator[str]:
    """Every two different stems near each other, in the order of the alphabet."""
    for place, first in enumerate(stems):
        for second in stems[place + 1 : place + 1 + REACH]:
            if first != second:
                yield f"{min(first, second)} {max(first, second)}"


def stems_and_pairs(found: list[str]) -> Counter[str]:
    """How often each stem occurs, and each pair at its lower weight."""
    stems = [stem(word) for word in found]
    counts: Counter[str] = Counter(stems)
    for pair, times in Counter(pairs(stems)).items():
        counts[pair] += times * PAIR  # type: ignore[assignment]
    return counts


def pieces(found: list[str]) -> Counter[str]:
    """How often each run of letters occurs; ^ and $ mark the ends of a word."""
    counts: Counter[str] = Counter()
    for word, times in Counter(found).items():
        marked = f"^{word}$"
        for start in range(len(marked) - PIECE + 1):
            counts[marked[start : start + PIECE]] += times
    return counts


def as_written(stem_or_pair: str, *texts: str) -> str:
    """The stems as the first word that has them in one of the texts; a stem nobody wrote stays a stem."""
    wanted = dict.fromkeys(stem_or_pair.split())
    for text in texts:
        for match in _WORD.finditer(text):
            key = stem(fold(match.group()))
            if key in wanted and wanted[key] is None:
                wanted[key] = match.group()
    return " ".join(written or key for key, written in wanted.items())
