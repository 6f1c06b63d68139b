"""What is asked of a plan of 1:1 meetings, and what a plan is: plain values, nothing from the database.

Parties, slots and tables are whole numbers that mean something to whoever asks (rows' ids, say). A pair is always
(smaller, larger); `pair()` puts one in order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Pair = tuple[int, int]
Progress = Callable[[int, int], None]  # (steps done, steps in all)


class Wish(StrEnum):
    MUST = "must"
    LIKE = "like"
    NO = "no"  # hard and silent: the two never meet, whatever the other says


class Reason(StrEnum):
    """Why a party has fewer meetings than the minimum."""

    AWAY = "away"  # there is in fewer slots than the minimum, or in none
    OWN_NO = "own_no"  # said no to everybody who was left to meet
    REFUSED = "refused"  # all who were left said no; for organisers' eyes only
    NOBODY = "nobody"  # no wish and no suggestion names enough others
    NO_COMMON_SLOT = "no_common_slot"  # those to meet are never there at the same time
    OTHERS_TAKEN = "others_taken"  # those to meet are taken in every slot they share
    TABLES = "tables"  # a pair would have been free, every table was taken


@dataclass(frozen=True, order=True)
class Meeting:
    """Two parties at a table of a slot; `first` is the smaller number."""

    slot: int
    table: int
    first: int
    second: int

    @property
    def pair(self) -> Pair:
        return self.first, self.second


@dataclass(frozen=True)
class Problem:
    """What there is to plan.

    `slots` stand in the order of time; `tables` names for every slot the tables one may use, the preferred first.
    `away` holds (party, slot) where a party cannot. `wishes` are (who, whom): one-sided. `suggestions` say in either
    order how strongly the matching model suggests a pair, 0 < strength <= 1; they fill what wishes leave open.
    `forbidden` pairs, in either order, never meet (the same organisation behind both). Every party should have
    `minimum` meetings; `fairness` says how much that may cost: 0 nothing, 1 as recommended, more for more. `pins` are
    meetings that stay exactly where they are, wished or not; never against a "no".
    """

    parties: tuple[int, ...]
    slots: tuple[int, ...]
    tables: Mapping[int, tuple[int, ...]]
    wishes: Mapping[Pair, Wish]
    away: frozenset[tuple[int, int]] = frozenset()
    suggestions: Mapping[Pair, float] = field(default_factory=dict)
    forbidden: frozenset[Pair] = frozenset()
    minimum: int = 2
    fairness: float = 1
    pins: tuple[Meeting, ...] = ()


@dataclass(frozen=True)
class Short:
    """A party with fewer meetings than the minimum."""

    party: int
    meetings: int
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """Meetings by slot and table; `value` is what they fulfil of the wishes, `bound` what no plan can exceed."""

    meetings: tuple[Meeting, ...]
    value: int
    bound: int
    short: tuple[Short, ...] = ()

    @property
    def quality(self) -> float:
        """Between 0 and 1, rarely below 0.8; 1 also where nobody wishes anything."""
        return min(self.value / self.bound, 1.0) if self.bound else 1.0


def pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def meeting(slot: int, table: int, one: int, other: int) -> Meeting:
    """A meeting with its parties in order."""
    return Meeting(slot, table, *pair(one, other))


def meetings_of(meetings: Iterable[Meeting]) -> dict[int, list[Meeting]]:
    """The meetings of each party that has any, by time of slot number and table."""
    found: dict[int, list[Meeting]] = {}
    for one in sorted(meetings):
        found.setdefault(one.first, []).append(one)
        found.setdefault(one.second, []).append(one)
    return found
