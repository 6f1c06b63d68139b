"""Small acts on sparse rows that several steps need."""

import numpy as np
from scipy import sparse

PRECISION = 9  # decimals at which two scores are the same and the id decides


def row_numbers(matrix: sparse.csr_matrix) -> np.ndarray:
    """The row of every stored value."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))


def only(matrix: sparse.csr_matrix, wanted: np.ndarray) -> sparse.csr_matrix:
    """The stored values for which `wanted` is true, zeros among them too."""
    ends = np.concatenate(([0], np.cumsum(wanted)))
    return sparse.csr_matrix(
        (matrix.data[wanted], matrix.indices[wanted], ends[matrix.indptr]), shape=matrix.shape
    )


def stacked(found: list[sparse.csr_matrix], columns: int) -> sparse.csr_matrix:
    """The blocks one below the other; none is a matrix without rows."""
    return sparse.vstack(found, format="csr") if found else sparse.csr_matrix((0, columns))


def best(matrix: sparse.csr_matrix, number: int) -> sparse.csr_matrix:
    """The `number` largest values of every row; of equal ones those of the smaller columns."""
    if not len(matrix.data) or np.diff(matrix.indptr).max() <= number:
        return matrix
    values, wanted = np.round(matrix.data, PRECISION), np.ones(len(matrix.data), bool)
    for start, end in zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True):
        if end - start > number:
            wanted[start:end] = _largest(values[start:end], matrix.indices[start:end], number)
    return only(matrix, wanted)


def _largest(values: np.ndarray, columns: np.ndarray, number: int) -> np.ndarray:
    least = np.partition(values, -number)[-number]
    wanted = values >= least
    if surplus := int(wanted.sum()) - number:
        ties = np.flatnonzero(values == least)
        wanted[ties[np.argsort(columns[ties])[-surplus:]]] = False
    return wanted


def mean_of_best(matrix: sparse.csr_matrix, number: int) -> np.ndarray:
    """The mean of every row's `number` largest values; what is not stored is zero."""
    return np.asarray(best(matrix, number).sum(axis=1)).ravel() / number


def without_diagonal(matrix: sparse.csr_matrix, numbers: np.ndarray) -> sparse.csr_matrix:
    """The rows, which have these numbers, without what each says of itself."""
    return only(matrix, matrix.indices != numbers[row_numbers(matrix)])
