"""A JSON file that holds one list: its entries one by one, each with the line where it starts."""

import json
from collections.abc import Iterator
from typing import Any


def entries(text: str) -> Iterator[tuple[int, Any]]:
    """Line and value of every entry. Raises json.JSONDecodeError where the file cannot be read on."""
    for start, value in _entries(text):
        yield text.count("\n", 0, start) + 1, value


def _entries(text: str) -> Iterator[tuple[int, Any]]:
    """The elements of the list that `text` is, each with the position where it starts."""
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    position = _expect(text, _after_space(text, 0), "[")
    if text[position : position + 1] == "]":
        position += 1
    else:
        while True:
            start = position
            value, position = _decode(decoder, text, start)
            yield start, value
            position = _after_space(text, position)
            if text[position : position + 1] == "]":
                position += 1
                break
            position = _expect(text, position, ",")
    if _after_space(text, position) != len(text):
        raise json.JSONDecodeError("Extra data", text, _after_space(text, position))


def _decode(decoder: json.JSONDecoder, text: str, start: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, start)
    except json.JSONDecodeError:
        raise
    except (
        ValueError,
        RecursionError,
    ) as error:  # a field named twice, an endless number, a thousand brackets
        reason = "Too deeply nested" if isinstance(error, RecursionError) else str(error)
        raise json.JSONDecodeError(reason, text, start) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: JSON would silently keep the last one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _cell in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"Name {twice!r} stands twice in one object")
    return found


def _expect(text: str, position: int, sign: str) -> int:
    """The position of what follows `sign`."""
    if text[position : position + 1] != sign:
        raise json.JSONDecodeError(f"Expecting '{sign}'", text, position)
    return _after_space(text, position + 1)


def _after_space(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\t", "\n", "\r"):
        position += 1
    return position
