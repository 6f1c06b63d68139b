"""Reading JSON and CSV files row by row, so that every fault can be named with file, line and field.

    faults: list[str] = []
    rows = read_rows(path, [Column("slug", slug, required=True), Column("topics", many(slug))], faults)
    if faults:
        raise ImportRefused(faults)

JSON holds one list of objects, CSV a first line with the names of the columns; both name the same fields. A
field that a row does not name is absent from `row.values`; an empty cell (JSON: null) is there with the column's
`empty`. How a cell is read stands in networking/services/import_cells.py.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

Cell = Any  # what a file holds: a string in CSV; a string, number, truth value, list or object in JSON
_BLANK = object()


@dataclass(frozen=True)
class Column:
    """One field of a file; `read` turns a filled cell into a value or raises ValueError with a sentence."""

    name: str
    read: Callable[[Cell], Any]
    required: bool = False
    empty: Any = ""


@dataclass(frozen=True)
class Row:
    """One object or line of a file: `line` is where it starts, `entry` its number in a JSON list.

    `unread` names the fields that are not in `values` because they could not be read.
    """

    file: str
    line: int
    entry: int | None
    values: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def fault(self, name: str, sentence: str) -> str:
        """The sentence with the place it is about, for people who look for it in an editor."""
        return place(self.file, self.line, self.entry, name) + sentence


def place(file: str, line: int | None = None, entry: int | None = None, name: str = "") -> str:
    """`projects.csv, line 4, field topics: `."""
    parts = [file]
    if line is not None:
        parts.append(_("line %(line)d") % {"line": line})
    if entry is not None:
        parts.append(_("entry %(entry)d") % {"entry": entry})
    if name:
        parts.append(_("field %(name)s") % {"name": name})
    return ", ".join(parts) + ": "


def read_rows(path: Path, columns: Sequence[Column], faults: list[str]) -> list[Row]:
    """The rows of a file, without the fields that could not be read: those are appended to `faults`."""
    text = _text_of(path, faults)
    if text is None:
        return []
    read = {".json": _json_rows, ".csv": _csv_rows}.get(path.suffix.lower())
    if read is None:
        faults.append(place(path.name) + _("Only files that end in .json or .csv can be read."))
        return []
    rows = []
    for row, cells in read(path.name, text, columns, faults):
        faults.extend(_fill(row, cells, columns))
        rows.append(row)
    return rows


def _text_of(path: Path, faults: list[str]) -> str | None:
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError:
        faults.append(place(path.name) + _("This file cannot be opened."))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(place(path.name, line) + _("This is not UTF-8. Please save the file as UTF-8."))
    return None


def _fill(row: Row, cells: dict[str, Cell], columns: Sequence[Column]) -> list[str]:
    """Read the cells into `row.values`; returns the faults."""
    faults = []
    known = {column.name for column in columns}
    for name in cells:
        if name not in known:
            faults.append(row.fault(name, _("There is no such field.")))
    for column in columns:
        cell = cells.get(column.name, _BLANK)
        if cell is _BLANK and not column.required:
            continue
        try:
            row.values[column.name] = _value(column, cell)
        except ValueError as error:
            row.unread.add(column.name)
            faults.append(row.fault(column.name, str(error)))
    return faults


def _value(column: Column, cell: Cell) -> Any:
    if isinstance(cell, str):
        cell = cell.strip()
    if cell is _BLANK or cell is None or cell == "":
        if column.required:
            raise ValueError(_("This must not be empty."))
        return column.empty
    return column.read(cell)


# --- JSON ------------------------------------------------------------------------------------------------


def _json_rows(
    file: str, text: str, _columns: Sequence[Column], faults: list[str]
) -> Iterator[tuple[Row, dict[str, Cell]]]:
    try:
        for entry, (start, value) in enumerate(_entries(text), start=1):
            row = Row(file, _line_of(text, start), entry)
            if isinstance(value, dict):
                yield row, value
            else:
                faults.append(row.fault("", _("An object {…} is expected here.")))
    except json.JSONDecodeError as error:
        where = _("line %(line)d, column %(column)d") % {"line": error.lineno, "column": error.colno}
        faults.append(f"{file}, {where}: " + _("This is not valid JSON (%(why)s).") % {"why": error.msg})


def _entries(text: str) -> Iterator[tuple[int, Cell]]:
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


def _decode(decoder: json.JSONDecoder, text: str, start: int) -> tuple[Cell, int]:
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


def _object(pairs: list[tuple[str, Cell]]) -> dict[str, Cell]:
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


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


# --- CSV -------------------------------------------------------------------------------------------------


def _csv_rows(
    file: str, text: str, columns: Sequence[Column], faults: list[str]
) -> Iterator[tuple[Row, dict[str, Cell]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        heading_faults = _heading_faults(file, names, columns)
        faults.extend(heading_faults)
        if heading_faults:
            return
        line = reader.line_num + 1
        for cells in reader:
            row, line = Row(file, line, None), reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) == len(names):
                yield row, dict(zip(names, cells, strict=True))
            else:
                faults.append(row.fault("", _wrong_count(len(cells), len(names))))
    except csv.Error as error:
        faults.append(
            place(file, reader.line_num or 1) + _("This is not valid CSV (%(why)s).") % {"why": error}
        )


def _delimiter(text: str) -> str:
    """Comma, or the semicolon that a German Excel writes."""
    heading = text.partition("\n")[0]
    return ";" if heading.count(";") > heading.count(",") else ","


def _heading_faults(file: str, names: list[str], columns: Sequence[Column]) -> list[str]:
    known = [column.name for column in columns]
    faults = [
        place(file, 1, name=name or "?")
        + _("There is no such column. Known are: %(names)s.") % {"names": ", ".join(known)}
        for name in names
        if name not in known
    ]
    faults += [
        place(file, 1, name=name) + _("This column stands twice.") for name in known if names.count(name) > 1
    ]
    faults += [
        place(file, 1, name=column.name) + _("This column is missing.")
        for column in columns
        if column.required and column.name not in names
    ]
    return faults


def _wrong_count(found: int, expected: int) -> str:
    return _("This line has %(found)d cells, the first line names %(expected)d columns.") % {
        "found": found,
        "expected": expected,
    }
