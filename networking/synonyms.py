"""Names that look like names of topics there already are: "did you mean" for those who add one.

Only people are asked; nothing is ever merged or matched by likeness.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from networking.matching.words import fold
from networking.models import Topic, TopicLabel
from networking.models.taxonomy import label_key, search_words

_CLOSE = 0.84  # a letter or two in a word of usual length
_MOST = 5
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Near:
    """`name` was typed; `known` is a name of `topic`."""

    name: str
    known: str
    topic: Topic


def near(names: Iterable[str], besides: Topic | None = None) -> list[Near]:
    """Names of other topics that are almost one of these. The very same name is no likeness: that is refused."""
    labels = TopicLabel.objects.select_related("topic")
    known = {squeezed(label.text): label for label in (labels.exclude(topic=besides) if besides else labels)}
    found: dict[int, Near] = {}
    for name in names:
        for key in get_close_matches(squeezed(name), known, n=_MOST, cutoff=_CLOSE):
            label = known[key]
            if label.key != label_key(name) and not _says_more(name, label.text):
                found.setdefault(label.topic_id, Near(name, label.text, label.topic))
    return list(found.values())[:_MOST]


def _says_more(name: str, known: str) -> bool:
    """Whether one is the other with words added: that is a narrower topic, not the same one."""
    words, others = set(search_words(name).split()), set(search_words(known).split())
    return words < others or others < words


def squeezed(name: str) -> str:
    """Without case, hyphens, spaces and the two ways to write an umlaut: Kreislauf-Wirtschaft, kreislaufwirtschaft."""
    return _SIGNS.sub("", fold(label_key(name).translate(_UMLAUTS)))
