"""Lists that leave the house as files, row by row: ten thousand people need no more memory than ten."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import IO

import xlsxwriter
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.attendance import places_in_line
from events.enums import Category, ConsentKind, RegistrationState
from events.models import Consent, Event, Question, Registration
from events.questionnaire import said_by
from networking.enums import Language
from networking.exports.cells import SHEET_OPTIONS, Value, csv_lines

_ROWS_AT_ONCE = 1000
_SHEET_OPTIONS = SHEET_OPTIONS | {"constant_memory": True}

_LISTED = Exists(
    Consent.objects.filter(registration=OuterRef("pk"), kind=ConsentKind.ATTENDEE_LIST, withdrawn_at=None)
)


@dataclass(frozen=True)
class Column:
    """A column one can choose: heading, the database columns it is made of, and its width in a spreadsheet."""

    label: str
    sources: tuple[str, ...]
    width: int = 20


COLUMNS: dict[str, Column] = {
    "state": Column(_("State"), ("state",), 14),
    "place": Column(_("Place in line"), ("pk",), 12),
    "family_name": Column(_("Family name"), ("family_name",)),
    "given_name": Column(_("Given name"), ("given_name",)),
    "email": Column(_("E-mail address"), ("email",), 32),
    "organisation": Column(_("Organisation"), ("organisation",), 32),
    "project": Column(_("Project"), ("project__title_de", "project__title_en"), 40),
    "category": Column(_("Comes from"), ("category",), 18),
    "language": Column(_("Language"), ("language",), 10),
    "listed": Column(_("Agrees to the attendee list"), ("listed",), 14),
    "registered_at": Column(_("Registered at"), ("created_at",), 17),
    "came_at": Column(_("Came at"), ("arrived_at",), 17),
    "note": Column(_("Note"), ("note",), 40),
}
USUAL = tuple(name for name in COLUMNS if name != "note")  # notes were written for colleagues' eyes


def columns_with(questions: Iterable[Question]) -> dict[str, Column]:
    """All columns to choose from when these questions may be read; a heading is the identifier, which stays."""
    return COLUMNS | {_name(question): Column(question.identifier, ("pk",), 24) for question in questions}


def usual_with(questions: Iterable[Question]) -> list[str]:
    """The columns chosen beforehand: what somebody needs on site only leaves the house when it is asked for."""
    return [*USUAL, *(_name(question) for question in questions if not question.is_need)]


def csv_rows(
    event: Event,
    people: QuerySet[Registration],
    columns: Iterable[str],
    questions: Sequence[Question] = (),
) -> Iterator[str]:
    """The list as lines of a CSV file that a German Excel opens by a double click.

    Whatever a participant typed stays text: a cell that a spreadsheet would compute starts with an apostrophe.
    The language is that of the call: the lines are made later, when the request's language is gone.
    """
    columns, known = list(columns), columns_with(questions)
    return csv_lines([str(known[name].label) for name in columns], _values(event, people, columns, questions))


def write_xlsx(
    event: Event,
    people: QuerySet[Registration],
    columns: Iterable[str],
    file: IO[bytes],
    questions: Sequence[Question] = (),
) -> None:
    """Write the list as an Excel file. Typed text is stored as text, which no spreadsheet computes."""
    columns, known = list(columns), columns_with(questions)
    book = xlsxwriter.Workbook(file, _SHEET_OPTIONS)
    sheet = book.add_worksheet(str(_("Attendees")))
    bold = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number, name in enumerate(columns):
        sheet.set_column(number, number, known[name].width)
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(columns):
        sheet.write_string(0, number, str(known[name].label), bold)
    last = 0
    for last, row in enumerate(_values(event, people, columns, questions), start=1):
        _write_row(sheet, last, row, moment)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()


def _write_row(sheet, number: int, row: Iterable[Value], moment) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(number, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(number, column, value, moment)
        elif value is not None:
            sheet.write_number(number, column, value)


def _values(
    event: Event, people: QuerySet[Registration], columns: list[str], questions: Sequence[Question]
) -> Iterator[list[Value]]:
    """The rows, read from the database in parcels as plain values: a model for each would take most of the time."""
    known, parcel = columns_with(questions), _Parcel([q for q in questions if _name(q) in columns])
    readings = _readings(event) | {_name(q): partial(parcel.answer, q.identifier) for q in questions}
    sources = list(dict.fromkeys(["pk", *(source for name in columns for source in known[name].sources)]))
    cells = [
        (readings.get(name), [sources.index(source) for source in known[name].sources]) for name in columns
    ]
    rows = people.annotate(listed=_LISTED).values_list(*sources).iterator(chunk_size=_ROWS_AT_ONCE)
    return (
        [read(*(values[at] for at in places)) if read else values[places[0]] for read, places in cells]
        for values in parcel.by_parcel(rows)
    )


class _Parcel:
    """The answers of as many people as are read at once, in the language of the call."""

    def __init__(self, questions: list[Question]):
        self.questions, self.language = questions, get_language()
        self.said: dict[int, dict[str, str]] = {}

    def by_parcel(self, rows: Iterator[tuple]) -> Iterator[tuple]:
        """The rows as they come; before each parcel the answers of its people are read."""
        while parcel := list(islice(rows, _ROWS_AT_ONCE)):
            with translation.override(self.language):
                self.said = said_by([values[0] for values in parcel], self.questions)
            yield from parcel

    def answer(self, identifier: str, person: int) -> str:
        return self.said.get(person, {}).get(identifier, "")


def _name(question: Question) -> str:
    """A column's name in the address."""
    return f"answers.{question.identifier}"


def _readings(event: Event) -> dict[str, Callable[..., Value]]:
    """How a value is said, for the columns whose stored form is not what a person reads. Labels are looked up once."""
    german = not (get_language() or "de").startswith("en")
    return {
        "state": {value: str(label) for value, label in RegistrationState.choices}.get,
        "category": {value: str(label) for value, label in Category.choices}.get,
        "language": {value: str(label) for value, label in Language.choices}.get,
        "place": places_in_line(event).get,
        "project": lambda de, en: (de or en) if german else (en or de),
        "listed": {True: gettext("yes"), False: gettext("no")}.get,
        "registered_at": _in_berlin,
        "came_at": _in_berlin,
    }


def _in_berlin(moment: datetime | None) -> datetime | None:
    """The moment as a clock in Berlin shows it: spreadsheets know no time zones."""
    return timezone.make_naive(moment).replace(microsecond=0) if moment else None
