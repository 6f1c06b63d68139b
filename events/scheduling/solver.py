"""The best choice of meetings for some slots, exactly: a small integer programme for HiGHS."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from events.scheduling.problem import Pair

Place = tuple[Pair, int]  # a pair in a slot
NODES = 500  # branches at most: the same on every machine, unlike a limit in seconds


def best(
    places: Sequence[Place],
    gains: Sequence[float],
    room: Mapping[int, int],
    need: Mapping[int, int],
    price: float,
) -> list[Place] | None:
    """The places to take, at most `room` in a slot, each party once in a slot and each pair once in all.

    Every meeting a party gets towards its `need` counts `price` besides. None if HiGHS gave up.
    """
    if not places:
        return []
    rows, most = _rows(places, room)
    needy = {party: number for number, party in enumerate(sorted(p for p, n in need.items() if n > 0))}
    if needy:
        met = [[needy[party] for party in pair if party in needy] for pair, _slot in places]
        taking = _matrix(met, (len(needy), len(places)))
        rows = sparse.bmat([[rows, None], [-taking, sparse.eye(len(needy))]])
        most = np.concatenate([most, np.zeros(len(needy))])
    limits = [float(need[party]) for party in needy]
    found = milp(
        -np.concatenate([np.asarray(gains, float), np.full(len(needy), float(price))]),
        constraints=LinearConstraint(rows.tocsr(), -np.inf, most),
        bounds=Bounds(0, np.concatenate([np.ones(len(places)), limits])),
        integrality=np.concatenate([np.ones(len(places)), np.zeros(len(needy))]),
        options={"node_limit": NODES},
    )
    if found.x is None:
        return None
    return [place for place, taken in zip(places, found.x, strict=False) if taken > 0.5]


def relaxed(places: Sequence[Place], gains: Sequence[float], room: Mapping[int, int]) -> float:
    """What no choice can exceed, as meetings might be halved: the linear relaxation."""
    if not places:
        return 0
    rows, most = _rows(places, room)
    found = linprog(-np.asarray(gains, float), A_ub=rows, b_ub=most, bounds=(0, 1), method="highs")
    if not found.success:
        raise ArithmeticError(found.message)
    return float(-found.fun)


def _rows(places: Sequence[Place], room: Mapping[int, int]) -> tuple[Any, np.ndarray]:
    """A party once in a slot, a pair once in all, no more meetings in a slot than tables."""
    rows: dict[tuple[int, ...], int] = {}
    touched = [
        [
            rows.setdefault(key, len(rows))
            for key in ((first, slot, 1), (second, slot, 1), (slot,), (first, second))
        ]
        for (first, second), slot in places
    ]
    most = [float(room.get(key[0], 0)) if len(key) == 1 else 1.0 for key in rows]
    return _matrix(touched, (len(rows), len(places))), np.array(most)


def _matrix(touched: Sequence[Sequence[int]], shape: tuple[int, int]) -> sparse.csr_matrix:
    """Ones where a column touches a row."""
    rows = np.array([row for each in touched for row in each], dtype=int)
    columns = np.array([number for number, each in enumerate(touched) for _row in each], dtype=int)
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
