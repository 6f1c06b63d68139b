"""Who should talk to whom: the whole model. Pure arithmetic, the same result on every run.

How it works, in plain words, and what was tried: docs/matching.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from networking.matching import exposure
from networking.matching.evidence import Kind
from networking.matching.exclusions import Exclusion, Exclusions, Stated
from networking.matching.likeness import CURATED, Likeness, Shares, few
from networking.matching.neighbours import (
    KEPT,
    Neighbours,
    Progress,
    correction,
    crowd_of,
    over_blocks,
    silent,
)
from networking.matching.portrait import Portrait, Scheme, Topic
from networking.matching.reading import Weights, read
from networking.matching.rows import (
    PRECISION,
    Rows,
    best,
    places,
    ranked,
    row_numbers,
    stacked,
    without_themselves,
)
from networking.matching.spaces import Space

VERSION = 2  # of the model: raised with every change that may give the same projects other lists
KNOWLEDGE = 3  # completed projects one may learn from, beside those to meet
FADING = 0.8  # what remains each time a suggestion was shown and not answered


@dataclass(frozen=True)
class Feedback:
    """What editors and teams have said.

    Pairs never to show, pairs to show first, what a topic says more or less (`topic_factor`), and how often a
    suggestion was shown to a project without an answer.
    """

    excluded: Stated = field(default_factory=dict)
    pinned: Sequence[tuple[str, str]] = ()
    topics: Mapping[str, float] = field(default_factory=dict)
    shown: Mapping[tuple[str, str], int] = field(default_factory=dict)


def topic_factor(more: int, less: int) -> float:
    """What a topic says after so many wanted it to say more or less: never under half, never over one and a half."""
    return min(1.5, max(0.5, 1 + 0.1 * (more - less)))


@dataclass(frozen=True)
class Model:
    """A finished run over `portraits`, which stand in the order of their ids."""

    portraits: Sequence[Portrait]
    scheme: Scheme
    feedback: Feedback
    numbers: Mapping[str, int]
    spaces: Mapping[Kind, Space]
    likeness: Likeness
    neighbours: Neighbours
    crowd: np.ndarray
    exclusions: Exclusions
    fading: sparse.csr_matrix
    nearness: sparse.csr_matrix

    @cached_property
    def scores(self) -> sparse.csr_matrix:
        """By what the lists are ordered: nearness, less for those who are close to many."""
        scores = self.nearness.astype(float)
        crowds = self.crowd[row_numbers(scores)] + self.crowd[scores.indices]
        scores.data = np.round(scores.data - correction(len(self.crowd)) * crowds, PRECISION)
        return scores

    @property
    def weights(self) -> Weights:
        """What a later run may keep."""
        crowd = {portrait.id: float(self.crowd[number]) for number, portrait in enumerate(self.portraits)}
        return Weights(self.spaces, self.likeness.halves, crowd)

    def suggestions(self, length: int = 10) -> dict[str, list[str]]:
        """The ids of those whom each project should meet, the best first. Completed projects meet nobody."""
        return self._named(exposure.lists(self._scores_with(0), length, self._pinned()))

    def knowledge(self, length: int = KNOWLEDGE) -> dict[str, list[str]]:
        """The ids of the completed projects from which each of the others may learn, and the other way round."""
        return self._named(exposure.lists(self._scores_with(1), length))

    @cached_property
    def _completed(self) -> np.ndarray:
        return np.array([portrait.is_completed for portrait in self.portraits], bool)

    def _scores_with(self, number: int) -> sparse.csr_matrix:
        """The scores of the pairs of which so many are completed."""
        if not self._completed.any():
            return sparse.csr_matrix(self.scores.shape) if number else self.scores
        is_over = self._completed.astype(int)
        kept = is_over[row_numbers(self.scores)] + is_over[self.scores.indices] == number
        ends = np.concatenate(([0], np.cumsum(kept)))[self.scores.indptr]
        return sparse.csr_matrix((self.scores.data[kept], self.scores.indices[kept], ends), self.scores.shape)

    def _named(self, found: list[list[int]]) -> dict[str, list[str]]:
        ids = [portrait.id for portrait in self.portraits]
        return {ids[number]: [ids[other] for other in others] for number, others in enumerate(found)}

    @cached_property
    def usual(self) -> float:
        """How near the best few of a project in the middle of the house are: the measure for words such as "well"."""
        return float(np.median(self.crowd)) if len(self.crowd) else 0.0

    def exclusion(self, project: str, other: str) -> Exclusion | None:
        """Why the two are never suggested to each other; None if they may be."""
        return self.exclusions.between(project, other)

    def _is_knowledge(self, project: str, other: str) -> bool:
        return bool(self._completed[[self.numbers[project], self.numbers[other]]].any())

    def _pinned(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for project, other in self.feedback.pinned:
            known = project in self.numbers and other in self.numbers and project != other
            if known and self.exclusion(project, other) is None and not self._is_knowledge(project, other):
                found.setdefault(self.numbers[project], []).append(self.numbers[other])
        return found


def build(
    portraits: Iterable[Portrait],
    topics: Iterable[Topic] = (),
    *,
    shares: Shares = CURATED,
    feedback: Feedback | None = None,
    weights: Weights | None = None,
    progress: Progress = silent,
) -> Model:
    """The full run. Ids must be different; topics that are not in the vocabulary say nothing.

    With the `weights` of a former run nothing is measured anew but the crowd around projects they do not know.
    """
    ordered = sorted(portraits, key=lambda portrait: portrait.id)
    feedback, scheme = feedback or Feedback(), Scheme(topics)
    numbers = {portrait.id: number for number, portrait in enumerate(ordered)}
    if len(numbers) < len(ordered):
        raise ValueError("Two projects have the same id.")
    spaces, likeness = read(ordered, scheme, shares, feedback.topics, weights.spaces if weights else None)
    likeness = replace(likeness, halves=weights.halves) if weights else likeness.with_halves()
    neighbours = Neighbours.of(likeness, progress)
    exclusions = Exclusions(ordered, feedback.excluded)
    fading = _fading(numbers, feedback.shown)
    crowd, nearness = _near(neighbours, exclusions, fading, progress)
    if weights:
        crowd = np.array([weights.crowd.get(id, crowd[number]) for id, number in numbers.items()])
    return Model(
        portraits=ordered,
        scheme=scheme,
        feedback=feedback,
        numbers=numbers,
        spaces=spaces,
        likeness=likeness,
        neighbours=neighbours,
        crowd=crowd,
        exclusions=exclusions,
        fading=fading,
        nearness=nearness,
    )


def _fading(numbers: Mapping[str, int], shown: Mapping[tuple[str, str], int]) -> sparse.csr_matrix:
    """What is taken off as a share (negative) where a suggestion was shown and not answered."""
    known = {pair: times for pair, times in shown.items() if set(pair) <= numbers.keys()}
    where = tuple(np.array([[numbers[a], numbers[b]] for a, b in known], np.int32).reshape(-1, 2).T)
    shares = np.array([FADING**times - 1 for times in known.values()], float)
    return sparse.csr_matrix((shares, where), shape=(len(numbers), len(numbers)))


def _near(
    neighbours: Neighbours, exclusions: Exclusions, fading: sparse.csr_matrix, progress: Progress
) -> tuple[np.ndarray, sparse.csr_matrix]:
    """The crowd around each project, and the nearest of those who may be suggested."""
    size = neighbours.likeness.shape[0]

    def look(numbers: np.ndarray) -> tuple[np.ndarray, sparse.csr_matrix]:
        nearness = without_themselves(neighbours.rows(numbers), numbers)
        return nearest(nearness, exclusions.rows(numbers), fading[numbers])

    found = over_blocks(look, size, "nearness", progress)
    crowd = np.concatenate([crowd for crowd, _ in found]) if found else np.zeros(0)
    return crowd, stacked([nearness for _, nearness in found], size)


def nearest(
    nearness: Rows, excluded: sparse.csr_matrix, fading: sparse.csr_matrix
) -> tuple[np.ndarray, sparse.csr_matrix]:
    """The crowd around the projects of these rows, and the nearest of those who may be suggested to them."""
    spare = excluded.getnnz(axis=1) + fading.getnnz(axis=1)
    number = max(KEPT, few(nearness.shape[1])) + int(spare.max(initial=0))
    lines, columns, values = ranked(nearness, number)
    crowd = crowd_of(lines, values, nearness.shape)
    if fading.nnz:
        some = _matrix(lines, columns, values, nearness.shape)
        return crowd, best(admissible(some, excluded, fading), KEPT)
    allowed = np.flatnonzero(~_among(excluded, lines, columns))
    allowed = allowed[places(lines[allowed]) < KEPT]
    return crowd, _matrix(lines[allowed], columns[allowed], values[allowed], nearness.shape)


def _matrix(
    lines: np.ndarray, columns: np.ndarray, values: np.ndarray, shape: tuple[int, int]
) -> sparse.csr_matrix:
    """The entries as a matrix; their rows stand one after the other."""
    ends = np.searchsorted(lines, np.arange(shape[0] + 1))
    return sparse.csr_matrix((values, columns.astype(np.int32), ends), shape=shape)


def _among(excluded: sparse.csr_matrix, lines: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Which of the entries are excluded."""
    width = excluded.shape[1]
    known = np.sort(row_numbers(excluded).astype(np.int64) * width + excluded.indices)
    wanted = lines * width + columns
    found = np.append(known, -1)[np.searchsorted(known, wanted)]
    return found == wanted


def admissible(
    nearness: sparse.csr_matrix, excluded: sparse.csr_matrix, fading: sparse.csr_matrix
) -> sparse.csr_matrix:
    """Nearness of those who may be suggested, less if they were before."""
    allowed = (nearness - nearness.multiply(excluded)).tocsr() if excluded.nnz else nearness
    return (allowed + allowed.multiply(fading)).tocsr() if fading.nnz else allowed
