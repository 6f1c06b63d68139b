"""Who should talk to whom: the whole model. Pure arithmetic, the same result on every run.

How it works, in plain words, and what was tried: docs/matching.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from networking.matching import evidence, exposure
from networking.matching.evidence import WEIGHTINGS, Kind
from networking.matching.exclusions import Exclusion, Exclusions, Stated
from networking.matching.likeness import CURATED, Likeness, Shares
from networking.matching.neighbours import (
    KEPT,
    Neighbours,
    Progress,
    blocks,
    correction,
    crowd_of,
    silent,
)
from networking.matching.portrait import Portrait, Scheme, Topic
from networking.matching.rows import PRECISION, best, best_others, only, row_numbers, stacked
from networking.matching.spaces import Space

NOTHING = 1e-12  # nearness below this is no common ground
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
    scores: sparse.csr_matrix

    def suggestions(self, length: int = 10) -> dict[str, list[str]]:
        """The ids of those whom each project should meet, the best first."""
        found = exposure.lists(self.scores, length, self._pinned())
        ids = [portrait.id for portrait in self.portraits]
        return {ids[number]: [ids[other] for other in others] for number, others in enumerate(found)}

    @cached_property
    def usual(self) -> float:
        """How near the best few of a project in the middle of the house are: the measure for words such as "well"."""
        return float(np.median(self.crowd)) if len(self.crowd) else 0.0

    def exclusion(self, project: str, other: str) -> Exclusion | None:
        """Why the two are never suggested to each other; None if they may be."""
        return self.exclusions.between(project, other)

    def _pinned(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for project, other in self.feedback.pinned:
            known = project in self.numbers and other in self.numbers and project != other
            if known and self.exclusion(project, other) is None:
                found.setdefault(self.numbers[project], []).append(self.numbers[other])
        return found


def build(
    portraits: Iterable[Portrait],
    topics: Iterable[Topic] = (),
    *,
    shares: Shares = CURATED,
    feedback: Feedback | None = None,
    progress: Progress = silent,
) -> Model:
    """The full run. Ids must be different; topics that are not in the vocabulary say nothing."""
    ordered = sorted(portraits, key=lambda portrait: portrait.id)
    feedback, scheme = feedback or Feedback(), Scheme(topics)
    numbers = {portrait.id: number for number, portrait in enumerate(ordered)}
    if len(numbers) < len(ordered):
        raise ValueError("Two projects have the same id.")
    spaces, likeness = read(ordered, scheme, shares, feedback.topics)
    neighbours = Neighbours.of(likeness, progress)
    exclusions = Exclusions(ordered, feedback.excluded)
    fading = _fading(numbers, feedback.shown)
    crowd, scores = _scored(neighbours, exclusions, fading, progress)
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
        scores=scores,
    )


def read(
    portraits: Sequence[Portrait], scheme: Scheme, shares: Shares, factors: Mapping[str, float] | None = None
) -> tuple[dict[Kind, Space], Likeness]:
    """Every project's terms, weighed."""
    topics = [evidence.topic_terms(portrait.topics, scheme) for portrait in portraits]
    rows: dict[Kind, Sequence[Mapping[str, float]]] = {
        Kind.TOPIC: topics,
        Kind.WORD: [evidence.word_terms(portrait) for portrait in portraits],
        Kind.PIECE: [evidence.piece_terms(portrait) for portrait in portraits],
        Kind.LABEL: [evidence.label_terms(portrait, scheme) for portrait in portraits],
    }
    offers = [evidence.topic_terms(portrait.offers, scheme) for portrait in portraits]
    seeks = [evidence.topic_terms(portrait.seeks, scheme) for portrait in portraits]
    everything = [offers[number] | seeks[number] | topics[number] for number in range(len(portraits))]
    spaces: dict[Kind, Space] = {kind: Space.fitted(rows[kind], WEIGHTINGS[kind]) for kind in rows}
    spaces[Kind.TOPIC] = Space.fitted(everything, WEIGHTINGS[Kind.TOPIC], factors)
    likeness = Likeness(
        matrices={kind: spaces[kind].matrix(rows[kind]) for kind in rows},
        offers=spaces[Kind.TOPIC].matrix(offers),
        seeks=spaces[Kind.TOPIC].matrix(seeks),
        fields=_memberships([portrait.fields_of_action for portrait in portraits]),
        lines=_memberships([portrait.transformation_lines for portrait in portraits]),
        lengths=np.array([len(portrait.text) for portrait in portraits], float),
        shares=shares,
        halves={},
    )
    return spaces, likeness.with_halves()


def _memberships(rows: Sequence[tuple[str, ...]]) -> sparse.csr_matrix:
    """Ones where a project belongs."""
    names = sorted({name for row in rows for name in row})
    columns = {name: column for column, name in enumerate(names)}
    pairs = [(number, columns[name]) for number, row in enumerate(rows) for name in sorted(set(row))]
    where = tuple(np.array(pairs, np.int32).reshape(-1, 2).T)
    return sparse.csr_matrix((np.ones(len(pairs)), where), shape=(len(rows), max(1, len(names))))


def _fading(numbers: Mapping[str, int], shown: Mapping[tuple[str, str], int]) -> sparse.csr_matrix:
    """What is taken off as a share (negative) where a suggestion was shown and not answered."""
    known = {pair: times for pair, times in shown.items() if set(pair) <= numbers.keys()}
    where = tuple(np.array([[numbers[a], numbers[b]] for a, b in known], np.int32).reshape(-1, 2).T)
    shares = np.array([FADING**times - 1 for times in known.values()], float)
    return sparse.csr_matrix((shares, where), shape=(len(numbers), len(numbers)))


def _scored(
    neighbours: Neighbours, exclusions: Exclusions, fading: sparse.csr_matrix, progress: Progress
) -> tuple[np.ndarray, sparse.csr_matrix]:
    """The crowd around each project, and the score of every pair that may be suggested."""
    size = neighbours.likeness.shape[0]
    crowds, found = [], []
    for numbers in blocks(size, "nearness", progress):
        excluded = exclusions.rows(numbers)
        most = KEPT + int(excluded.getnnz(axis=1).max())
        nearness = best_others(neighbours.rows(numbers), numbers, most)
        crowds.append(crowd_of(nearness))
        found.append(best(admissible(nearness, excluded, fading[numbers]), KEPT))
    crowd = np.concatenate(crowds) if crowds else np.zeros(0)
    return crowd, less_crowded(stacked(found, size), crowd, np.arange(size))


def admissible(
    nearness: sparse.csr_matrix, excluded: sparse.csr_matrix, fading: sparse.csr_matrix
) -> sparse.csr_matrix:
    """Nearness of those who may be suggested and have something in common."""
    allowed = (nearness - nearness.multiply(excluded)).tocsr()
    if fading.nnz:
        allowed = (allowed + allowed.multiply(fading)).tocsr()
    return only(allowed, allowed.data > NOTHING)


def less_crowded(nearness: sparse.csr_matrix, crowd: np.ndarray, numbers: np.ndarray) -> sparse.csr_matrix:
    """The scores: nearness, less for those who are close to many."""
    scores = nearness.copy()
    crowds = crowd[numbers][row_numbers(scores)] + crowd[scores.indices]
    scores.data = np.round(scores.data - correction(len(crowd)) * crowds, PRECISION)
    return scores
