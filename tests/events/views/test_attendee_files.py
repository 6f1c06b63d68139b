"""Lists that leave the house: CSV, Excel, paper."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from events.enums import Category, Format, TeamRole
from events.models import TeamMember
from networking.models import AuditEntry
from tests.factories import make_event, make_organiser, make_person, make_registration

pytestmark = pytest.mark.django_db


def address(event, rest):
    return f"/en/organise/events/{event.slug}/attendees{rest}"


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def text_of(answer) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_file_holds_the_filtered_list_and_is_noted(office, event):
    make_registration(event, family_name="Öztürk", category=Category.SCIENCE)
    make_registration(event, family_name="Andere")

    answer = office.get(address(event, ".csv") + "?q=öztürk")

    content = text_of(answer)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="attendees-{event.slug}.csv"'
    assert len(content.splitlines()) == 2
    assert "Öztürk" in content


def test_it_is_noted_who_fetched_which_columns(office, event):
    office.get(address(event, ".csv") + "?column=email&column=family_name")

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.fields) == ("attendees.export", ["family_name", "email"])


def test_excel_gets_the_same_list(office, event):
    make_registration(event, family_name="Öztürk")
    make_registration(event, family_name="Andere")

    answer = office.get(address(event, ".xlsx") + "?q=öztürk&column=family_name")

    file = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    xml = file.read("xl/worksheets/sheet1.xml").decode()
    assert answer["Content-Disposition"] == f'attachment; filename="attendees-{event.slug}.xlsx"'
    assert ("Öztürk" in xml, "Andere" in xml) == (True, False)


@pytest.mark.parametrize("query", ["?column=password", "?column=", ""])
def test_unknown_columns_bring_the_usual_file(office, event, query):
    assert text_of(office.get(address(event, ".csv") + query)).startswith("State;")


@pytest.mark.parametrize("rest", [".csv", ".xlsx"])
def test_the_file_of_one_event_holds_nobody_of_another(office, event, rest):
    make_registration(make_event(), family_name="Kanarienvogel")

    body = b"".join(office.get(address(event, rest)).streaming_content)

    if rest == ".xlsx":
        body = ZipFile(BytesIO(body)).read("xl/worksheets/sheet1.xml")
    assert b"Kanarienvogel" not in body


@pytest.mark.parametrize("rest", [".csv", ".xlsx", "/export/"])
def test_the_file_of_a_confidential_event_is_its_owners(signed_in, rest):
    ada = make_person()
    event = make_event(format=Format.DIALOG, owner=ada)

    answer = signed_in(ada).get(address(event, rest))
    b"".join(answer.streaming_content if answer.streaming else [])
    assert answer.status_code == 200
    assert signed_in(make_organiser()).get(address(event, rest)).status_code == 404


@pytest.mark.parametrize(
    ("rest", "status"), [(".csv", 403), (".xlsx", 403), ("/export/", 403), ("/print/", 200)]
)
def test_the_desk_prints_but_takes_no_file(signed_in, event, rest, status):
    desk = make_person()
    TeamMember.objects.create(event=event, person=desk, role=TeamRole.DESK)

    assert signed_in(desk).get(address(event, rest)).status_code == status


def test_the_export_page_keeps_the_list_s_filters(office, event):
    make_registration(event, family_name="Öztürk")

    page = office.get(address(event, "/export/") + "?q=öztürk&state=confirmed&page=3")

    assert page.context["number"] == 1
    assert page.context["kept"] == [("q", "öztürk"), ("state", "confirmed")]


def test_the_paper_names_those_with_a_sure_seat_in_order(office, event):
    for name, state in (("Zander", "confirmed"), ("Özdemir", "confirmed"), ("Anders", "waiting")):
        make_registration(event, family_name=name, state=state)

    page = office.get(address(event, "/print/"))

    assert [row.family_name for row in page.context["lists"][0][1]] == ["Özdemir", "Zander"]
    assert AuditEntry.objects.get().verb == "attendees.print"


def test_the_paper_holds_no_addresses(office, event):
    make_registration(event, email="secret@example.org")

    assert "secret@example.org" not in office.get(address(event, "/print/")).content.decode()


def test_the_paper_follows_the_filters(office, event):
    make_registration(event, family_name="Wartet", state="waiting")
    make_registration(event, family_name="Sicher")

    page = office.get(address(event, "/print/") + "?state=waiting")

    assert [row.family_name for row in page.context["lists"][0][1]] == ["Wartet"]


@pytest.mark.parametrize("rest", [".csv", ".xlsx", "/print/", "/export/"])
def test_lists_are_read_in_few_queries(office, event, rest, django_assert_max_num_queries):
    for _ in range(40):
        make_registration(event)

    with django_assert_max_num_queries(14):
        answer = office.get(address(event, rest))
        if answer.streaming:
            b"".join(answer.streaming_content)
