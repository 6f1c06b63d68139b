"""Lists of people are read as people write them."""

import io

import pytest
import xlsxwriter

from events.services import guest_rows
from events.services.guest_rows import Guest, Unreadable, from_file, from_text

MIRA = Guest(1, "Mira", "Muster", "mira@example.org")


@pytest.mark.parametrize(
    "line",
    [
        "Mira Muster <mira@example.org>",
        '"Muster, Mira" <mira@example.org>;',
        "Mira;Muster;mira@example.org",
        "Mira\tMuster\tmira@example.org\t",
        "Muster, Mira <mira@example.org>",
        "Mira Muster;mira@example.org",
        "mira@example.org, Mira, Muster",
    ],
)
def test_one_person_is_read_from_a_line_of_any_kind(line):
    assert from_text(line) == [MIRA]


def test_several_people_of_one_line_are_read_one_by_one():
    people = from_text("Mira Muster <mira@example.org>; Dr. Jo Li <jo@example.org> Spreewerk eG")

    assert people == [MIRA, Guest(1, "Dr. Jo", "Li", "jo@example.org", "Spreewerk eG")]


def test_headings_decide_which_column_is_which():
    people = from_text("E-Mail;Firma;Vorname;Name\nmira@example.org;Spreewerk;Mira;von Muster\n")

    assert people == [Guest(2, "Mira", "von Muster", "mira@example.org", "Spreewerk")]


def test_lines_are_counted_as_the_file_has_them():
    people = from_text(
        'Vorname;Name;E-Mail;Firma\n\nMira;Muster;mira@example.org;"Spree\nwerk"\nJo;Li;jo@example.org'
    )

    assert [(guest.line, guest.organisation) for guest in people] == [(3, "Spree werk"), (5, "")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_csv_file_of_a_german_excel_is_read(encoding):
    people = from_file("gäste.CSV", "Vorname;Nachname;E-Mail\nJörg;Öz;j@example.org".encode(encoding))

    assert people == [Guest(2, "Jörg", "Öz", "j@example.org")]


def test_an_excel_file_is_read():
    people = from_file(
        "list.xlsx", _sheet([["Vorname", "Nachname", "E-Mail"], ["Mira", "Muster", "mira@example.org"]])
    )

    assert people == [MIRA._replace(line=2)]


@pytest.mark.parametrize(
    ("name", "content"), [("list.xlsx", b"no workbook"), ("list.xlsx", b"PK\x03\x04"), ("list.pdf", b"%PDF")]
)
def test_what_is_no_list_is_refused_with_a_sentence(name, content):
    with pytest.raises(Unreadable, match=r"\."):
        from_file(name, content)


def test_a_file_that_unpacks_to_gigabytes_is_refused(monkeypatch):
    monkeypatch.setattr(guest_rows, "_MOST_UNPACKED", 1000)

    with pytest.raises(Unreadable):
        from_file("list.xlsx", _sheet([["mira@example.org"]]))


def test_more_people_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(guest_rows, "MOST_ROWS", 2)

    with pytest.raises(Unreadable):
        from_text("a@example.org\nb@example.org\nc@example.org")


def _sheet(rows) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()
