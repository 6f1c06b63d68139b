"""How much two projects have in common: topics, words, pieces of words, labels, weighed by how much text there is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from networking.matching.evidence import TERMS, Kind
from networking.matching.rows import best, largest, row_numbers, without_themselves

MANY, SAMPLE = 1_000, 250  # of more than so many projects, half-saturation is read from so many
BLOCK = 256  # projects compared with all others at once
WORK = 4_000  # products for each project when candidates are looked for
DENSE = 8_000_000  # figures of a block of rows that may be multiplied as a dense matrix
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

    @property
    def size(self) -> int:
        return len(self.lengths)

    def with_halves(self) -> "Likeness":
        """The same with half-saturation measured: the likeness at which evidence counts half.

        It is the median of the best few likenesses of all projects, or of an even sample where there are many.
        """
        number = self.size if self.size <= MANY else SAMPLE
        sample = np.linspace(0, self.size - 1, number).round().astype(int)
        return replace(self, halves={kind: self._half(kind, sample) for kind in (*TERMS, Kind.EXCHANGE)})

    def _half(self, kind: Kind, sample: np.ndarray) -> float:
        number, found = min(few(self.size), self.size), []
        for numbers in np.array_split(sample, len(sample) // BLOCK + 1):
            likeness = (
                self._products(kind, numbers).T if kind in TERMS else self._exchanged(numbers).toarray()
            )
            found.append(largest(without_themselves(likeness, numbers), number))
        return max(float(np.median(np.concatenate(found))), LEAST_HALF) if len(sample) else LEAST_HALF

    def rows(self, numbers: np.ndarray) -> np.ndarray:
        """The likeness of the projects with these numbers to all, themselves among them."""
        return np.ascontiguousarray(self.columns(numbers).T)

    def columns(self, numbers: np.ndarray, start: int = 0) -> np.ndarray:
        """The likeness of all from the project `start` on to the projects with these numbers.

        In single precision, which halves time and memory. It does not depend on which others are asked for at once,
        and is the same from both sides.
        """
        total = np.zeros((self.size - start, len(numbers)), np.float32)
        shorter = self._shorter(numbers, start)
        for kind in TERMS:
            if self.matrices[kind].nnz:
                found = self._products(kind, numbers, start)
                found /= found + np.float32(self.halves[kind])
                found *= self._weights[kind][shorter]
                total += found
        for kind in (Kind.EXCHANGE, Kind.FIELD, Kind.LINE):
            if (part := self.part(kind, numbers)) is not None:
                total += part.astype(np.float32).toarray().T[start:]
        return total

    @cached_property
    def _single(self) -> dict[Kind, sparse.csr_matrix]:
        return {kind: matrix.astype(np.float32) for kind, matrix in self.matrices.items()}

    @cached_property
    def _across(self) -> dict[Kind, sparse.csr_matrix]:
        """Every matrix turned round, ready to be multiplied with."""
        return {kind: matrix.T.tocsr() for kind, matrix in self._single.items()}

    def _products(self, kind: Kind, numbers: np.ndarray, start: int = 0) -> np.ndarray:
        """Plain likeness in one kind, before saturation and weight: quicker with a dense factor if that is small."""
        matrix = self._single[kind]
        mine = matrix[numbers]
        if mine.shape[0] * mine.shape[1] > DENSE:
            return (mine @ self._across[kind]).toarray(order="F").T[start:]
        others = matrix[start:] if start else matrix
        return others @ np.ascontiguousarray(mine.toarray().T)

    def candidates(self, numbers: np.ndarray, number: int) -> sparse.csr_matrix:
        """Whom a large house looks at: those nearest by what few have, in one product of all kinds of terms."""
        found = self._rough[numbers] @ self._rough_across
        return best(without_themselves(found, numbers), number)

    @cached_property
    def _rough(self) -> sparse.csr_matrix:
        """The terms of all kinds side by side, without those that so many have that they make most of the work."""
        typical = self.shares.at(np.median(self.lengths))
        kinds = [kind for kind in TERMS if self.matrices[kind].nnz]
        parts = [_rare(self._single[kind]) * np.sqrt(typical[kind] / self.halves[kind]) for kind in kinds]
        empty = sparse.csr_matrix((self.size, 1))
        return sparse.hstack([*parts, empty], format="csr", dtype=np.float32)

    @cached_property
    def _rough_across(self) -> sparse.csr_matrix:
        return self._rough.T.tocsr()

    def pairs(self, numbers: np.ndarray, where: sparse.csr_matrix) -> sparse.csr_matrix:
        """The likeness of these projects to those for whom there is an entry in their row of `where`."""
        lines, columns = row_numbers(where), where.indices
        total, shorter = np.zeros(where.nnz, np.float32), 0
        if len(self._ranks[0]) > 1:
            shorter = np.minimum(self._ranks[1][numbers][lines], self._ranks[1][columns])
        for kind in TERMS:
            if self.matrices[kind].nnz:
                matrix = self._single[kind]
                both = matrix[numbers[lines]].multiply(matrix[columns])
                found = np.asarray(both.sum(axis=1)).ravel()
                total += found / (found + np.float32(self.halves[kind])) * self._weights[kind][shorter]
        for kind in (Kind.EXCHANGE, Kind.FIELD, Kind.LINE):
            if (part := self.part(kind, numbers)) is not None:
                total += np.asarray(part.sorted_indices()[lines, columns], np.float32).ravel()
        return sparse.csr_matrix((total, columns, where.indptr), shape=where.shape)

    @cached_property
    def _ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """The different lengths of text, and the place of every project's among them."""
        lengths, ranks = np.unique(self.lengths, return_inverse=True)
        return lengths, ranks.astype(np.int32)

    @cached_property
    def _weights(self) -> dict[Kind, np.ndarray]:
        return {kind: table.astype(np.float32) for kind, table in self.shares.at(self._ranks[0]).items()}

    def _shorter(self, numbers: np.ndarray, start: int) -> np.ndarray | int:
        """The rank of the shorter text of every pair: the weights depend on nothing else."""
        lengths, ranks = self._ranks
        return np.minimum.outer(ranks[start:], ranks[numbers]) if len(lengths) > 1 else 0

    def part(self, kind: Kind, numbers: np.ndarray) -> sparse.csr_matrix | None:
        """What one kind of evidence adds to the likeness of these projects to all, in double precision.

        None if it is not a kind of likeness, or nobody has any of it.
        """
        if kind in TERMS:
            return self._weighed(kind, numbers)
        if kind == Kind.EXCHANGE and self.offers.nnz and self.seeks.nnz:
            found = self._exchanged(numbers)
            found.data *= EXCHANGE / (found.data + self.halves[kind])
            return found
        if kind == Kind.FIELD and self.fields.nnz:
            return self._same_field(numbers)
        return self._same_lines(numbers) if kind == Kind.LINE and self.lines.nnz else None

    def _weighed(self, kind: Kind, numbers: np.ndarray) -> sparse.csr_matrix:
        found = (self.matrices[kind][numbers] @ self.matrices[kind].T).tocsr()
        shorter = np.minimum(self.lengths[numbers][row_numbers(found)], self.lengths[found.indices])
        found.data *= self.shares.at(shorter)[kind] / (found.data + self.halves[kind])
        return found

    def _exchanged(self, numbers: np.ndarray) -> sparse.csr_matrix:
        given, taken = self.offers[numbers] @ self.seeks.T, self.seeks[numbers] @ self.offers.T
        return exchange(given.tocsr(), taken.tocsr())

    def _same_field(self, numbers: np.ndarray) -> sparse.csr_matrix:
        found = (self.fields[numbers] @ self.fields.T).tocsr()
        found.data[:] = FIELD
        return found

    def _same_lines(self, numbers: np.ndarray) -> sparse.csr_matrix:
        found, lines = (self.lines[numbers] @ self.lines.T).tocsr(), self.lines.getnnz(axis=1)
        either = lines[numbers][row_numbers(found)] + lines[found.indices] - found.data
        found.data *= LINE / either
        return found


def _rare(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """The columns with few entries, as many of them as a product may take work for."""
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int64)
    order = np.argsort(counts, kind="stable")
    is_rare = np.zeros(len(counts), bool)
    is_rare[order[np.cumsum(counts[order] ** 2) <= WORK * matrix.shape[0]]] = True
    found = matrix.copy()
    found.data[~is_rare[found.indices]] = 0
    found.eliminate_zeros()
    return found


def exchange(given: sparse.csr_matrix, taken: sparse.csr_matrix) -> sparse.csr_matrix:
    """What two give each other: the harmonic mean of both directions, or less if only one gives."""
    larger, both = given.maximum(taken).tocsr(), given.multiply(taken).tocsr()
    total = given + taken
    total.data = 2 / total.data
    return (both.multiply(total)).maximum(larger * ONE_SIDED).tocsr()
