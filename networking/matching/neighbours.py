"""From likeness to nearness: the nearest neighbours have a say, and who is close to everybody says less."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from networking.matching.likeness import Likeness, few
from networking.matching.rows import best, best_others, mean_of_best, row_numbers, stacked

WALK = 0.4  # the neighbours' part
NEIGHBOURS, SHARPNESS = 8, 3  # how many, and how much more the nearest of them count
CROWD, CROWD_FROM = 0.75, 100  # the correction for being close to many; half of it at so many projects
KEPT = 200  # the best of each project; what is further away has no say, in a small house or a large one
BLOCK = 256

Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Tells nobody how far it is."""


def blocks(projects: int, step: str = "", progress: Progress = silent) -> Iterator[np.ndarray]:
    """The numbers of all projects, block by block; `progress` hears of each finished one."""
    for start in range(0, projects, BLOCK):
        end = min(start + BLOCK, projects)
        yield np.arange(start, end)
        progress(step, end, projects)


@dataclass(frozen=True)
class Neighbours:
    """`likeness` of all pairs worth keeping (symmetric) and the `steps` from each project to its nearest."""

    likeness: sparse.csr_matrix
    steps: sparse.csr_matrix

    @classmethod
    def of(cls, source: Likeness, progress: Progress = silent) -> "Neighbours":
        size = source.size
        found = [
            best_others(source.rows(numbers), numbers, KEPT) for numbers in blocks(size, "likeness", progress)
        ]
        likeness = stacked(found, size)
        likeness = likeness.maximum(likeness.T).tocsr()
        return cls(likeness, walk(likeness, size))

    @cached_property
    def whole(self) -> sparse.csr_matrix:
        """Likeness, and everybody wholly like itself."""
        return self.likeness + sparse.identity(self.likeness.shape[0], format="csr")

    @cached_property
    def back(self) -> sparse.csr_matrix:
        """The steps turned round: from whom one comes to each."""
        return self.steps.T.tocsr()

    def rows(self, numbers: np.ndarray) -> sparse.csr_matrix:
        """Nearness of these projects to all: likeness, and likeness to the other's neighbours from both sides.

        What a project would say of itself stands among them and means nothing.
        """
        bridges = self.steps[numbers] @ self.whole + self.whole[numbers] @ self.back
        return self.likeness[numbers] * (1 - WALK) + bridges * (WALK / 2)


def walk(likeness: sparse.csr_matrix, size: int) -> sparse.csr_matrix:
    """One step from each of these projects to its nearest among `size`, the nearer the likelier."""
    steps = best(likeness, min(NEIGHBOURS, max(1, (size - 1) // 6))).copy()
    steps.data = steps.data**SHARPNESS
    totals = np.asarray(steps.sum(axis=1)).ravel()
    steps.data /= totals[row_numbers(steps)]
    return steps


def crowd_of(nearness: sparse.csr_matrix) -> np.ndarray:
    """How near the best few of each project are."""
    size = nearness.shape[1]
    return mean_of_best(nearness, min(few(size), max(1, size - 1)))


def correction(size: int) -> float:
    """What is taken off for each of the two crowds; little in a small house, where everybody is close to many."""
    return CROWD * size / (size + CROWD_FROM) / 2
