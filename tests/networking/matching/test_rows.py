"""Small acts on sparse rows."""

import numpy as np
from scipy import sparse

from networking.matching import rows


def matrix(*lines):
    return sparse.csr_matrix(np.array(lines, float))


def test_the_best_of_every_row_stay():
    assert rows.best(matrix([3, 1, 2, 0], [0, 5, 0, 0]), 2).toarray().tolist() == [[3, 0, 2, 0], [0, 5, 0, 0]]


def test_equal_values_go_to_the_smaller_columns():
    assert rows.best(matrix([1, 2, 1, 1 + 1e-12]), 2).toarray().round(6).tolist() == [[1, 2, 0, 0]]


def test_the_mean_of_the_best_counts_what_is_missing_as_nothing():
    assert rows.mean_of_best(matrix([4, 2, 1], [3, 0, 0]), 2).tolist() == [3, 1.5]


def test_what_a_row_says_of_itself_is_left_out():
    found = rows.best_others(matrix([9, 1, 2], [1, 2, 9]), np.array([0, 2]), 1)

    assert found.toarray().tolist() == [[0, 0, 2], [0, 2, 0]]


def test_no_blocks_make_a_matrix_without_rows():
    assert rows.stacked([], 3).shape == (0, 3)
