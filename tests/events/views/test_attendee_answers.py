"""Answers in the organisers' lists, files and pages, and who may read what people need on site."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from events.enums import QuestionKind, TeamRole
from events.models import TeamMember
from networking.models import AuditEntry
from tests.factories import ask, make_event, make_organiser, make_person, make_registration, say

pytestmark = pytest.mark.django_db

SECRET = "Zöliakie"


def address(event, rest=""):
    return f"/en/organise/events/{event.slug}/attendees{rest}"


def text_of(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type", "").startswith("application/vnd"):
        return ZipFile(BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    return body.decode("utf-8-sig")


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def tour(event):
    """One goes to the harbour, one to the hall, one did not say."""
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")
    for name, choice in (("Anker", "harbour"), ("Balken", "hall"), ("Ohne", None)):
        guest = make_registration(event, family_name=name)
        say(guest, tour, *filter(None, [choice]))
    return tour


@pytest.fixture
def need(event):
    need = ask(event, "diet", is_need=True)
    guest = make_registration(event, family_name="Bedarf")
    say(guest, need, SECRET)
    return guest


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def member(event, role):
    person = make_person()
    TeamMember.objects.create(event=event, person=person, role=role)
    return person


def names(page) -> list[str]:
    return [row.family_name for row in page.context["page"]]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("tour:harbour", ["Anker"]),
        ("tour", ["Anker", "Balken"]),
        ("tour:pluto", []),
        ("pluto", []),
        (":", []),
        ("tour:harbour:x", []),
    ],
)
def test_the_list_is_narrowed_by_an_answer(office, event, tour, wanted, found):
    assert names(office.get(address(event, "/"), {"answer": wanted})) == found


def test_answers_are_columns_when_the_address_says_so(office, event, tour):
    page = office.get(address(event, "/") + "?show=tour&show=pluto")

    assert [row.answers_shown for row in page.context["page"]] == [
        [(tour, "Harbour")],
        [(tour, "Hall")],
        [(tour, "")],
    ]


def test_acts_on_many_reach_those_whom_the_answer_finds(office, event, tour):
    page = office.get(address(event, "/many/message/") + "?all=1&answer=tour:hall")

    assert [row.family_name for row in page.context["reached"]] == ["Balken"]


def test_columns_are_read_in_few_queries(office, event, django_assert_max_num_queries):
    questions = [ask(event, f"q{number}", QuestionKind.SOME_OF, "a", "b") for number in range(5)]
    for _number in range(30):
        guest = make_registration(event)
        for question in questions:
            say(guest, question, "a", "b")

    with django_assert_max_num_queries(20):
        office.get(address(event, "/") + "?" + "&".join(f"show=q{number}" for number in range(5)))


@pytest.mark.parametrize("rest", [".csv", ".xlsx"])
def test_files_have_a_column_named_by_the_identifier(office, event, tour, rest):
    content = text_of(
        office.get(address(event, rest) + "?column=family_name&column=answers.tour&answer=tour:hall")
    )

    assert ("Balken" in content, "Hall" in content, "tour" in content) == (True, True, True)
    assert "Anker" not in content


def test_an_answer_that_a_spreadsheet_would_compute_stays_text(office, event):
    remark = ask(event, "remark")
    say(make_registration(event), remark, "=cmd|' /C calc'!A0")

    content = text_of(office.get(address(event, ".csv") + "?column=answers.remark"))

    assert content.splitlines() == ["remark", "'=cmd|' /C calc'!A0"]


def test_answers_in_files_speak_the_language_of_the_page(office, event):
    eats = ask(event, "eats", QuestionKind.YES_NO)
    say(make_registration(event), eats, "yes")
    path = f"/organise/events/{event.slug}/attendees.csv?column=answers.eats"

    assert text_of(office.get(path)).splitlines() == ["eats", "ja"]
    assert text_of(office.get(f"/en{path}")).splitlines() == ["eats", "yes"]


def test_the_paper_has_one_list_for_each_choice(office, event, tour):
    page = office.get(address(event, "/print/") + "?by=tour")

    lists = [(label, [row.family_name for row in rows]) for label, rows in page.context["lists"]]
    assert lists == [("Harbour", ["Anker"]), ("Hall", ["Balken"]), ("no answer", ["Ohne"])]


class TestNeeds:
    @pytest.mark.parametrize(
        ("role", "knows"), [(TeamRole.OWNER, True), (TeamRole.DESK, True), (TeamRole.EDITOR, False)]
    )
    def test_only_those_who_prepare_read_them(self, signed_in, event, need, role, knows):
        client = signed_in(member(event, role))
        pages = [f"/{need.uuid}/", f"/{need.uuid}/answers/", "/?show=diet"]

        assert [SECRET in text_of(client.get(address(event, rest))) for rest in pages] == [knows] * 3
        assert len(names(client.get(address(event, "/?answer=diet")))) == knows
        assert len(names(client.get(address(event, f"/?answer=diet:{SECRET}")))) == knows

    def test_the_office_does_not_read_them_anywhere(self, office, event, need):
        pages = [
            f"/{need.uuid}/",
            "/?show=diet",
            "/print/?by=diet",
            "/print/?answer=diet",
            "/add/",
            "/export/",
        ]
        pages += [".csv", ".csv?column=answers.diet", ".xlsx?column=answers.diet", f"/{need.uuid}/answers/"]

        found = [
            rest
            for rest in pages
            if SECRET in (page := text_of(office.get(address(event, rest)))) or "diet" in page
        ]

        assert found == [
            "/?show=diet",
            "/print/?by=diet",
            "/print/?answer=diet",
        ]  # only the address repeats the word

    def test_a_file_holds_them_only_when_they_are_asked_for(self, signed_in, event, need):
        owner = signed_in(member(event, TeamRole.OWNER))

        assert SECRET not in text_of(owner.get(address(event, ".csv")))
        assert SECRET in text_of(owner.get(address(event, ".csv?column=answers.diet")))

    def test_whoever_may_not_read_them_cannot_overwrite_them(self, office, event, need):
        office.post(address(event, f"/{need.uuid}/answers/"), {"answers.diet": "nothing"})

        assert need.answers.get().value == SECRET

    def test_the_history_does_not_tell_which_need(self, signed_in, event, need):
        owner = signed_in(member(event, TeamRole.OWNER))

        owner.post(address(event, f"/{need.uuid}/answers/"), {"answers.diet": "vegan"})

        assert AuditEntry.objects.get(verb="answers.change").fields == ["needs"]


def test_an_organiser_writes_answers_and_those_only_they_give(office, event, tour):
    ask(event, "table", is_organiser_only=True, is_required=True)
    guest = event.registrations.get(family_name="Ohne")

    answer = office.post(
        address(event, f"/{guest.uuid}/answers/"), {"answers.tour": "hall", "answers.table": "7"}
    )

    assert answer.status_code == 302
    assert [str(row) for row in guest.answers.order_by("question__position")] == ["Hall", "7"]
    page = office.get(address(event, f"/{guest.uuid}/"))
    assert [step.reason for step in page.context["steps"]] == ["tour, table"]


def test_a_seat_on_a_full_tour_is_not_given_by_hand(office):
    event = make_event()
    tour = ask(event, "tour", QuestionKind.ONE_OF, ("harbour", 1))
    say(make_registration(event), tour, "harbour")
    guest = make_registration(event)

    answer = office.post(address(event, f"/{guest.uuid}/answers/"), {"answers.tour": "harbour"})

    assert answer.status_code == 422
    assert not guest.answers.exists()


def test_somebody_is_added_with_answers_and_nothing_is_insisted_on(office, event):
    ask(event, "meal", is_required=True)
    ask(event, "table", is_organiser_only=True)
    person = {
        "given_name": "Ada",
        "family_name": "L",
        "email": "ada@example.org",
        "language": "de",
        "key": "k",
    }

    answer = office.post(address(event, "/add/"), person | {"answers.table": "7"})

    assert answer.status_code == 302
    assert [str(row) for row in event.registrations.get().answers.all()] == ["7"]
