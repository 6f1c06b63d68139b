"""Tables, given last: who has many meetings stays at one, as far as possible."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment

from events.scheduling.problem import Meeting, Pair, Problem, meeting


def seated(problem: Problem, chosen: Mapping[Pair, int]) -> list[Meeting]:
    """The chosen pairs at tables, beside the pins: every slot's tables are given so that hubs move least."""
    counts = Counter(party for both in [*chosen, *(pin.pair for pin in problem.pins)] for party in both)
    homes = _homes(problem, counts)
    found = list(problem.pins)
    for slot in problem.slots:
        pairs = sorted(both for both, when in chosen.items() if when == slot)
        taken = {pin.table for pin in problem.pins if pin.slot == slot}
        tables = [table for table in problem.tables.get(slot, ()) if table not in taken]
        if not pairs:
            continue
        at_home = np.array(
            [[sum(counts[p] for p in both if homes.get(p) == table) for table in tables] for both in pairs]
        )
        order = np.arange(len(tables)) / (
            len(tables) * len(pairs) + 1
        )  # the preferred table where nothing else decides
        for row, column in zip(*linear_sum_assignment(order - at_home), strict=True):
            both, table = pairs[row], tables[column]
            found.append(meeting(slot, table, *both))
            for party in both:
                homes.setdefault(party, table)
    return sorted(found)


def _homes(problem: Problem, counts: Counter[int]) -> dict[int, int]:
    """A pinned table is its hub's home; then the parties with most meetings get one each while tables last."""
    homes: dict[int, int] = {}
    for pin in sorted(problem.pins):
        hub = max(pin.pair, key=lambda party: (counts[party], -party))
        homes.setdefault(hub, pin.table)
    tables = dict.fromkeys(table for slot in problem.slots for table in problem.tables.get(slot, ()))
    open_tables = [table for table in tables if table not in homes.values()]
    hubs = sorted((p for p in counts if p not in homes and counts[p] > 1), key=lambda p: (-counts[p], p))
    return homes | dict(zip(hubs, open_tables, strict=False))
