"""Small acts on sparse rows that several steps need."""

import numpy as np
from scipy import sparse

PRECISION = 9  # decimals at which two scores are the same and the id decides


def row_numbers(matrix: sparse.csr_matrix) -> np.ndarray:
    """The row of every stored value."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def only(matrix: sparse.csr_matrix, wanted: np.ndarray) -> sparse.csr_matrix:
    """The stored values for which `wanted` is true, zeros among them too."""
    kept = np.flatnonzero(wanted)
    ends = np.searchsorted(kept, matrix.indptr)
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def stacked(found: list[sparse.csr_matrix], columns: int) -> sparse.csr_matrix:
    """The blocks one below the other; none is a matrix without rows."""
    return sparse.vstack(found, format="csr") if found else sparse.csr_matrix((0, columns))


def best(matrix: sparse.csr_matrix, number: int) -> sparse.csr_matrix:
    """The `number` largest values of every row; of equal ones those of the smaller columns."""
    lengths = np.diff(matrix.indptr)
    if not len(matrix.data) or lengths.max() <= number:
        return matrix
    least = np.repeat(_least(matrix, lengths, number) - 10.0**-PRECISION, lengths)
    places = np.flatnonzero(matrix.data >= least)
    counts = np.diff(np.searchsorted(places, matrix.indptr))
    if counts.max() > number:
        places = _without_ties(matrix, places, counts, number)
        counts = np.minimum(counts, number)
    ends = np.concatenate(([0], np.cumsum(counts)))
    return sparse.csr_matrix((matrix.data[places], matrix.indices[places], ends), shape=matrix.shape)


def _least(matrix: sparse.csr_matrix, lengths: np.ndarray, number: int) -> np.ndarray:
    """The value of every row that `number` values reach; minus infinity for shorter rows."""
    least = np.full(len(lengths), -np.inf)
    for row in np.flatnonzero(lengths > number).tolist():
        values = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        least[row] = np.partition(values, -number)[-number]
    return least


def _without_ties(
    matrix: sparse.csr_matrix, places: np.ndarray, counts: np.ndarray, number: int
) -> np.ndarray:
    """The places of the best `number` of every row, where rounding leaves more with the same value."""
    rows = np.repeat(np.arange(len(counts)), counts)
    order = np.lexsort((matrix.indices[places], -np.round(matrix.data[places], PRECISION), rows))
    rank = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.sort(places[order[rank < number]])


def mean_of_best(matrix: sparse.csr_matrix, number: int) -> np.ndarray:
    """The mean of every row's `number` largest values; what is not stored is zero."""
    return np.asarray(best(matrix, number).sum(axis=1)).ravel() / number


def without_diagonal(matrix: sparse.csr_matrix, numbers: np.ndarray) -> sparse.csr_matrix:
    """The rows, which have these numbers, without what each says of itself."""
    return only(matrix, matrix.indices != np.repeat(numbers.astype(np.int32), np.diff(matrix.indptr)))


def best_others(matrix: sparse.csr_matrix, numbers: np.ndarray, number: int) -> sparse.csr_matrix:
    """The best of every row without itself: cut first, because short rows are quicker to look through."""
    return best(without_diagonal(best(matrix, number + 1), numbers), number)
