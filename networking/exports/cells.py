"""Tables as files: CSV that a German Excel opens by a double click, and XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any

import xlsxwriter

from networking.services.import_tables import is_computed

Value = Any  # text, a date and time in Berlin, a number, or None for an empty cell
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads umlauts as Latin-1
SHEET_OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_WIDE = 28


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The table line by line. A cell that a spreadsheet would compute starts with an apostrophe; imports drop it."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow(names)
    for row in rows:
        yield writer.writerow([as_text(cell) for cell in row])


def as_text(value: Value) -> str:
    """The CSV cell's content, with an apostrophe before anything a spreadsheet takes for a formula."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = "" if value is None else str(value)
    return f"'{text}" if is_computed(text) else text


def write_xlsx(title: str, names: Sequence[str], rows: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    """Write the table as an Excel file. Text is stored as text, which no spreadsheet computes."""
    book = xlsxwriter.Workbook(file, SHEET_OPTIONS)
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, len(names) - 1, _WIDE)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate([names, *rows]):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, bold if number == 0 else None)
    book.close()


class _Echo:
    """A file that hands back what is written to it, for csv.writer."""

    def write(self, text: str) -> str:
        return text
