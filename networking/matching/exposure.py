"""From scores to lists: nobody is shown to everybody, nobody is left out."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from networking.matching.rows import row_numbers

SURPLUS = 1.2  # nobody stands in more lists than this times their length
LEAST = 3  # suggestions for everybody, where there are as many partners
CHUNK = 100_000  # pairs looked at before those without room are left out together


class Lists:
    """Who is suggested to whom, and how often everybody is shown."""

    def __init__(self, scores: sparse.csr_matrix, length: int) -> None:
        self.scores, self.length = scores, length
        self.taken: list[list[int]] = [[] for _ in range(scores.shape[0])]
        self.shown = [0] * scores.shape[0]

    def add(self, project: int, other: int) -> None:
        self.taken[project].append(other)
        self.shown[other] += 1

    def partners(self, project: int) -> list[int]:
        """All who may be suggested, the best first."""
        row = slice(self.scores.indptr[project], self.scores.indptr[project + 1])
        columns = self.scores.indices[row]
        return columns[np.lexsort((columns, -self.scores.data[row]))].tolist()

    def fill(self) -> None:
        """Take the pairs in the order of their scores, as long as list and partner have room."""
        most, length, taken, shown = math.ceil(SURPLUS * self.length), self.length, self.taken, self.shown
        rows, columns = row_numbers(self.scores), self.scores.indices
        order = np.lexsort((columns, rows, -self.scores.data))
        for start in range(0, len(order), CHUNK):
            has_room = np.array([len(others) < length for others in taken])
            may_be_shown = np.array([times < most for times in shown])
            chunk = order[start : start + CHUNK]
            chunk = chunk[has_room[rows[chunk]] & may_be_shown[columns[chunk]]]
            for project, other in zip(rows[chunk].tolist(), columns[chunk].tolist(), strict=True):
                if shown[other] < most and len(taken[project]) < length and other not in taken[project]:
                    self.add(project, other)

    def fill_short(self) -> None:
        """Whoever has fewer than three gets the next best, shown often or not."""
        least = min(LEAST, self.length)
        for project, taken in enumerate(self.taken):
            if len(taken) < least:
                missing = [other for other in self.partners(project) if other not in taken]
                for other in missing[: least - len(taken)]:
                    self.add(project, other)

    def show_everybody(self, pinned: Mapping[int, Sequence[int]]) -> None:
        """Whoever stands in no list goes to the end of the list of the partner that suits best."""
        for project, shown in enumerate(self.shown):
            if not shown:
                self._show(project, pinned)

    def _show(self, project: int, pinned: Mapping[int, Sequence[int]]) -> None:
        for partner in self.partners(project):
            taken = self.taken[partner]
            if len(taken) >= self.length:
                last = taken[-1]
                if self.shown[last] < 2 or last in pinned.get(partner, ()):
                    continue
                taken.pop()
                self.shown[last] -= 1
            self.add(partner, project)
            return


def lists(
    scores: sparse.csr_matrix, length: int, pinned: Mapping[int, Sequence[int]] | None = None
) -> list[list[int]]:
    """The suggestions for every project, the best first; what an editor pinned stands before all others."""
    found = Lists(scores, length)
    for project, others in sorted((pinned or {}).items()):
        for other in others[:length]:
            found.add(project, other)
    found.fill()
    found.fill_short()
    found.show_everybody(pinned or {})
    return found.taken
