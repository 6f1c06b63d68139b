"""What no plan can exceed."""

from events.scheduling import solver
from events.scheduling.problem import Problem
from events.scheduling.worth import worth


def bound(problem: Problem) -> int:
    """The wishes' value of the linear relaxation, rounded down as every plan's value is whole.

    It knows slots, tables and absences, but neither the minimum nor pins nor suggestions: what these cost shows as
    distance from the bound.
    """
    wished = worth(problem)
    places = [
        (both, slot)
        for both in wished
        for slot in problem.slots
        if problem.away.isdisjoint({(both[0], slot), (both[1], slot)})
    ]
    room = {slot: len(problem.tables.get(slot, ())) for slot in problem.slots}
    return int(solver.relaxed(places, [wished[both] for both, _slot in places], room) + 1e-6)
