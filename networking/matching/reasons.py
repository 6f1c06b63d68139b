"""Why two projects are suggested to each other: named parts that add up to the score."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from networking.matching.evidence import TERMS, Kind
from networking.matching.model import Model
from networking.matching.neighbours import WALK, correction
from networking.matching.words import as_written, stem, words

NAMED = 15  # parts an editor reads one by one
SAID = 5  # reasons people are told
FIGURES = 9  # decimals of a score that is stored with its parts
SAYABLE = (Kind.EXCHANGE, Kind.TOPIC, Kind.WORD, Kind.LABEL, Kind.FIELD, Kind.LINE, Kind.BRIDGE)
DIRECT = (*TERMS, Kind.EXCHANGE, Kind.FIELD, Kind.LINE)


@dataclass(frozen=True)
class Part:
    """One summand of a score.

    `name` is a topic, a field of action or a line by its id, a word or pair of words as written, a piece of a word.
    `project` is the third one of a bridge, or who offers in an exchange.
    """

    kind: Kind
    value: float
    name: str = ""
    project: str = ""


class Reasons:
    """The parts of the scores of one project with any other."""

    def __init__(self, model: Model, project: str) -> None:
        self.model, self.project = model, project
        self.number = model.numbers[project]

    @cached_property
    def _rows(self) -> dict[Kind, sparse.csr_matrix]:
        numbers = np.array([self.number])
        rows = {kind: self.model.likeness.part(kind, numbers) for kind in DIRECT}
        return {kind: row for kind, row in rows.items() if row is not None and row.nnz}

    def parts(self, other: str) -> list[Part]:
        """All parts, the largest first. Together they are the score, to the precision it is rounded to."""
        found = [*self._direct(other), *self._bridges(other)]
        found += self._faded(other, sum(part.value for part in found))
        found.append(self._crowd(other))
        return sorted(found, key=lambda part: (-abs(part.value), part.kind, part.name, part.project))

    def nearness(self, other: str) -> float:
        """How much the two have in common, their neighbours included: this is what people are told in words."""
        return round(self._near(other), FIGURES)

    def score(self, other: str) -> float:
        """The figure by which the other stands in the list. It can be negative: it is for ordering only."""
        return round(self._near(other) * (1 + self._fading(other)) + self._crowd(other).value, FIGURES)

    def _near(self, other: str) -> float:
        """Nearness in double precision, of the same figures as its parts."""
        second = self.model.numbers[other]
        direct = sum(float(row[0, second]) for row in self._rows.values()) if self._is_kept(second) else 0.0
        return direct * (1 - WALK) + sum(part.value for part in self._bridges(other))

    def _is_kept(self, other: int) -> bool:
        """In a very large house only the best of each project are."""
        return bool(self.model.neighbours.likeness[self.number, other])

    def _direct(self, other: str) -> Iterator[Part]:
        """Likeness, each kind shared out over what the two have in common."""
        number = self.model.numbers[other]
        if not self._is_kept(number):
            return
        for kind, row in self._rows.items():
            whole = float(row[0, number]) * (1 - WALK)
            common = self._common(kind, number)
            total = sum(part.value for part in common)
            for part in common:
                yield replace(part, value=part.value / total * whole)

    def _common(self, kind: Kind, number: int) -> list[Part]:
        likeness = self.model.likeness
        if kind in TERMS:
            matrix = likeness.matrices[kind]
            return self._shared(kind, matrix[self.number], matrix[number])
        if kind == Kind.EXCHANGE:
            given = self._shared(kind, likeness.offers[self.number], likeness.seeks[number])
            taken = self._shared(kind, likeness.seeks[self.number], likeness.offers[number])
            other = self.model.portraits[number].id
            return [replace(part, project=self.project) for part in given] + [
                replace(part, project=other) for part in taken
            ]
        mine, theirs = (self._memberships(kind, at) for at in (self.number, number))
        return [Part(kind, 1.0, name) for name in sorted(set(mine) & set(theirs))]

    def _memberships(self, kind: Kind, number: int) -> tuple[str, ...]:
        portrait = self.model.portraits[number]
        return portrait.fields_of_action if kind == Kind.FIELD else portrait.transformation_lines

    def _shared(self, kind: Kind, mine: sparse.csr_matrix, theirs: sparse.csr_matrix) -> list[Part]:
        """What both have, each with the product of its two weights."""
        names = self.model.spaces[Kind.TOPIC if kind == Kind.EXCHANGE else kind].names
        both = mine.multiply(theirs).tocsr()
        return [
            Part(kind, float(value), names[column])
            for column, value in zip(both.indices, both.data, strict=True)
        ]

    def _bridges(self, other: str) -> Iterator[Part]:
        """What the nearest neighbours of both add; the two may be among each other's."""
        steps, likeness = self.model.neighbours.steps, self.model.neighbours.likeness
        first, second = self.number, self.model.numbers[other]
        mutual = 0.0
        for third in sorted({*steps[first].indices.tolist(), *steps[second].indices.tolist()}):
            both = _times(steps[first, third], likeness[third, second]) + _times(
                steps[second, third], likeness[third, first]
            )
            value = both * WALK / 2
            if third in (first, second):
                mutual += value
            elif value:
                yield Part(Kind.BRIDGE, value, project=self.model.portraits[third].id)
        if mutual:
            yield Part(Kind.MUTUAL, mutual)

    def _fading(self, other: str) -> float:
        return float(self.model.fading[self.number, self.model.numbers[other]])

    def _faded(self, other: str, nearness: float) -> list[Part]:
        share = self._fading(other)
        return [Part(Kind.SHOWN, nearness * share)] if share else []

    def _crowd(self, other: str) -> Part:
        crowd = self.model.crowd
        crowds = float(crowd[self.number] + crowd[self.model.numbers[other]])
        return Part(Kind.CROWD, -correction(len(crowd)) * crowds)


