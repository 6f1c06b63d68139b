"""Two people edited the same issue: what each changed, brought together. Pure arithmetic on two documents.

Each entry of each block counts for itself. Where only one of the two changed it, their words stand; where both did,
`mine` stands and theirs is named as a conflict. A block that one removed and the other changed stays.
"""

from dataclasses import dataclass
from typing import Any

from notifications.newsletter.blocks import Block

Content = dict[str, Any]


@dataclass(frozen=True)
class Conflict:
    """`theirs` stood in the entry `name` (of the block `key`; empty for the issue's own) when mine was to be saved."""

    name: str
    theirs: Any
    key: str = ""
    kind: str = ""


def merged(base: Content, theirs: Content, mine: Content) -> tuple[Content, list[Conflict]]:
    """One document of both, and where they wrote different things."""
    conflicts: list[Conflict] = []
    content = _entries(
        {k: v for k, v in base.items() if k != "blocks"},
        {k: v for k, v in theirs.items() if k != "blocks"},
        {k: v for k, v in mine.items() if k != "blocks"},
        conflicts,
    )
    content["blocks"] = _blocks(base["blocks"], theirs["blocks"], mine["blocks"], conflicts)
    return content, conflicts


def _blocks(base: list[Block], theirs: list[Block], mine: list[Block], conflicts: list) -> list[Block]:
    former, other, own = _by_key(base), _by_key(theirs), _by_key(mine)
    kept = {}
    for key in {**own, **other}:
        if key in own and key in other:
            kept[key] = _entries(former.get(key, {}), other[key], own[key], conflicts, own[key])
        elif key in own:
            if key not in former or own[key] != former[key]:  # new, or removed there and changed here
                kept[key] = own[key]
        elif key not in former or other[key] != former[key]:
            kept[key] = other[key]
    return [kept[key] for key in _order(list(former), list(other), list(own)) if key in kept]


def _order(base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """My order, and what they added or kept below the block it follows there. An order I left alone is theirs."""
    first, second = (
        (theirs, mine) if [k for k in mine if k in base] == [k for k in base if k in mine] else (mine, theirs)
    )
    order = list(first)
    for place, key in enumerate(second):
        if key in order:
            continue
        above = next((known for known in reversed(second[:place]) if known in order), None)
        order.insert(order.index(above) + 1 if above else 0, key)
    return order


def _entries(base: dict, theirs: dict, mine: dict, conflicts: list, block: Block | None = None) -> dict:
    result = dict(mine)
    for name, value in theirs.items():
        if mine.get(name) == value:
            continue
        if name not in mine or mine.get(name) == base.get(name):
            result[name] = value
        elif value != base.get(name):
            where = {"key": block["key"], "kind": block["kind"]} if block else {}
            conflicts.append(Conflict(name, value, **where))
    return result


def _by_key(blocks: list[Block]) -> dict[str, Block]:
    return {block["key"]: block for block in blocks}
