"""From scores to lists."""

from collections import Counter

import numpy as np
from scipy import sparse

from networking.matching.exposure import lists


def scores(rows):
    """A symmetric matrix from its upper half; None where a pair may not be suggested."""
    size = len(rows)
    pairs = [(i, j, rows[i][j]) for i in range(size) for j in range(i + 1, size) if rows[i][j] is not None]
    i, j, value = (np.array(column) for column in zip(*pairs, strict=True)) if pairs else ([], [], [])
    both = (np.concatenate((value, value)), (np.concatenate((i, j)), np.concatenate((j, i))))
    return sparse.csr_matrix(both, shape=(size, size))


def star(size):
    """Everybody is nearest to the first; the others are nearer the smaller the numbers."""
    return scores([[None if i == j else 1 / (1 + i + j) for j in range(size)] for i in range(size)])


def test_the_best_come_first_and_ties_go_to_the_smaller_number():
    assert lists(scores([[0, 0.5, 0.5, 0.9], [0] * 4, [0] * 4, [0] * 4]), 3)[0] == [3, 1, 2]


def test_nobody_is_shown_more_often_than_a_fifth_above_the_length_of_a_list():
    found = lists(star(40), 10)

    assert max(Counter(other for row in found for other in row).values()) == 12


def test_everybody_gets_three_even_if_the_partners_are_shown_often():
    size = 30
    hub = scores([[1 if i < 3 and j >= 3 else None for j in range(size)] for i in range(size)])

    assert {len(row) for row in lists(hub, 5)[3:]} == {3}


def test_everybody_is_shown_at_least_once():
    far = [[0.9 for _ in range(20)] for _ in range(20)]
    for i in range(20):
        far[i][19] = 0.1

    shown = {other for row in lists(scores(far), 3) for other in row}

    assert shown == set(range(20))


def test_what_is_pinned_stands_first_and_only_once():
    found = lists(star(10), 4, {5: [9, 0]})

    assert found[5][:2] == [9, 0]
    assert len(set(found[5])) == len(found[5]) == 4


def test_nobody_is_invented_where_no_pair_may_be_suggested():
    assert lists(scores([[None] * 3] * 3), 5) == [[], [], []]
