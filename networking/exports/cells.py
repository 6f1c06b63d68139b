"""Tables as files: CSV that a German Excel opens by a double click, and XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import xlsxwriter

from networking.services.import_rows import FORMULA_STARTS

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads umlauts as Latin-1
_SHEET_OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_WIDE = 28


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The table line by line. A cell that a spreadsheet would compute starts with an apostrophe; imports drop it."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow(names)
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])


def write_xlsx(title: str, names: Sequence[str], rows: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    """Write the table as an Excel file. Text is stored as text, which no spreadsheet computes."""
    book = xlsxwriter.Workbook(file, _SHEET_OPTIONS)
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, len(names) - 1, _WIDE)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate([names, *rows]):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, bold if number == 0 else None)
    book.close()


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip()[:1] in tuple(FORMULA_STARTS) and text.strip() else text


class _Echo:
    """A file that hands back what is written to it, for csv.writer."""

    def write(self, text: str) -> str:
        return text
