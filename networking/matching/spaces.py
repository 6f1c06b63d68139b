"""Terms with weights: every project becomes one row of a sparse matrix, and likeness the product of two rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Weighting:
    """How terms of one kind are weighed.

    `slope` 1 divides a row by its length (cosine), less spares long rows. Terms that fewer than `rarest` projects
    have, or more than the share `commonest`, say nothing.
    """

    slope: float
    power: float = 1.0
    rarest: int = 2
    commonest: float = 0.4


@dataclass(frozen=True)
class Space:
    """The terms of one kind and their weights, fixed at the full run: one changed project moves nobody else."""

    terms: dict[str, int]
    names: list[str]
    rarity: np.ndarray
    slope: float
    mean_length: float

    @classmethod
    def fitted(
        cls,
        rows: Sequence[Mapping[str, float]],
        weighting: Weighting,
        factors: Mapping[str, float] | None = None,
    ) -> "Space":
        """Weights from all rows: a term counts the more the fewer have it, times its `factors` if it has one."""
        carriers = Counter(term for row in rows for term in row)
        names = sorted(carriers)
        number = np.array([carriers[name] for name in names], float)
        most = max(weighting.commonest * len(rows), weighting.rarest)
        rarity = np.log((len(rows) + 1) / (number + 1)) ** weighting.power
        rarity[(number < weighting.rarest) | (number > most)] = 0
        for name, factor in (factors or {}).items():
            if name in carriers:
                rarity[names.index(name)] *= factor
        terms = {name: column for column, name in enumerate(names)}
        unscaled = cls(terms, names, rarity, slope=0, mean_length=1)
        lengths = _lengths(unscaled.matrix(rows))
        mean_length = float(lengths[lengths > 0].mean()) if lengths.any() else 1.0
        return cls(terms, names, rarity, weighting.slope, mean_length)

    def matrix(self, rows: Sequence[Mapping[str, float]]) -> sparse.csr_matrix:
        """One row for each project: (1 + ln count) x rarity, divided by a length between its own and the mean."""
        starts, columns, counts = [0], [], []
        for row in rows:
            for term, count in row.items():
                if (column := self.terms.get(term)) is not None and self.rarity[column]:
                    columns.append(column)
                    counts.append(count)
            starts.append(len(columns))
        shape = (len(rows), max(1, len(self.names)))
        found = sparse.csr_matrix((np.array(counts, float), np.array(columns, np.int32), starts), shape=shape)
        found.sort_indices()
        often = found.data >= 1
        found.data[often] = 1 + np.log(found.data[often])
        found.data *= self.rarity[found.indices]
        lengths = _lengths(found)
        divisors = (1 - self.slope) * self.mean_length + self.slope * lengths
        found.data /= np.repeat(divisors, np.diff(found.indptr))
        return found


def _lengths(matrix: sparse.csr_matrix) -> np.ndarray:
    return np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
