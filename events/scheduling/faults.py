"""What is wrong with meetings, whoever made them: a sound plan has no fault."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from events.scheduling.problem import Meeting, Problem
from events.scheduling.worth import barred


class Kind(StrEnum):
    UNKNOWN_PARTY = "unknown_party"
    ITSELF = "itself"
    UNKNOWN_SLOT = "unknown_slot"
    UNKNOWN_TABLE = "unknown_table"
    AWAY = "away"
    BARRED = "barred"  # a "no", or kept apart by the rules
    TWICE_IN_A_SLOT = "twice_in_a_slot"
    TABLE_TAKEN = "table_taken"
    MET_TWICE = "met_twice"
    PIN_LOST = "pin_lost"


@dataclass(frozen=True)
class Fault:
    """For what is there twice, `meeting` is the later one."""

    kind: Kind
    meeting: Meeting


def faults(problem: Problem, meetings: Sequence[Meeting]) -> list[Fault]:
    """Every breach of the problem's rules, in the meetings' order; fewer meetings than the minimum are none."""
    kept_apart = barred(problem)
    rules: list[tuple[Kind, Callable[[Meeting], bool]]] = [
        (Kind.UNKNOWN_PARTY, lambda each: not set(problem.parties).issuperset(each.pair)),
        (Kind.ITSELF, lambda each: each.first == each.second),
        (Kind.UNKNOWN_SLOT, lambda each: each.slot not in problem.slots),
        (Kind.UNKNOWN_TABLE, lambda each: each.table not in problem.tables.get(each.slot, ())),
        (Kind.AWAY, lambda each: any((party, each.slot) in problem.away for party in each.pair)),
        (Kind.BARRED, lambda each: each.pair in kept_apart),
    ]
    found = [Fault(kind, each) for each in meetings for kind, broken in rules if broken(each)]
    found += _repeated(Kind.TWICE_IN_A_SLOT, meetings, lambda each: [(p, each.slot) for p in set(each.pair)])
    found += _repeated(Kind.TABLE_TAKEN, meetings, lambda each: [(each.slot, each.table)])
    found += _repeated(Kind.MET_TWICE, meetings, lambda each: [each.pair])
    return found + [Fault(Kind.PIN_LOST, pin) for pin in problem.pins if pin not in set(meetings)]


def _repeated(
    kind: Kind, meetings: Sequence[Meeting], keys: Callable[[Meeting], Iterable[Hashable]]
) -> list[Fault]:
    seen: set[Hashable] = set()
    found = []
    for each in meetings:
        own = set(keys(each))
        if seen & own:
            found.append(Fault(kind, each))
        seen |= own
    return found
