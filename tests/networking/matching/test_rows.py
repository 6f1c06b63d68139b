"""Small acts on rows of figures."""

import numpy as np
from scipy import sparse

from networking.matching import rows


def figures(*lines):
    return np.array(lines, np.float32)


def test_the_best_of_every_row_stay():
    assert rows.best(figures([3, 1, 2, 0], [0, 5, 0, 0]), 2).toarray().tolist() == [
        [3, 0, 2, 0],
        [0, 5, 0, 0],
    ]


def test_equal_values_go_to_the_smaller_columns():
    assert rows.best(figures([1, 2, 1, 1]), 2).toarray().tolist() == [[1, 2, 0, 0]]


def test_what_is_nothing_or_less_is_not_among_the_best():
    assert rows.best(figures([0, -1, 2]), 3).nnz == 1


def test_the_best_of_long_rows_are_those_that_sorting_finds():
    values = np.random.default_rng(1).random((5, 3000)).round(3).astype(np.float32)

    found = rows.best(values, 7).toarray()

    order = np.lexsort((np.broadcast_to(np.arange(3000), values.shape), -values))[:, :7]
    assert all(sorted(order[row]) == np.flatnonzero(found[row]).tolist() for row in range(5))


def test_the_mean_of_the_best_counts_what_is_missing_as_nothing():
    assert rows.mean_of_best(figures([4, 2, 1], [3, 0, 0]), 2).tolist() == [3, 1.5]


def test_what_a_row_says_of_itself_is_left_out():
    found = rows.without_themselves(figures([9, 1, 2], [1, 2, 9]), np.array([0, 2]))

    assert found.tolist() == [[0, 1, 2], [1, 2, 0]]


def test_rows_take_the_place_of_others():
    matrix = sparse.csr_matrix(figures([1, 0], [2, 0], [3, 0]))

    found = rows.replaced(matrix, np.array([2, 0]), sparse.csr_matrix(figures([0, 4], [0, 5])))

    assert found.toarray().tolist() == [[0, 5], [2, 0], [0, 4]]


def test_no_blocks_make_a_matrix_without_rows():
    assert rows.stacked([], 3).shape == (0, 3)
