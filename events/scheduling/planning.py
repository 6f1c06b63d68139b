"""The plan: slot after slot filled exactly, then slots chosen anew, alone and in twos, until nothing gets better.

Each step is an integer programme of one or two slots. As nothing is limited in seconds and every input stands in order,
the same problem gives the same plan.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from events.scheduling.bounds import bound
from events.scheduling.draft import Draft
from events.scheduling.problem import Pair, Plan, Problem, Progress
from events.scheduling.seating import seated
from events.scheduling.shortfall import shortfall
from events.scheduling.worth import worth

ALONE = 3  # rounds of every slot alone at most
TOGETHER = 3  # rounds of slots in twos at most
ENOUGH = 0.995  # of the bound with nobody short: twos are not tried


def plan(problem: Problem, *, progress: Progress | None = None) -> Plan:
    """Meetings around the problem's pins, near the bound and with everybody's minimum where that is possible.

    `progress(done, of)` is called after every step; what it raises stops the plan.
    """
    told = Steps(1 + len(problem.slots) * (1 + ALONE + TOGETHER), progress)
    limit = bound(problem)
    told.step()
    draft = drafted(problem, told.step)
    _improve(draft, limit, told.step)
    told.finish()
    return finished(problem, draft, limit)


def drafted(
    problem: Problem,
    step: Callable[[], None],
    allowed: Callable[[Pair, Counter[int]], bool] | None = None,
) -> Draft:
    """The better one of two first drafts: slot after slot, scarce ones first, and the greedy one."""
    draft, greedy = Draft(problem, allowed), Draft(problem, allowed)
    slots = sorted(problem.slots, key=lambda slot: (min(draft.room[slot], len(draft.free[slot]) // 2), slot))
    for number, slot in enumerate(slots):
        draft.fill(slot, slots[number + 1 :])
        step()
    greedy.fill_greedily()
    return greedy if greedy.score() > draft.score() else draft


def improve_alone(draft: Draft, step: Callable[[], None]) -> None:
    """Every slot chosen anew around the others, again while that helps."""
    for _round in range(ALONE):
        if not _any_better(draft, [[slot] for slot in draft.problem.slots], step):
            return


def _improve(draft: Draft, limit: int, step: Callable[[], None]) -> None:
    improve_alone(draft, step)
    for twos in _twos(draft.problem.slots):
        if _good_enough(draft, limit) or not _any_better(draft, twos, step):
            return


def _any_better(draft: Draft, choices: Collection[Collection[int]], step: Callable[[], None]) -> bool:
    better = False
    for slots in choices:
        better |= draft.improve(slots)
        step()
    return better


def _twos(slots: tuple[int, ...]) -> Iterator[list[tuple[int, int]]]:
    """Neighbours first, then those two apart and so on, each round every slot twice."""
    for apart in range(1, min(TOGETHER, len(slots) - 1) + 1):
        yield [(slot, slots[(at + apart) % len(slots)]) for at, slot in enumerate(slots)]


def _good_enough(draft: Draft, limit: int) -> bool:
    counts, wished = draft.counts(), worth(draft.problem)
    value = sum(wished.get(both, 0) for both in [*draft.chosen, *(pin.pair for pin in draft.problem.pins)])
    return value >= ENOUGH * limit and all(
        counts[party] >= draft.problem.minimum for party in draft.problem.parties
    )


def finished(problem: Problem, draft: Draft, limit: int) -> Plan:
    """The draft at tables, with its value and whoever is left short."""
    meetings, wished = seated(problem, draft.chosen), worth(problem)
    return Plan(
        meetings=tuple(meetings),
        value=sum(wished.get(each.pair, 0) for each in meetings),
        bound=limit,
        short=shortfall(problem, meetings),
    )


class Steps:
    """Counts towards the most steps a plan can take, and tells of each."""

    def __init__(self, most: int, progress: Progress | None) -> None:
        self.done, self.most, self.progress = 0, most, progress

    def step(self) -> None:
        self.done += 1
        self._tell()

    def finish(self) -> None:
        self.done = self.most
        self._tell()

    def _tell(self) -> None:
        if self.progress:
            self.progress(min(self.done, self.most), self.most)
