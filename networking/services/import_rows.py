"""Reading JSON, CSV and XLSX files row by row, so that every fault can be named with file, line and field.

    faults: list[str] = []
    rows = read_rows(path, [Column("slug", slug, required=True), Column("topics", many(slug))], faults)
    if faults:
        raise ImportRefused(faults)

JSON holds one list of objects, CSV and XLSX a first line with the names of the columns; all name the same fields. A
field that a row does not name is absent from `row.values`; an empty cell (JSON: null) is there with the column's
`empty`. How a cell is read stands in networking/services/import_cells.py.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

Cell = Any  # what a file holds: a string in CSV; a string, number, truth value, list or object in JSON
_BLANK = object()
_MOST_UNPACKED = 50_000_000  # bytes of an Excel file without its compression
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"  # what a spreadsheet would compute


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
    ending = name[name.rfind(".") :].lower()
    if ending == ".xlsx":
        sheet = _sheet(name, content, faults)
        if sheet is None:
            return []
        found = _table_rows(name, iter(sheet), columns, faults)
    elif ending in (".json", ".csv"):
        text = text_of(name, content, faults)
        if text is None:
            return []
        found = (_json_rows if ending == ".json" else _csv_rows)(name, text, columns, faults)
    else:
        faults.append(place(name) + _("Only files that end in .json, .csv or .xlsx can be read."))
        return []
    rows = []
    for row, cells in found:
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


# --- CSV and XLSX ----------------------------------------------------------------------------------------


def _csv_rows(
    file: str, text: str, columns: Sequence[Column], faults: list[str]
) -> Iterator[tuple[Row, dict[str, Cell]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from _table_rows(file, _numbered(reader), columns, faults)
    except csv.Error as error:
        faults.append(
            place(file, reader.line_num or 1) + _("This is not valid CSV (%(why)s).") % {"why": error}
        )


def _numbered(reader) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the line where it starts: a quoted cell may hold several lines."""
    line = 1
    for cells in reader:
        yield line, [_typed(cell) for cell in cells]
        line = reader.line_num + 1


def _typed(cell: str) -> str:
    """Without the apostrophe that exports put before what a spreadsheet would compute."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in tuple(FORMULA_STARTS) else cell


def _table_rows(
    file: str, table: Iterator[tuple[int, list[str]]], columns: Sequence[Column], faults: list[str]
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


def _sheet(name: str, content: bytes, faults: list[str]) -> list[tuple[int, list[str]]] | None:
    """The first sheet of a workbook as text, row by row; None with a fault if it cannot be opened."""
    try:
        _refuse_bomb(content)
        sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError):
        faults.append(
            place(name) + _("This Excel file cannot be opened. Save it anew, or as CSV, and try again.")
        )
        return None
    return [(line, [_as_written(cell) for cell in row]) for line, row in enumerate(rows, start=1)]


def _refuse_bomb(content: bytes) -> None:
    """A small file may unpack to gigabytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
            raise ValueError


def _as_written(cell: Any) -> str:
    """A cell as CSV would hold it: spreadsheets turn 12 into 12.0 and dates into moments."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


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
