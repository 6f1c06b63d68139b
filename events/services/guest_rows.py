"""Reading people to be invited: from pasted lines, a CSV file or an Excel file, in whatever order the columns come.

A first line with names of columns is understood in German and English. Without one the order is given name, family
name, e-mail address, organisation; an address that stands elsewhere in its line is found there.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

import python_calamine
from django.utils.translation import gettext as _

MOST_ROWS = 10_000
_MOST_UNPACKED = 50_000_000  # bytes of an Excel file without its compression
_SEPARATORS = ";\t,|"
_ANGLED = re.compile(r"""\s*"?([^"<>]*?)"?\s*<([^<>]*)>\s*[,;]?""")
_HEADINGS = {
    "given_name": {"vorname", "given name", "first name", "givenname", "firstname", "rufname"},
    "family_name": {"nachname", "familienname", "family name", "last name", "surname", "lastname"},
    "name": {"name", "person", "vollständiger name", "full name", "anzeigename", "display name"},
    "email": {"e-mail", "email", "mail", "e-mail-adresse", "e-mail address", "mailadresse", "emailadresse"},
    "organisation": {"organisation", "organization", "firma", "unternehmen", "einrichtung", "company"},
    "project": {"projekt", "project"},
    "language": {"sprache", "language"},
}
_COLUMN_OF = {word: name for name, words in _HEADINGS.items() for word in words}
_USUAL = ("given_name", "family_name", "email", "organisation", "project", "language")


class Unreadable(Exception):
    """The file as a whole cannot be read; its text says what to do."""


class Guest(NamedTuple):
    """One line as it was read, not yet judged; `project` is a short name, `line` where it stood."""

    line: int
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    organisation: str = ""
    project: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def from_text(text: str) -> list[Guest]:
    """Pasted lines: `Name <address>`, several of them in one line as mail programs copy them, or columns.

    Raises Unreadable for too many at once.
    """
    if "<" in text:
        return _limited(guest for number, line in _lines(text) for guest in _from_line(number, line))
    return _limited(_from_cells(_cells_of(text)))


def from_file(name: str, content: bytes) -> list[Guest]:
    """A CSV or Excel file. Raises Unreadable."""
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        return _limited(_from_cells(_sheet(content)))
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return from_text(_decoded(content))
    raise Unreadable(_("Only files that end in .csv, .txt, .xlsx, .xls or .ods can be read."))


def split_name(name: str) -> tuple[str, str]:
    """Given and family name: "Muster, Mira" and "Dr. Mira Muster" alike. One word alone is the family name."""
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return given.strip(), family.strip()
    given, _space, family = name.strip().rpartition(" ")
    return given.strip(), family


def _limited(guests: Iterable[Guest]) -> list[Guest]:
    found = list(islice(guests, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise Unreadable(_("At most %(most)d people at once. Please split the list.") % {"most": MOST_ROWS})
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip())


def _from_line(number: int, line: str) -> list[Guest]:
    """One person of a line without `<`, else each `Name <address>` in it; text after the last is the organisation."""
    found = list(_ANGLED.finditer(line))
    if not found:
        return list(_from_cells([(number, _split(line))]))
    rest = line[found[-1].end() :].strip(" ;,\t|")
    guests = []
    for match in found:
        given, family = split_name(match[1].strip(" ;,\t"))
        guests.append(Guest(number, given, family, match[2].strip(), rest if match is found[-1] else ""))
    return guests


def _split(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=_separator(line)))


def _separator(line: str) -> str:
    """The separator that the line has most of."""
    return max(_SEPARATORS, key=line.count)


def _cells_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines as cells, with the line in which each begins: a quoted cell may hold several."""
    first = next((line for _number, line in _lines(text)), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(first))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = []
        yield line, cells


def _from_cells(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Guest]:
    tidied = ((number, [" ".join(cell.split()) for cell in cells]) for number, cells in rows)
    filled = ((number, cells) for number, cells in tidied if any(cells))
    first = next(filled, None)
    if first is None:
        return
    columns = _columns(first[1])
    if columns:
        yield from (_by_heading(number, cells, columns) for number, cells in filled)
    else:
        yield from (_by_order(number, cells) for number, cells in chain([first], filled))


def _columns(cells: list[str]) -> list[str]:
    """The column names of a heading line, empty for a line that is a person's already."""
    names = [_COLUMN_OF.get(cell.casefold().strip(" *:"), "") for cell in cells]
    return names if "email" in names else []


def _by_heading(number: int, cells: list[str], columns: list[str]) -> Guest:
    values = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    name = values.pop("name", "")
    if name and values.get("given_name"):  # "Vorname; Name"
        values.setdefault("family_name", name)
    elif name:
        values["given_name"], values["family_name"] = split_name(name)
    return Guest(number, **values)


def _by_order(number: int, cells: list[str]) -> Guest:
    """Address wherever it stands; before or after it the names, then the organisation."""
    at = next((place for place, cell in enumerate(cells) if "@" in cell), None)
    if at is None:
        return Guest(number, **dict(zip(_USUAL, cells, strict=False)))
    email, others = cells[at].removeprefix("mailto:"), [*cells[:at], *cells[at + 1 :]]
    if at == 1:  # "Mira Muster; mira@example.org; Organisation"
        given, family = split_name(others[0])
        others = [given, family, *others[1:]]
    names = ("given_name", "family_name", "organisation", "project", "language")
    return Guest(number, email=email, **dict(zip(names, others, strict=False)))


def _decoded(content: bytes) -> str:
    """UTF-8, else what a German Excel writes."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet of the workbook, row by row."""
    _refuse_bomb(content)
    try:
        sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(
            _("This Excel file cannot be opened. Save it anew, or as CSV, and try again.")
        ) from error
    return ((number, [str(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def _refuse_bomb(content: bytes) -> None:
    """A small file may unpack to gigabytes."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
            raise Unreadable(_("This file is too large. Please split the list."))