def _times(step: np.float32, likeness: np.float32) -> float:
    """In double precision, as a sum of many parts should not lose what is small."""
    return float(step) * float(likeness)


def shortened(parts: list[Part], most: int = NAMED) -> list[Part]:
    """The largest parts, and one nameless part for the rest of each kind; the sum stays."""
    rest: dict[Kind, float] = defaultdict(float)
    for part in parts[most:]:
        rest[part.kind] += part.value
    return [*parts[:most], *(Part(kind, value) for kind, value in rest.items())]


@dataclass(frozen=True)
class Said:
    """A reason as people are told it. A topic is `shared` if both have it themselves, not only something below it."""

    kind: Kind
    name: str = ""
    project: str = ""
    shared: bool = True


def sayable(model: Model, project: str, other: str, parts: list[Part], most: int = SAID) -> list[Said]:
    """The largest parts one can talk about: topics first, then words as somebody wrote them, then the rest.

    A topic stands for those above it and for the words of its names, a pair of words for its words.
    """
    mine, theirs = (model.portraits[model.numbers[key]] for key in (project, other))
    written = {
        stem(word) for text in (mine.title, theirs.title, mine.text, theirs.text) for word in words(text)
    }
    found: list[Said] = []
    covered: set[str] = set()
    for part in sorted((part for part in parts if part.value > 0), key=_telling):
        if part.kind not in SAYABLE or covered.issuperset(part.name.split() or [part.project]):
            continue
        if part.kind in (Kind.TOPIC, Kind.EXCHANGE):
            for above in model.scheme.upwards(part.name):
                covered.update((above.id, *map(stem, words(above.label))))
            shared = part.name in mine.topics and part.name in theirs.topics
            found.append(Said(part.kind, part.name, part.project, shared or part.kind == Kind.EXCHANGE))
        elif part.kind not in (Kind.WORD, Kind.LABEL):
            found.append(Said(part.kind, part.name, part.project))
        elif written.issuperset(part.name.split()):
            covered.update(part.name.split())
            found.append(
                Said(Kind.WORD, as_written(part.name, mine.title, theirs.title, mine.text, theirs.text))
            )
    return found[:most]


def _telling(part: Part) -> tuple[int, float]:
    """Topics before words before the rest, in each the largest first."""
    order = {Kind.EXCHANGE: 0, Kind.TOPIC: 0, Kind.WORD: 1, Kind.LABEL: 1, Kind.FIELD: 2, Kind.LINE: 2}
    return order.get(part.kind, 3), -part.value
