"""Tables as CSV and Excel files hold them: rows of text, each with the line where it starts."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import python_calamine

Line = tuple[int, list[str]]
_MOST_UNPACKED = 50_000_000  # bytes of an Excel file without its compression
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


class BrokenTable(Exception):
    """The file cannot be read (on); `line` says where."""

    def __init__(self, reason: object = "", line: int = 1):
        super().__init__(reason)
        self.line = line


def lines(text: str) -> Iterator[Line]:
    """The rows of a CSV file; a quoted cell may hold several lines. Raises BrokenTable."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [_typed(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenTable(error, reader.line_num or 1) from error


def sheet(content: bytes) -> Iterator[Line]:
    """The rows of a workbook's first sheet. Raises BrokenTable."""
    try:
        _refuse_bomb(content)
        first = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
        rows = first.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise BrokenTable from error
    for line, row in enumerate(rows, start=1):
        yield line, [_as_written(cell) for cell in row]


def is_computed(text: str) -> bool:
    """Whether a spreadsheet would take this text for a formula: exports put an apostrophe before it."""
    first = text.lstrip()[:1]
    return first != "" and (first in _FORMULA_STARTS or text[0] in _FORMULA_STARTS)


def _typed(cell: str) -> str:
    """Without the apostrophe of an export."""
    return cell[1:] if cell[:1] == "'" and is_computed(cell[1:]) else cell


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
