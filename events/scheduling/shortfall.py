"""Who has fewer meetings than everybody should, and why."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from events.scheduling.problem import Meeting, Problem, Reason, Short, Wish, pair
from events.scheduling.worth import weights


def shortfall(problem: Problem, meetings: Sequence[Meeting]) -> tuple[Short, ...]:
    """Everybody below the minimum, the worst off first, with the first reason that explains it."""
    counts = Counter(party for each in meetings for party in each.pair)
    finding = _Finding(problem, meetings)
    short = [
        Short(party, counts[party], finding.reason(party))
        for party in problem.parties
        if counts[party] < problem.minimum
    ]
    return tuple(sorted(short, key=lambda each: (each.meetings, each.party)))


class _Finding:
    def __init__(self, problem: Problem, meetings: Sequence[Meeting]) -> None:
        self.problem = problem
        self.partners: dict[int, set[int]] = defaultdict(set)
        for one, other in weights(problem):
            self.partners[one].add(other)
            self.partners[other].add(one)
        self.met = {each.pair for each in meetings}
        self.busy = {(party, each.slot) for each in meetings for party in each.pair}
        self.full = {
            slot
            for slot, taken in Counter(each.slot for each in meetings).items()
            if taken >= len(problem.tables.get(slot, ()))
        }

    def reason(self, party: int) -> Reason:
        problem, partners = self.problem, sorted(self.partners[party])
        there = [slot for slot in problem.slots if (party, slot) not in problem.away]
        if len(there) < problem.minimum:
            return Reason.AWAY
        if len(partners) < problem.minimum:
            return self._nobody(party)
        shared = {other: [slot for slot in there if (other, slot) not in problem.away] for other in partners}
        if sum(bool(slots) for slots in shared.values()) < problem.minimum:
            return Reason.NO_COMMON_SLOT
        both_free = {
            slot
            for other, slots in shared.items()
            for slot in slots
            if pair(party, other) not in self.met and self.busy.isdisjoint({(party, slot), (other, slot)})
        }
        return Reason.TABLES if both_free & self.full or self._without_tables(there) else Reason.OTHERS_TAKEN

    def _without_tables(self, slots: Sequence[int]) -> bool:
        return not any(self.problem.tables.get(slot) for slot in slots)

    def _nobody(self, party: int) -> Reason:
        wishes = self.problem.wishes
        own = any(who == party and wish == Wish.NO for (who, _whom), wish in wishes.items())
        others = any(whom == party and wish == Wish.NO for (_who, whom), wish in wishes.items())
        return Reason.OWN_NO if own else Reason.REFUSED if others else Reason.NOBODY
