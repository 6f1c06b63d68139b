"""The kinds of evidence that two projects are close, and what a portrait has of each."""

from collections import Counter
from enum import StrEnum

from networking.matching.portrait import Portrait, Scheme
from networking.matching.spaces import Weighting
from networking.matching.words import pieces, stem, stems_and_pairs, words

BROADER = 0.5  # each step up the tree halves what a shared topic says
TITLE = 2  # a word of the title counts twice


class Kind(StrEnum):
    """What a part of a score is made of; the first four are terms of a space."""

    TOPIC = "topic"
    WORD = "word"
    PIECE = "piece"
    LABEL = "label"
    EXCHANGE = "exchange"  # one offers what the other seeks
    FIELD = "field"  # the same field of action
    LINE = "line"  # the same transformation line
    BRIDGE = "bridge"  # both near a third project
    MUTUAL = "mutual"  # among each other's nearest
    CROWD = "crowd"  # close to many: says less
    SHOWN = "shown"  # suggested before without an answer


TERMS = (Kind.TOPIC, Kind.WORD, Kind.PIECE, Kind.LABEL)

WEIGHTINGS = {
    Kind.TOPIC: Weighting(slope=1, rarest=1, commonest=1),
    Kind.WORD: Weighting(slope=0.4, power=0.8),
    Kind.PIECE: Weighting(slope=0.5),
    Kind.LABEL: Weighting(slope=0.5),
}


def topic_terms(topics: tuple[str, ...], scheme: Scheme) -> dict[str, float]:
    """The topics and all above them, each at the weight of its nearest way up."""
    found: dict[str, float] = {}
    for topic in topics:
        for steps, above in enumerate(scheme.upwards(topic)):
            found[above.id] = max(found.get(above.id, 0), BROADER**steps)
    return found


def word_terms(portrait: Portrait) -> Counter[str]:
    return _added(stems_and_pairs(words(portrait.title)), stems_and_pairs(words(portrait.text)))


def piece_terms(portrait: Portrait) -> Counter[str]:
    return _added(pieces(words(portrait.title)), pieces(words(portrait.text)))


def label_terms(portrait: Portrait, scheme: Scheme) -> Counter[str]:
    """The title's words beside the names of the topics: a bridge where a text is missing."""
    found = Counter(stem(word) for word in words(portrait.title))
    for topic in portrait.topics:
        for steps, above in enumerate(scheme.upwards(topic)):
            if steps and scheme.is_root(above):
                continue  # the top of the tree is true of too many
            for word in words(above.label):
                found[stem(word)] += 1 if steps else 2
    return found


def _added(title: Counter[str], text: Counter[str]) -> Counter[str]:
    for term, count in title.items():
        text[term] += TITLE * count
    return text
