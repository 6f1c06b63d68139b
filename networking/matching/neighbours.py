"""From likeness to nearness: the nearest neighbours have a say, and who is close to everybody says less."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from typing import TypeVar

import numpy as np
from scipy import sparse

from networking.matching.likeness import BLOCK, Likeness, few
from networking.matching.rows import Rows, best, consecutive, places, row_numbers, stacked

WALK = 0.4  # the neighbours' part
NEIGHBOURS, SHARPNESS = 8, 3  # how many, and how much more the nearest of them count
CROWD, CROWD_FROM = 0.75, 100  # the correction for being close to many; half of it at so many projects
WHOLE = 10_000  # projects of which all pairs are kept; of more only the best of each, for the sake of memory
KEPT = 100  # the best of each project
CANDIDATES = 300  # of whom they are chosen in a larger house
AREA = 640_000  # pairs looked at together: few enough for the processor's own memory
LEAST_BLOCK = 32
TILE = 256

Progress = Callable[[str, int, int], None]
T = TypeVar("T")


def silent(step: str, done: int, total: int) -> None:
    """Tells nobody how far it is."""


def over_blocks(
    act: Callable[[np.ndarray], T], projects: int, step: str = "", progress: Progress = silent
) -> list[T]:
    """What `act` answers to the numbers of all projects, block by block; `progress` hears of each finished one."""
    block, found = min(BLOCK, max(LEAST_BLOCK, AREA // max(1, projects))), []
    for start in range(0, projects, block):
        end = min(start + block, projects)
        found.append(act(np.arange(start, end)))
        progress(step, end, projects)
    return found


@dataclass(frozen=True)
class Neighbours:
    """The `likeness` of all pairs and the `steps` from each project to its nearest.

    Likeness is symmetric, and everybody is wholly like itself. In a house too large for all pairs it is sparse.
    """

    likeness: np.ndarray | sparse.csr_matrix
    steps: sparse.csr_matrix

    @classmethod
    def of(cls, source: Likeness, progress: Progress = silent) -> "Neighbours":
        return cls._of_all_pairs(source, progress) if source.size <= WHOLE else cls._of_best(source, progress)

    @classmethod
    def _of_all_pairs(cls, source: Likeness, progress: Progress) -> "Neighbours":
        """Every pair is compared once and written down twice."""
        whole = square(source.size)

        def compare(numbers: np.ndarray) -> None:
            whole[numbers[0] : numbers[-1] + 1, numbers[0] :] = source.columns(numbers, numbers[0]).T

        over_blocks(compare, source.size, "likeness", progress)
        mirror(whole)
        np.fill_diagonal(whole, 0)
        nearest = over_blocks(
            lambda numbers: walk(best(consecutive(whole, numbers), reach(source.size))), source.size
        )
        np.fill_diagonal(whole, 1)
        return cls(whole, stacked(nearest, source.size))

    @classmethod
    def _of_best(cls, source: Likeness, progress: Progress) -> "Neighbours":
        """Only candidates are compared."""
        size = source.size

        def compare(numbers: np.ndarray) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
            found = source.pairs(numbers, source.candidates(numbers, CANDIDATES))
            return walk(best(found, reach(size))), best(found, KEPT)

        found = over_blocks(compare, size, "likeness", progress)
        steps, kept = (stacked(list(part), size) for part in zip(*found, strict=True))
        both = kept.maximum(kept.T) + sparse.identity(size, np.float32)
        return cls(both.tocsr(), steps)

    def rows(self, numbers: np.ndarray) -> Rows:
        """Nearness of these projects to all: likeness, and likeness to the other's neighbours from both sides.

        What a project would say of itself stands among them and means nothing.
        """
        if isinstance(self.likeness, np.ndarray):
            across = np.ascontiguousarray(consecutive(self.likeness, numbers).T)
            found = self._halfway[numbers] @ self.likeness
            found += (self._halfway @ across).T
            return found
        both = sparse.hstack([self._halfway[numbers], self.likeness[numbers]], format="csr")
        return both @ self._turned

    @cached_property
    def _halfway(self) -> sparse.csr_matrix:
        """Half of nearness: `halfway @ likeness`, and the same from the other side, are all of it."""
        staying = sparse.identity(self.likeness.shape[0], np.float32, format="csr") * np.float32(
            (1 - WALK) / 2
        )
        return (staying + self.steps * np.float32(WALK / 2)).tocsr()

    @cached_property
    def _turned(self) -> sparse.csr_matrix:
        """What is multiplied with both sides at once, as one product is quicker than the sum of two."""
        return sparse.vstack([self.likeness, self._halfway.T], format="csr")


def square(size: int) -> np.ndarray:
    """Room for the likeness of all pairs, in pages of the usual size.

    Numpy asks for huge ones, and where memory is shared out to guests their first touch costs five times as much.
    """
    if not size:
        return np.empty((0, 0), np.float32)
    room = mmap(-1, size * size * 4, flags=MAP_PRIVATE | MAP_ANONYMOUS)
    return np.frombuffer(room, np.float32).reshape(size, size)


def mirror(whole: np.ndarray) -> None:
    """Write the upper half into the lower, tile by tile."""
    for first in range(0, len(whole), TILE):
        for second in range(first, len(whole), TILE):
            tile = whole[first : first + TILE, second : second + TILE]
            if first == second:
                tile = np.triu(tile) + np.triu(tile, 1).T
            whole[second : second + TILE, first : first + TILE] = tile.T


def reach(size: int) -> int:
    """How many neighbours have a say in a house of this size."""
    return min(NEIGHBOURS, max(1, (size - 1) // 6))


def walk(nearest: sparse.csr_matrix) -> sparse.csr_matrix:
    """One step from each project to its nearest, the nearer the likelier."""
    rows, shares = row_numbers(nearest), nearest.data.astype(float) ** SHARPNESS
    shares /= np.bincount(rows, shares, minlength=nearest.shape[0])[rows]
    return sparse.csr_matrix((shares.astype(np.float32), nearest.indices, nearest.indptr), nearest.shape)


def crowd_of(lines: np.ndarray, values: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """How near the best few of each row are, of values `ranked`."""
    number = min(few(shape[1]), max(1, shape[1] - 1))
    first = places(lines) < number
    return np.bincount(lines[first], values[first], minlength=shape[0]) / number


def correction(size: int) -> float:
    """What is taken off for each of the two crowds; little in a small house, where everybody is close to many."""
    return CROWD * size / (size + CROWD_FROM) / 2
