"""Small acts on rows of figures that several steps need."""

from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

PRECISION = 6  # decimals at which two scores are the same and the id decides
NOTHING = 1e-12  # what is below this is no common ground
HEAPS = 512  # at least so many heaps
_LARGEST = (1 << 31) - 1  # the bits of a figure in single precision, without its sign


def row_numbers(matrix: sparse.csr_matrix) -> np.ndarray:
    """The row of every stored value."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def stacked(found: list[sparse.csr_matrix], columns: int) -> sparse.csr_matrix:
    """The blocks one below the other; none is a matrix without rows."""
    return sparse.vstack(found, format="csr") if found else sparse.csr_matrix((0, columns), dtype=np.float32)


def replaced(matrix: sparse.csr_matrix, numbers: np.ndarray, rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """The matrix with other rows in these places."""
    order = np.arange(matrix.shape[0])
    order[numbers] = matrix.shape[0] + np.arange(len(numbers))
    return sparse.vstack([matrix, rows], format="csr")[order]


Rows: TypeAlias = np.ndarray | sparse.csr_matrix


def best(rows: Rows, number: int) -> sparse.csr_matrix:
    """The `number` largest positive values of every row, in single precision; of equal ones the smaller columns."""
    lines, columns, values = ranked(rows, number)
    order = np.argsort(lines << 20 | columns)
    ends = np.searchsorted(lines, np.arange(rows.shape[0] + 1))
    return sparse.csr_matrix((values[order], columns[order].astype(np.int32), ends), shape=rows.shape)


def mean_of_best(rows: Rows, number: int) -> np.ndarray:
    """The mean of every row's `number` largest values; what is missing counts as nothing."""
    return largest(rows, number).mean(axis=1)


def largest(rows: Rows, number: int) -> np.ndarray:
    """The `number` largest positive values of every row, and zeros where there are fewer, the largest first."""
    kept: Any = rows if sparse.issparse(rows) else best(rows, number)
    lines = row_numbers(kept)
    found = np.zeros((rows.shape[0], max(number, int(kept.getnnz(axis=1).max(initial=0)))))
    found[lines, places(lines)] = kept.data
    return -np.sort(-found, axis=1)[:, :number]


def consecutive(matrix: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The rows with these numbers: as they lie there if they follow each other, else copied."""
    if len(numbers) and numbers[-1] - numbers[0] == len(numbers) - 1:
        return matrix[numbers[0] : numbers[-1] + 1]
    return matrix[numbers]


def without_themselves(rows: Rows, numbers: np.ndarray) -> Rows:
    """The same rows, which have these numbers, without what each says of itself."""
    if isinstance(rows, np.ndarray):
        rows[np.arange(len(numbers)), numbers] = 0
    else:
        rows.data[rows.indices == numbers[row_numbers(rows)]] = 0
    return rows


def ranked(rows: Rows, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and value of the `number` largest positive values of every row, the largest first.

    The bits of positive figures stand in the same order as the figures, so one whole number made of row, value and
    column puts all in order at once, which is several times quicker than to choose row by row.
    """
    lines, columns, values = (
        _reaching(rows, number) if isinstance(rows, np.ndarray) else _stored(rows, number)
    )
    bits = values.astype(np.float32, copy=False).view(np.int32).astype(np.int64)
    ordered = np.sort(lines << 51 | _LARGEST - bits << 20 | columns)
    ordered = ordered[places(lines) < number]
    bits = _LARGEST - (ordered >> 20 & _LARGEST)
    return ordered >> 51, ordered & (1 << 20) - 1, bits.astype(np.int32).view(np.float32)


def places(lines: np.ndarray) -> np.ndarray:
    """The place of every entry in its row, if the rows stand one after the other."""
    return np.arange(len(lines)) - np.searchsorted(lines, lines)


def _reaching(rows: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The entries of every row that can be among its best, and not many more.

    The row is dealt out to heaps: as many of them as are wanted have a largest value that reaches the bound.
    """
    least = np.full(len(rows), NOTHING, rows.dtype)
    heaps = max(HEAPS, 8 * number)
    height = rows.shape[1] // heaps
    if height > 1:
        tops = rows[:, :heaps].copy()
        for start in range(heaps, height * heaps, heaps):
            np.maximum(tops, rows[:, start : start + heaps], out=tops)
        least = np.maximum(least, np.partition(tops, heaps - number, axis=1)[:, heaps - number])
    lines, columns = np.divmod(np.flatnonzero(rows >= least[:, np.newaxis]), rows.shape[1])
    return lines, columns, rows[lines, columns]


def _stored(rows: sparse.csr_matrix, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same of rows of which few values are stored."""
    least = np.full(rows.shape[0], NOTHING, rows.dtype)
    for row in np.flatnonzero(np.diff(rows.indptr) > 2 * number).tolist():
        values = rows.data[rows.indptr[row] : rows.indptr[row + 1]]
        least[row] = max(NOTHING, np.partition(values, -number)[-number])
    lines = row_numbers(rows)
    kept = np.flatnonzero(rows.data >= least[lines])
    return lines[kept].astype(np.int64), rows.indices[kept], rows.data[kept]
