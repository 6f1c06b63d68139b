"""Reading JSON, CSV and XLSX files row by row, so that every fault can be named with file, line and field.

    faults: list[str] = []
    rows = read_rows(path, [Column("slug", slug, required=True), Column("topics", many(slug))], faults)
    if faults:
        raise ImportRefused(faults)

JSON holds one list of objects, CSV and XLSX a first line with the names of the columns; all name the same fields. A
field that a row does not name is absent from `row.values`; an empty cell (JSON: null) is there with the column's
`empty`. How a cell is read stands in networking/services/import_cells.py, how the files are taken apart in
import_lists.py and import_tables.py beside it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from networking.services import import_lists, import_tables

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
    try:
        content = path.read_bytes()
    except OSError:
        faults.append(place(path.name) + _("This file cannot be opened."))
        return []
    return rows_of(path.name, content, columns, faults)


def rows_of(name: str, content: bytes, columns: Sequence[Column], faults: list[str]) -> list[Row]:
    """The same for the content of a file; its name says how to read it."""
    rows = []
    for row, cells in _found(name, content, columns, faults):
        faults.extend(fill(row, cells, columns))
        rows.append(row)
    return rows


def text_of(name: str, content: bytes, faults: list[str]) -> str | None:
    """The content as text, None with a fault if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(place(name, line) + _("This is not UTF-8. Please save the file as UTF-8."))
    return None


def fill(row: Row, cells: dict[str, Cell], columns: Sequence[Column]) -> list[str]:
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


def _found(
    name: str, content: bytes, columns: Sequence[Column], faults: list[str]
) -> Iterable[tuple[Row, dict[str, Cell]]]:
    ending = name[name.rfind(".") :].lower()
    if ending == ".xlsx":
        return _sheet_rows(name, content, columns, faults)
    if ending not in (".json", ".csv"):
        faults.append(place(name) + _("Only files that end in .json, .csv or .xlsx can be read."))
        return []
    text = text_of(name, content, faults)
    if text is None:
        return []
    return (_json_rows if ending == ".json" else _csv_rows)(name, text, columns, faults)


def _json_rows(
    file: str, text: str, _columns: Sequence[Column], faults: list[str]
) -> Iterator[tuple[Row, dict[str, Cell]]]:
    try:
        for entry, (line, value) in enumerate(import_lists.entries(text), start=1):
            row = Row(file, line, entry)
            if isinstance(value, dict):
                yield row, value
            else:
                faults.append(row.fault("", _("An object {…} is expected here.")))
    except json.JSONDecodeError as error:
        where = _("line %(line)d, column %(column)d") % {"line": error.lineno, "column": error.colno}
        faults.append(f"{file}, {where}: " + _("This is not valid JSON (%(why)s).") % {"why": error.msg})


def _csv_rows(
    file: str, text: str, columns: Sequence[Column], faults: list[str]
) -> Iterator[tuple[Row, dict[str, Cell]]]:
    try:
        yield from _table_rows(file, import_tables.lines(text), columns, faults)
    except import_tables.BrokenTable as error:
        faults.append(place(file, error.line) + _("This is not valid CSV (%(why)s).") % {"why": error})


def _sheet_rows(
    file: str, content: bytes, columns: Sequence[Column], faults: list[str]
) -> Iterator[tuple[Row, dict[str, Cell]]]:
    try:
        yield from _table_rows(file, import_tables.sheet(content), columns, faults)
    except import_tables.BrokenTable:
        faults.append(
            place(file) + _("This Excel file cannot be opened. Save it anew, or as CSV, and try again.")
        )


def _table_rows(
    file: str, table: Iterator[import_tables.Line], columns: Sequence[Column], faults: list[str]
) -> Iterator[tuple[Row, dict[str, Cell]]]:
    _first, heading = next(table, (1, []))
    names = [name.strip() for name in heading]
    heading_faults = _heading_faults(file, names, columns)
    faults.extend(heading_faults)
    if heading_faults:
        return
    for line, cells in table:
        row = Row(file, line, None)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) == len(names):
            yield row, dict(zip(names, cells, strict=True))
        else:
            faults.append(row.fault("", _wrong_count(len(cells), len(names))))


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
