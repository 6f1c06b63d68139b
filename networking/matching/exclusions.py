"""Whom one is not shown, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from scipy import sparse

from networking.matching.portrait import Portrait


class Reason(StrEnum):
    ORGANISATION = "organisation"  # the same organisation stands behind both
    CONTACT = "contact"  # they know each other already
    UNWANTED = "unwanted"  # one side does not want it; the other never learns
    HIDDEN = "hidden"  # an editor hid the pair
    COMPLETED = "completed"  # both are over


@dataclass(frozen=True)
class Exclusion:
    """`organisations` are the shared ones, where they are the reason."""

    reason: Reason
    organisations: tuple[str, ...] = ()


Stated = Mapping[tuple[str, str], Reason]


class Exclusions:
    """Pairs that are never suggested, in neither direction."""

    def __init__(self, portraits: Sequence[Portrait], stated: Stated | None = None) -> None:
        self.stated = dict(stated or {})
        self.organisations = {portrait.id: frozenset(portrait.organisations) for portrait in portraits}
        numbers = {portrait.id: number for number, portrait in enumerate(portraits)}
        self._shared = _incidence(list(self.organisations.values()))
        self._named = _pairs(numbers, self.stated)
        self._completed = {portrait.id for portrait in portraits if portrait.is_completed}

    def rows(self, numbers: np.ndarray) -> sparse.csr_matrix:
        """Ones where a pair is excluded; of those that are both completed, see `Model.suggestions`."""
        found = self._shared[numbers] @ self._across
        if self._named.nnz:
            found = (found + self._named[numbers]).tocsr()
        found.data[:] = 1
        return found

    @cached_property
    def _across(self) -> sparse.csr_matrix:
        return self._shared.T.tocsr()

    def between(self, first: str, second: str) -> Exclusion | None:
        """Why these two are not suggested to each other; None if nothing stands between them."""
        for pair in ((first, second), (second, first)):
            if pair in self.stated:
                return Exclusion(self.stated[pair])
        shared = self.organisations[first] & self.organisations[second]
        if shared:
            return Exclusion(Reason.ORGANISATION, tuple(sorted(shared)))
        return Exclusion(Reason.COMPLETED) if {first, second} <= self._completed else None

    def of(self, project: str) -> dict[str, Exclusion]:
        """Everybody who is not suggested to this project, by id, each with the reason."""
        found = {other: self.between(project, other) for other in self.organisations if other != project}
        return {other: exclusion for other, exclusion in found.items() if exclusion}


def _incidence(memberships: Sequence[frozenset[str]]) -> sparse.csr_matrix:
    """Projects by organisations, without those of one project only."""
    projects: dict[str, list[int]] = defaultdict(list)
    for number, names in enumerate(memberships):
        for name in names:
            projects[name].append(number)
    shared = [(row, column) for column, rows in enumerate(projects.values()) if len(rows) > 1 for row in rows]
    rows, columns = zip(*shared, strict=True) if shared else ((), ())
    return sparse.csr_matrix(
        (np.ones(len(shared)), (rows, columns)), shape=(len(memberships), max(1, len(projects)))
    )


def _pairs(numbers: Mapping[str, int], stated: Stated) -> sparse.csr_matrix:
    known = [(numbers[a], numbers[b]) for a, b in stated if a in numbers and b in numbers]
    both = [*known, *((second, first) for first, second in known)]
    rows, columns = zip(*both, strict=True) if both else ((), ())
    return sparse.csr_matrix((np.ones(len(both)), (rows, columns)), shape=(len(numbers), len(numbers)))
