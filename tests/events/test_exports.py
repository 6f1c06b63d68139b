import csv
from io import StringIO

import pytest

from events.enums import RegistrationState
from events.exports import BYTE_ORDER_MARK, as_text, write_attendees
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.django_db


def table(event, **options):
    file = StringIO()
    write_attendees(event.registrations.all(), file, **options)
    text = file.getvalue()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text.removeprefix(BYTE_ORDER_MARK)), delimiter=";"))


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_no_cell_becomes_a_formula(start):
    assert as_text(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_spaces_before_a_formula_do_not_help_it():
    assert as_text("  =1+1") == "'  =1+1"


@pytest.mark.parametrize("text", ["Öztürk", "a=b", "", "1-2", "x@example.org"])
def test_ordinary_text_stays_as_it_is(text):
    assert as_text(text) == text


def test_every_typed_column_is_defused():
    event = make_event()
    make_registration(
        event, given_name="=1+1", family_name="@cmd", organisation="+49", email="-a@example.org"
    )

    [_heading, row] = table(event)

    assert row[2:6] == ["'@cmd", "'=1+1", "'-a@example.org", "'+49"]


def test_semicolons_quotes_and_umlauts_survive():
    event = make_event()
    make_registration(event, organisation='Größe; "Süd"')

    [_heading, row] = table(event)

    assert row[5] == 'Größe; "Süd"'


def test_people_who_wait_are_marked_with_their_place():
    event = make_event()
    waiting = make_registration(event, state=RegistrationState.WAITING)

    [_heading, row] = table(event, places={waiting.pk: 1})

    assert row[:2] == [str(RegistrationState.WAITING.label), "1"]
