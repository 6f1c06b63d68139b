import csv
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.utils import translation

from events import exports
from events.attendance import attendee_list
from events.enums import RegistrationState
from events.exports import COLUMNS, USUAL
from events.models import Registration
from networking.exports.cells import BYTE_ORDER_MARK
from tests.factories import make_event, make_project, make_registration, register_guest, tick

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def table(event, columns=USUAL):
    text = "".join(exports.csv_rows(event, attendee_list(event), columns))
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(StringIO(text.removeprefix(BYTE_ORDER_MARK)), delimiter=";"))


def sheet(event, columns=USUAL):
    file = BytesIO()
    exports.write_xlsx(event, attendee_list(event), columns, file)
    return ZipFile(file).read("xl/worksheets/sheet1.xml").decode()


def test_every_typed_column_is_defused():
    event = make_event()
    make_registration(
        event, given_name="=1+1", family_name="@cmd", organisation="+49", email="-a@example.org", note="=x"
    )

    [row] = table(event, COLUMNS)

    assert [
        row[str(COLUMNS[n].label)] for n in ("family_name", "given_name", "email", "organisation", "note")
    ] == [
        "'@cmd",
        "'=1+1",
        "'-a@example.org",
        "'+49",
        "'=x",
    ]


def test_semicolons_quotes_and_umlauts_survive():
    event = make_event()
    make_registration(event, organisation='Größe; "Süd"')

    [row] = table(event)

    assert row["Organisation"] == 'Größe; "Süd"'


def test_people_who_wait_are_marked_with_their_place():
    event = make_event()
    make_registration(event, state=RegistrationState.WAITING)

    [row] = table(event)

    assert (row["State"], row["Place in line"]) == (str(RegistrationState.WAITING.label), "1")


@pytest.mark.parametrize(("language", "title"), [("de", "Abwärme"), ("en", "Waste heat")])
def test_projects_are_named_in_the_reader_s_language(language, title):
    event = make_event()
    make_registration(event, project=make_project(title_de="Abwärme", title_en="Waste heat"))

    with translation.override(language):
        [row] = table(event, ["project"])

    assert list(row.values()) == [title]


def test_the_file_says_who_may_stand_on_the_attendee_list():
    event = make_event()
    register_guest(event, family_name="A", listed=("attendee-list",))
    register_guest(event, family_name="B")

    assert [list(row.values()) for row in table(event, ["listed"])] == [["yes"], ["no"]]


def test_times_are_those_of_berlin():
    event = make_event()
    tick(make_registration(event), at=datetime(2026, 12, 3, 14, 55, tzinfo=UTC))

    [row] = table(event)

    assert row["Came at"] == "2026-12-03 15:55"


def test_only_chosen_columns_stand_in_the_file_in_their_order():
    event = make_event()
    make_registration(event, family_name="Muster", email="m@example.org")

    assert table(event, ["family_name", "email"]) == [
        {"Family name": "Muster", "E-mail address": "m@example.org"}
    ]


def test_notes_stay_in_the_house_unless_somebody_chooses_them():
    assert "note" not in USUAL


def test_excel_stores_typed_text_as_text():
    event = make_event()
    make_registration(event, family_name="=1+1", given_name="007", organisation="https://example.org")

    xml = sheet(event)

    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert all(f"<t>{text}</t>" in xml for text in ("=1+1", "007", "https://example.org"))


def test_excel_stores_times_as_times():
    event = make_event()
    tick(make_registration(event), at=datetime(2026, 12, 3, 14, 55, tzinfo=UTC))

    assert ">46359.6631944" in sheet(event, ["came_at"])


def test_the_language_is_that_of_the_request_however_late_the_lines_are_made():
    event = make_event()

    with translation.override("en"):
        lines = exports.csv_rows(event, attendee_list(event), ["family_name"])
    with translation.override("de"):
        assert list(lines) == [f"{BYTE_ORDER_MARK}Family name\r\n"]


def test_an_empty_list_is_a_file_with_headings():
    assert "Family name" in sheet(make_event())


def test_a_file_is_read_in_two_queries_however_long(django_assert_num_queries):
    event = make_event()
    project = make_project()
    for _ in range(30):
        tick(make_registration(event, project=project))

    with django_assert_num_queries(2):
        table(event)


def test_a_long_list_takes_no_more_memory_than_a_short_one():
    event = make_event()
    Registration.objects.bulk_create(
        Registration(
            event=event,
            state="confirmed",
            given_name="Grete",
            family_name=f"Gast {number}",
            email=f"g{number}@example.org",
            email_key=f"g{number}@example.org",
            position=number,
        )
        for number in range(4000)
    )

    def peak(people):
        tracemalloc.start()
        for _row in exports.csv_rows(event, people, USUAL):
            pass
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(attendee_list(event, words="Gast 399"))  # imports and caches
    short, long = peak(attendee_list(event).filter(position__lt=1500)), peak(attendee_list(event))
    assert long < short * 1.5
