"""The neighbours' say, against figures done by hand."""

import numpy as np
import pytest
from scipy import sparse

from networking.matching.neighbours import Neighbours, correction, mirror, over_blocks, walk

LIKENESS = np.array([[0, 0.4, 0, 0], [0.4, 0, 0.2, 0], [0, 0.2, 0, 0], [0, 0, 0, 0]], np.float32)
NEAREST = sparse.csr_matrix(LIKENESS)


def test_one_walks_to_the_nearer_neighbour_eight_times_likelier_when_it_is_twice_as_near():
    steps = walk(NEAREST).toarray()

    assert steps[1].tolist() == pytest.approx([8 / 9, 0, 1 / 9, 0])


def test_nobody_walks_from_where_nobody_is_near():
    assert not walk(NEAREST).toarray()[3].any()


@pytest.mark.parametrize("kept_as", [np.array, sparse.csr_matrix])
def test_a_common_neighbour_brings_two_together(kept_as):
    likeness = kept_as(LIKENESS + np.eye(4, dtype=np.float32))

    found = Neighbours(likeness, walk(NEAREST)).rows(np.array([0]))

    assert found[0, 1] == pytest.approx(0.6 * 0.4 + 0.2 * (1 * 1 + 8 / 9 * 1 + 1 / 9 * 0))
    assert found[0, 2] == pytest.approx(0.2 * (1 * 0.2 + 1 * 0.4))  # through the second, from both sides
    assert found[0, 3] == 0


def test_the_upper_half_is_written_into_the_lower(monkeypatch):
    monkeypatch.setattr("networking.matching.neighbours.TILE", 2)
    whole = np.arange(25.0).reshape(5, 5)

    mirror(whole)

    assert (whole == whole.T).all()
    assert whole[1, 4] == 9


def test_crowds_matter_little_in_a_small_house():
    assert correction(50) == pytest.approx(0.125)
    assert correction(900) == pytest.approx(0.3375)


def test_blocks_cover_everybody_and_tell_how_far_they_are(monkeypatch):
    monkeypatch.setattr("networking.matching.neighbours.BLOCK", 4)
    told = []

    found = over_blocks(list, 10, "likeness", lambda *step: told.append(step))

    assert sum(found, []) == list(range(10))
    assert told == [("likeness", 4, 10), ("likeness", 8, 10), ("likeness", 10, 10)]
