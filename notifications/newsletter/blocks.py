"""What each kind of block holds. One dictionary per block: its `key`, its `kind` and the entries named here.

    {"key": "b7k2p9", "kind": "text", "text_de": "…", "text_en": "…"}

An event, project or picture is named by its public identifier, so the document says nothing that may be secret.
"""

from typing import Any

from django.utils.crypto import get_random_string

from notifications.enums import BlockKind

Block = dict[str, Any]

ENTRIES: dict[str, tuple[str, ...]] = {
    BlockKind.TEXT: ("text_de", "text_en"),
    BlockKind.EVENT: ("event",),
    BlockKind.PROJECT: ("project",),
    BlockKind.PARTNERS: ("project",),
    BlockKind.IMAGE: ("picture", "alt_de", "alt_en", "credit", "url"),
    BlockKind.BUTTON: ("label_de", "label_en", "url"),
    BlockKind.DIVIDER: (),
    BlockKind.PERSONAL: (),
}
MOST = 60  # blocks in one issue
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new(kind: str, **entries: str) -> Block:
    """An empty block of that kind, or one with these entries."""
    return {"key": get_random_string(8, _LETTERS), "kind": kind} | dict.fromkeys(ENTRIES[kind], "") | entries


def moved(blocks: list[Block], key: str, *, up: bool) -> list[Block]:
    """The blocks with one changed for its neighbour; at the end nothing changes."""
    place = _place(blocks, key)
    other = place - 1 if up else place + 1
    if place < 0 or not 0 <= other < len(blocks):
        return blocks
    rows = list(blocks)
    rows[place], rows[other] = rows[other], rows[place]
    return rows


def without(blocks: list[Block], key: str) -> list[Block]:
    return [block for block in blocks if block["key"] != key]


def with_new(blocks: list[Block], block: Block, after: str = "") -> list[Block]:
    """The blocks with one more: below the one named `after`, else at the end."""
    place = _place(blocks, after)
    place = len(blocks) if place < 0 else place + 1
    return [*blocks[:place], block, *blocks[place:]]


def _place(blocks: list[Block], key: str) -> int:
    return next((number for number, block in enumerate(blocks) if block["key"] == key), -1)
