"""From scores to lists: nobody is shown to everybody, nobody is left out."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from networking.matching.rows import PRECISION, row_numbers

SURPLUS = 1.2  # nobody stands in more lists than this times their length
LEAST = 3  # suggestions for everybody, where there are as many partners

Pinned = Mapping[int, Sequence[int]]


class Pairs:
    """Pairs as whole numbers that stand in order: by project, then the higher score, then the smaller other."""

    def __init__(self, scores: sparse.csr_matrix) -> None:
        self.size = scores.shape[0]
        below = np.rint((scores.data.max(initial=0) - scores.data) * 10**PRECISION).astype(np.int64)
        self.steps = int(below.max(initial=0)) + 1
        self.all = (row_numbers(scores) * np.int64(self.steps) + below) * self.size + scores.indices
        self.all.sort()

    def projects(self, pairs: np.ndarray) -> np.ndarray:
        return pairs // (self.steps * self.size)

    def others(self, pairs: np.ndarray) -> np.ndarray:
        return pairs % self.size

    def bounds(self, pairs: np.ndarray) -> np.ndarray:
        """Where the pairs of each project begin, and where the last one's end."""
        return np.searchsorted(pairs, np.arange(self.size + 1) * (self.steps * self.size))

    def turned(self, pairs: np.ndarray) -> np.ndarray:
        """The same pairs seen from the other: by other, then the higher score, then the smaller project."""
        below = pairs // self.size % self.steps
        return (self.others(pairs) * self.steps + below) * self.size + self.projects(pairs)


class Lists:
    """Who is suggested to whom, and how often everybody is shown."""

    def __init__(self, scores: sparse.csr_matrix, length: int, pinned: Pinned) -> None:
        self.scores, self.length, self.pinned = scores, length, pinned
        self.taken: list[list[int]] = [[] for _ in range(scores.shape[0])]
        self.shown = [0] * scores.shape[0]
        for project, others in sorted(pinned.items()):
            for other in others[:length]:
                self.add(project, other)

    def add(self, project: int, other: int) -> None:
        self.taken[project].append(other)
        self.shown[other] += 1

    def partners(self, project: int) -> list[int]:
        """All who may be suggested, the best first."""
        row = slice(self.scores.indptr[project], self.scores.indptr[project + 1])
        columns = self.scores.indices[row]
        return columns[np.lexsort((columns, -self.scores.data[row]))].tolist()

    def fill(self) -> None:
        """Take the pairs in the order of their scores, as long as list and partner have room.

        Both sides prefer the higher score, so this is reached without a look at one pair after the other: everybody
        asks for the best; who is asked too often keeps the best of those who ask; until nobody has to ask again.
        """
        pairs = Pairs(self.scores)
        wishes = pairs.all[~np.isin(pairs.all, self._pinned_pairs(pairs))] if self.pinned else pairs.all
        bounds = pairs.bounds(wishes)
        room = self.length - np.array([len(others) for others in self.taken], int)
        may_be_shown = math.ceil(SURPLUS * self.length) - np.array(self.shown, int)
        following, held = bounds[:-1].copy(), np.empty(0, np.int64)
        while True:
            missing = np.minimum(
                room - np.bincount(pairs.others(held), minlength=pairs.size), bounds[1:] - following
            )
            asking = np.flatnonzero(missing > 0)
            if not len(asking):
                break
            asked = pairs.turned(wishes[runs(following[asking], missing[asking])])
            following[asking] += missing[asking]
            held = accepted(pairs, held, asked, may_be_shown)
        self._add_all(pairs, np.sort(pairs.turned(held)))

    def _add_all(self, pairs: Pairs, found: np.ndarray) -> None:
        others, bounds = (
            pairs.others(found),
            np.searchsorted(pairs.projects(found), np.arange(pairs.size + 1)),
        )
        numbers, ends = others.tolist(), bounds.tolist()
        for project, taken in enumerate(self.taken):
            taken += numbers[ends[project] : ends[project + 1]]
        self.shown = (np.array(self.shown, int) + np.bincount(others, minlength=pairs.size)).tolist()

    def _pinned_pairs(self, pairs: Pairs) -> np.ndarray:
        """Those of the pairs that are in the lists already."""
        projects, others = pairs.projects(pairs.all), pairs.others(pairs.all)
        own = [(projects == project) & np.isin(others, found) for project, found in self.pinned.items()]
        return pairs.all[np.logical_or.reduce(own)]

    def fill_short(self) -> None:
        """Whoever has fewer than three gets the next best, shown often or not."""
        least = min(LEAST, self.length)
        for project, taken in enumerate(self.taken):
            if len(taken) < least:
                missing = [other for other in self.partners(project) if other not in taken]
                for other in missing[: least - len(taken)]:
                    self.add(project, other)

    def show_everybody(self) -> None:
        """Whoever stands in no list goes to the end of the list of the partner that suits best."""
        for project, shown in enumerate(self.shown):
            if not shown:
                self._show(project)

    def _show(self, project: int) -> None:
        for partner in self.partners(project):
            taken = self.taken[partner]
            if len(taken) >= self.length:
                last = taken[-1]
                if self.shown[last] < 2 or last in self.pinned.get(partner, ()):
                    continue
                taken.pop()
                self.shown[last] -= 1
            self.add(partner, project)
            return


def runs(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The whole numbers from every start on, as many as its length says."""
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.arange(len(before)) - before + np.repeat(starts, lengths)


def accepted(pairs: Pairs, held: np.ndarray, asked: np.ndarray, may_be_shown: np.ndarray) -> np.ndarray:
    """What the others hold after they were asked too: the best of both, as many as they may be shown."""
    is_asked = np.zeros(pairs.size, bool)
    is_asked[pairs.projects(asked)] = True
    again = is_asked[pairs.projects(held)]
    rivals = np.sort(np.concatenate((held[again], asked)))
    others = pairs.projects(rivals)
    rank = np.arange(len(rivals)) - np.searchsorted(others, others)
    return np.concatenate((held[~again], rivals[rank < may_be_shown[others]]))


def lists(scores: sparse.csr_matrix, length: int, pinned: Pinned | None = None) -> list[list[int]]:
    """The suggestions for every project, the best first; what an editor pinned stands before all others."""
    found = Lists(scores, length, pinned or {})
    found.fill()
    found.fill_short()
    found.show_everybody()
    return found.taken
