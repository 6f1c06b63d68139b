"""After cancellations: what was told to people stays, only the gaps are filled."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from events.scheduling.bounds import bound
from events.scheduling.faults import Kind, faults
from events.scheduling.planning import ALONE, Steps, drafted, finished, improve_alone
from events.scheduling.problem import Meeting, Pair, Plan, Problem, Progress, Wish, meeting
from events.scheduling.worth import barred

_TABLES = {Kind.UNKNOWN_TABLE, Kind.TABLE_TAKEN}


@dataclass(frozen=True)
class Changes:
    """What is different between two plans; `moved` are (before, after) of a pair that meets elsewhere."""

    kept: tuple[Meeting, ...]
    moved: tuple[tuple[Meeting, Meeting], ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]

    @property
    def touched(self) -> frozenset[int]:
        """The parties whose meetings are not as before."""
        afresh = [*self.dropped, *self.added, *(after for _before, after in self.moved)]
        return frozenset(party for each in afresh for party in each.pair)


def changes(before: Sequence[Meeting], after: Sequence[Meeting]) -> Changes:
    """Compare by pair: where two parties meet is one thing, that they meet another."""
    was, now = {each.pair: each for each in before}, {each.pair: each for each in after}
    both = sorted(was.keys() & now.keys())
    return Changes(
        kept=tuple(sorted(was[pair] for pair in both if was[pair] == now[pair])),
        moved=tuple((was[pair], now[pair]) for pair in both if was[pair] != now[pair]),
        dropped=tuple(sorted(was[pair] for pair in was.keys() - now.keys())),
        added=tuple(sorted(now[pair] for pair in now.keys() - was.keys())),
    )


def replan(
    problem: Problem,
    published: Sequence[Meeting],
    gone: Collection[int] = (),
    *,
    promised: Mapping[int, int] | None = None,
    progress: Progress | None = None,
) -> Plan:
    """A plan that keeps every published meeting which is still possible where it is.

    `gone` parties meet nobody; `promised` says how many meetings a party was told of at first, where that is more than
    stand in `published`. A meeting that lost its table gets another in its slot, else another slot. New meetings
    are only for those who lost one or are below the minimum, never more than they lost or lack.
    """
    left = replace(
        problem,
        parties=tuple(party for party in problem.parties if party not in set(gone)),
        pins=tuple(pin for pin in problem.pins if not set(gone).intersection(pin.pair)),
    )
    kept = _kept(left, published)
    around = replace(left, pins=kept, wishes=dict(left.wishes) | _promised(left, published, kept))
    told = Steps(1 + len(left.slots) * (1 + ALONE), progress)
    draft = drafted(around, told.step, _only_gaps(left, published, promised or {}))
    improve_alone(draft, told.step)
    found = finished(replace(left, pins=kept), draft, bound(left))
    told.finish()
    return found


def _kept(problem: Problem, published: Sequence[Meeting]) -> tuple[Meeting, ...]:
    """Pins and published meetings that stand; whose table is gone gets one that is left in the slot."""
    apart = {pin.pair for pin in problem.pins}
    told = [*problem.pins, *(each for each in sorted(published) if each.pair not in apart)]
    broken: dict[Meeting, set[Kind]] = {}
    for fault in faults(problem, told):
        if fault.meeting not in problem.pins:
            broken.setdefault(fault.meeting, set()).add(fault.kind)
    kept = [each for each in told if each not in broken]
    for each in sorted(each for each, kinds in broken.items() if kinds <= _TABLES):
        for table in problem.tables.get(each.slot, ()):
            elsewhere = meeting(each.slot, table, *each.pair)
            if _fits(problem, kept, elsewhere):
                kept.append(elsewhere)
                break
    return tuple(sorted(kept))


def _fits(problem: Problem, kept: Sequence[Meeting], new: Meeting) -> bool:
    beside = [each for each in kept if each.slot == new.slot]
    return not faults(replace(problem, pins=()), [*beside, new])


def _promised(problem: Problem, published: Sequence[Meeting], kept: Sequence[Meeting]) -> dict[Pair, Wish]:
    """Pairs that were told they meet, still may, and have neither slot nor table: they count most."""
    stands, apart, placed = set(problem.parties), barred(problem), {each.pair for each in kept}
    pairs = {each.pair for each in published} - placed - apart
    return {way: Wish.MUST for both in sorted(pairs) if stands.issuperset(both) for way in (both, both[::-1])}


def _only_gaps(
    problem: Problem, published: Sequence[Meeting], promised: Mapping[int, int]
) -> Callable[[Pair, Counter[int]], bool]:
    had = Counter(party for each in published for party in each.pair)
    aims = {party: max(had[party], promised.get(party, 0), problem.minimum) for party in problem.parties}

    def allowed(both: Pair, counts: Counter[int]) -> bool:
        return any(counts[party] < aims[party] for party in both)

    return allowed
