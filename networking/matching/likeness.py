"""How much two projects have in common: topics, words, pieces of words, labels, weighed by how much text there is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from networking.matching.evidence import TERMS, Kind
from networking.matching.rows import best_others, row_numbers

SAMPLE = 1_000  # projects from which half-saturation is read
LEAST_HALF = 0.02
EXCHANGE, FIELD, LINE = 0.25, 0.05, 0.05  # at most added for offers and seeks, the same field, the same lines
ONE_SIDED = 0.7  # what only one side seeks counts less than an exchange


@dataclass(frozen=True)
class Shares:
    """The share of a kind of evidence and the number of characters at which it has fallen by half.

    The default for topics suits vocabularies that tag thinly or by machine; CURATED suits one kept by hand.
    """

    topic: float = 0.3
    topic_half: float = 300
    piece: float = 0.5
    piece_half: float = 300
    label: float = 0.2
    label_half: float = 50

    def at(self, length: np.ndarray) -> dict[Kind, np.ndarray]:
        """The weight of each kind for pairs whose shorter text has `length` characters; they add up to one."""
        topic = self.topic / (1 + length / self.topic_half)
        piece = self.piece / (1 + length / self.piece_half)
        label = self.label / (1 + length / self.label_half)
        return {
            Kind.TOPIC: (1 - label) * topic,
            Kind.WORD: (1 - label) * (1 - topic) * (1 - piece),
            Kind.PIECE: (1 - label) * (1 - topic) * piece,
            Kind.LABEL: label,
        }


CURATED = replace(Shares(), topic=0.5, topic_half=600)


def few(projects: int) -> int:
    """How many are "the best few": ten in a large house, three in a small one."""
    return max(3, min(10, projects // 20))


@dataclass(frozen=True)
class Likeness:
    """The rows of all projects in every space, and the constants of the full run."""

    matrices: Mapping[Kind, sparse.csr_matrix]
    offers: sparse.csr_matrix
    seeks: sparse.csr_matrix
    fields: sparse.csr_matrix
    lines: sparse.csr_matrix
    lengths: np.ndarray
    shares: Shares
    halves: Mapping[Kind, float]

    @cached_property
    def across(self) -> dict[Kind, sparse.csr_matrix]:
        """Every matrix turned round, ready to be multiplied with."""
        return {kind: matrix.T.tocsr() for kind, matrix in self.matrices.items()}

    @property
    def size(self) -> int:
        return len(self.lengths)

    def with_halves(self) -> "Likeness":
        """The same with half-saturation measured: the likeness at which evidence counts half.

        It is the median of the best few likenesses of all projects, or of an even sample where there are many.
        """
        sample = np.unique(np.linspace(0, self.size - 1, min(self.size, SAMPLE)).astype(int))
        number = min(few(self.size), self.size)
        halves = {
            kind: _half(self.products(kind, sample), sample, number) for kind in (*TERMS, Kind.EXCHANGE)
        }
        return replace(self, halves=halves)

    def rows(self, numbers: np.ndarray) -> sparse.csr_matrix:
        """The likeness of the projects with these numbers to all, themselves among them."""
        parts = (self.part(kind, numbers) for kind in Kind)
        found = [part for part in parts if part is not None and part.nnz]
        return sum(found[1:], found[0]) if found else sparse.csr_matrix((len(numbers), self.size))

    def part(self, kind: Kind, numbers: np.ndarray) -> sparse.csr_matrix | None:
        """What one kind of evidence adds to the likeness of these projects to all."""
        if kind in TERMS:
            return self._weighed(kind, numbers)
        if kind == Kind.EXCHANGE:
            return self._saturated(kind, numbers) * EXCHANGE
        if kind == Kind.FIELD:
            return self._same_field(numbers)
        return self._same_lines(numbers) if kind == Kind.LINE else None

    def products(self, kind: Kind, numbers: np.ndarray) -> sparse.csr_matrix:
        """Plain likeness in one kind, before saturation and weight."""
        if kind != Kind.EXCHANGE:
            return self.matrices[kind][numbers] @ self.across[kind]
        given, taken = self.offers[numbers] @ self.seeks.T, self.seeks[numbers] @ self.offers.T
        return exchange(given.tocsr(), taken.tocsr())

    def _saturated(self, kind: Kind, numbers: np.ndarray) -> sparse.csr_matrix:
        found = self.products(kind, numbers)
        np.divide(found.data, found.data + self.halves[kind], out=found.data)
        return found

    def _weighed(self, kind: Kind, numbers: np.ndarray) -> sparse.csr_matrix:
        """The weight depends on the shorter text only, so one table by rank of length is enough."""
        found = self._saturated(kind, numbers)
        lengths, ranks = np.unique(self.lengths, return_inverse=True)
        table = self.shares.at(lengths)[kind]
        if len(table) == 1:
            found.data *= table[0]
        else:
            ranks = ranks.astype(np.int32)
            shorter = np.minimum(np.repeat(ranks[numbers], np.diff(found.indptr)), ranks[found.indices])
            found.data *= table[shorter]
        return found

    def _same_field(self, numbers: np.ndarray) -> sparse.csr_matrix:
        found = (self.fields[numbers] @ self.fields.T).tocsr()
        found.data[:] = FIELD
        return found

    def _same_lines(self, numbers: np.ndarray) -> sparse.csr_matrix:
        found, lines = (self.lines[numbers] @ self.lines.T).tocsr(), self.lines.getnnz(axis=1)
        either = lines[numbers][row_numbers(found)] + lines[found.indices] - found.data
        found.data *= LINE / either
        return found


def exchange(given: sparse.csr_matrix, taken: sparse.csr_matrix) -> sparse.csr_matrix:
    """What two give each other: the harmonic mean of both directions, or less if only one gives."""
    larger, both = given.maximum(taken).tocsr(), given.multiply(taken).tocsr()
    total = given + taken
    total.data = 2 / total.data
    return (both.multiply(total)).maximum(larger * ONE_SIDED).tocsr()


def _half(products: sparse.csr_matrix, numbers: np.ndarray, number: int) -> float:
    kept = best_others(products, numbers, number)
    values = np.zeros(len(numbers) * number)
    values[: len(kept.data)] = np.sort(kept.data)[::-1]
    return max(float(np.median(values)), LEAST_HALF) if len(values) else LEAST_HALF
