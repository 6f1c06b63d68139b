"""A plan in the making: which pair meets in which slot, tables come last."""

from collections import Counter
from collections.abc import Callable, Collection

from events.scheduling import solver
from events.scheduling.problem import Pair, Problem
from events.scheduling.worth import HEAVIEST, weights

DEAR = 3 * HEAVIEST  # what one meeting missing to the minimum may cost: more than moving two others


class Draft:
    """Chooses slots for pairs around the problem's pins; `allowed` narrows whom it may bring together."""

    def __init__(self, problem: Problem, allowed: Callable[[Pair, Counter[int]], bool] | None = None) -> None:
        self.problem, self.allowed = problem, allowed
        pinned = {pin.pair for pin in problem.pins}
        self.weights = {both: weight for both, weight in weights(problem).items() if both not in pinned}
        self.price = DEAR * problem.fairness
        parties = set(problem.parties)
        self.free = {
            slot: parties
            - {party for party, when in problem.away if when == slot}
            - {party for pin in problem.pins if pin.slot == slot for party in pin.pair}
            for slot in problem.slots
        }
        self.room = {
            slot: len(set(problem.tables.get(slot, ())) - {p.table for p in problem.pins if p.slot == slot})
            for slot in problem.slots
        }
        self.fixed = Counter(party for pin in problem.pins for party in pin.pair)
        self.chosen: dict[Pair, int] = {}

    def counts(self, chosen: dict[Pair, int] | None = None) -> Counter[int]:
        """How many meetings each party has, pins included."""
        taken = self.chosen if chosen is None else chosen
        return self.fixed + Counter(party for both in taken for party in both)

    def score(self, chosen: dict[Pair, int] | None = None) -> float:
        """What the meetings are worth, less what is missing to everybody's minimum."""
        taken, counts = self.chosen if chosen is None else chosen, self.counts(chosen)
        missing = sum(max(self.problem.minimum - counts[party], 0) for party in self.problem.parties)
        return sum(self.weights[both] for both in taken) - self.price * missing

    def fill_greedily(self) -> None:
        """The heaviest pairs first, each in the slot with the fewest meetings: the floor every plan stands on."""
        busy: set[tuple[int, int]] = set()
        taken: Counter[int] = Counter()
        counts = self.counts()
        for both in sorted(self.weights, key=lambda both: (-self.weights[both], both)):
            slots = [
                slot
                for slot in self.problem.slots
                if taken[slot] < self.room[slot]
                and self.free[slot].issuperset(both)
                and busy.isdisjoint({(both[0], slot), (both[1], slot)})
            ]
            if slots and self._may(both, counts):
                slot = min(slots, key=lambda slot: (taken[slot], slot))
                busy |= {(both[0], slot), (both[1], slot)}
                taken[slot] += 1
                counts.update(both)
                self.chosen[both] = slot

    def fill(self, slot: int, later: Collection[int]) -> None:
        """The best meetings of one slot; the fewer slots are left to a party below its minimum, the more it counts."""
        counts = self.counts()
        places = self._places([slot], self.chosen)
        bonus = {
            party: self.price / 3 * max(self.problem.minimum - counts[party], 0) / max(left, 1)
            for party in self.free[slot]
            if (left := 1 + sum(party in self.free[after] for after in later))
        }
        gains = [self.weights[both] + sum(bonus[party] for party in both) for both, _slot in places]
        for both, when in solver.best(places, gains, self.room, {}, 0) or []:
            self.chosen[both] = when

    def improve(self, slots: Collection[int]) -> bool:
        """Choose these slots anew, all others as they are; True if the score rose, else nothing changed."""
        kept = {both: slot for both, slot in self.chosen.items() if slot not in slots}
        counts = self.counts(kept)
        need = (
            {party: self.problem.minimum - counts[party] for party in self.problem.parties}
            if self.price
            else {}
        )
        places = self._places(slots, kept)
        found = solver.best(
            places, [self.weights[both] for both, _slot in places], self.room, need, self.price
        )
        if found is None or self.score(new := kept | dict(found)) <= self.score():
            return False
        self.chosen = new
        return True

    def _places(self, slots: Collection[int], taken: dict[Pair, int]) -> list[solver.Place]:
        counts = self.counts(taken)
        return [
            (both, slot)
            for slot in slots
            for both in self.weights
            if both not in taken and self.free[slot].issuperset(both) and self._may(both, counts)
        ]

    def _may(self, both: Pair, counts: Counter[int]) -> bool:
        return self.allowed is None or self.allowed(both, counts)
