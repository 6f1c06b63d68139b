"""Tables as files: nothing that somebody typed is computed."""

from datetime import UTC, datetime

import pytest

from networking.exports.cells import as_text, csv_lines
from networking.services import import_tables


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_no_cell_becomes_a_formula(start):
    assert as_text(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_spaces_before_a_formula_do_not_help_it():
    assert as_text("  =1+1") == "'  =1+1"


@pytest.mark.parametrize("text", ["Öztürk", "a=b", "", "1-2", "x@example.org"])
def test_ordinary_text_stays_as_it_is(text):
    assert as_text(text) == text


def test_what_is_no_text_is_said_as_a_spreadsheet_reads_it():
    line = list(csv_lines(["a"], [[None, 12, datetime(2026, 11, 22, 9, 5, tzinfo=UTC)]]))[1]

    assert line == ";12;2026-11-22 09:05\r\n"


@pytest.mark.parametrize("text", ["=1+1", "\tab", " -x", "'quoted'", "a;b"])
def test_an_import_reads_what_was_written(text):
    lines = "".join(csv_lines(["one", "two"], [[text, "x"]])).lstrip("\ufeff")

    assert list(import_tables.lines(lines)) == [(1, ["one", "two"]), (2, [text, "x"])]
