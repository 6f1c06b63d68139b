"""Acts on many people of the list: preview, act, report."""

import pytest

from events.services import selection
from networking.enums import Role
from notifications.models import Message
from tests.factories import make_event, make_organiser, make_registration

pytestmark = pytest.mark.django_db

LETTER = {
    "subject_de": "Raum geändert",
    "text_de": "Wir treffen uns im Saal 2.",
    "subject_en": "New room",
    "text_en": "We meet in room 2.",
    "key": "one-letter",
}


def address(event, act):
    return f"/en/organise/events/{event.slug}/attendees/many/{act}/"


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def reached(office, event, act, query):
    return [row.family_name for row in office.get(address(event, act) + query).context["reached"]]


def people(*registrations):
    return {"people": ",".join(str(row.uuid) for row in registrations)}


def test_the_preview_names_the_checked_rows_and_changes_nothing(office, event):
    chosen, _other = make_registration(event, family_name="Gewählt"), make_registration(event)

    assert reached(office, event, "cancel", f"?row={chosen.uuid}") == ["Gewählt"]
    assert set(event.registrations.values_list("state", flat=True)) == {"confirmed"}


def test_all_of_a_selection_are_those_its_filters_find(office, event):
    make_registration(event, family_name="Öztürk")
    make_registration(event, family_name="Andere")

    assert reached(office, event, "cancel", "?all=1&q=öztürk") == ["Öztürk"]


@pytest.mark.parametrize(("act", "names"), [
    ("message", ["confirmed", "held", "offered", "pending", "waiting"]),
    ("cancel", ["confirmed", "held", "offered", "pending", "waiting"]),
    ("approve", ["pending"]),
    ("decline", ["pending", "waiting"]),
])  # fmt: skip
def test_the_preview_leaves_out_whom_the_act_cannot_reach(office, event, act, names):
    states = ("confirmed", "held", "offered", "pending", "waiting", "cancelled", "declined", "expired")
    for state in states:
        make_registration(event, state=state, family_name=state)

    page = office.get(address(event, act) + "?all=1")

    assert [row.family_name for row in page.context["reached"]] == names
    assert page.context["number_left_out"] == len(states) - len(names)


def test_somebody_of_another_event_cannot_be_chosen(office, event):
    foreign = make_registration(make_event())

    assert reached(office, event, "cancel", f"?row={foreign.uuid}") == []
    office.post(address(event, "cancel"), people(foreign))
    foreign.refresh_from_db()
    assert foreign.state == "confirmed"


@pytest.mark.parametrize("query", ["", "?row=nonsense", "?row=0d0c8a2d-d919-44f6-b4f3-44eb14e34e5d"])
def test_nobody_chosen_is_said(office, event, query):
    answer = office.get(address(event, "cancel") + query)

    assert answer.status_code == 422
    assert "Choose at least one person" in answer.content.decode()


@pytest.mark.parametrize("people", ["", "nonsense", "1,2"])
def test_a_selection_that_cannot_be_read_is_refused(office, event, people):
    make_registration(event)

    assert office.post(address(event, "cancel"), {"people": people}).status_code == 422


def test_an_unknown_act_does_not_exist(office, event):
    assert office.get(address(event, "delete") + "?all=1").status_code == 404


def test_only_those_of_the_preview_are_cancelled(office, event):
    chosen, later = make_registration(event), make_registration(event)

    answer = office.post(address(event, "cancel"), people(chosen) | {"reason": "Raum zu klein"})

    chosen.refresh_from_db(), later.refresh_from_db()
    assert (chosen.state, later.state) == ("cancelled", "confirmed")
    assert "1 of 1 done" in answer.content.decode()


def test_the_report_says_who_not_and_why(office):
    event = make_event(capacity=1, waiting_list="off")
    rows = [make_registration(event, state="pending", family_name=name) for name in ("Erste", "Zweite")]

    text = office.post(address(event, "approve"), people(*rows)).content.decode()

    assert "1 of 2 done" in text
    assert "Zweite, Grete" in text
    assert "No seat is free and this event has no waiting list." in text


def test_people_who_cannot_be_cancelled_any_more_stay_as_they_are(office, event):
    gone = make_registration(event, state="declined")

    office.post(address(event, "cancel"), people(gone))

    gone.refresh_from_db()
    assert gone.state == "declined"


def test_declining_many_notes_the_reason(office, event):
    rows = [make_registration(event, state="pending") for _ in range(2)]

    office.post(address(event, "decline"), people(*rows) | {"reason": "Nur für Projekte"})

    assert [row.changes.get().reason for row in rows] == ["Nur für Projekte"] * 2


# --- a letter ---


def test_a_letter_is_shown_in_both_languages_before_it_is_sent(office, event):
    rows = make_registration(event, given_name="Cem"), make_registration(event, language="en")

    text = office.post(address(event, "message"), people(*rows) | LETTER).content.decode()

    assert "Guten Tag Cem" in text
    assert "Wir treffen uns im Saal 2." in text
    assert "We meet in room 2." in text
    assert Message.objects.count() == 0


def test_a_letter_is_sent_once_however_often_the_button_is_pressed(office, event):
    row = make_registration(event)

    for _ in range(2):
        answer = office.post(address(event, "message"), people(row) | LETTER | {"send": "1"})

    assert "1 of 1 done" in answer.content.decode()
    assert Message.objects.get().subject == "Raum geändert"


def test_a_letter_shows_markup_as_text(office, event):
    row = make_registration(event)

    answer = office.post(address(event, "message"), people(row) | LETTER | {"text_de": "<script>x</script>"})

    assert "<script>x" not in answer.content.decode()
    assert "&lt;script&gt;x" in answer.content.decode()


@pytest.mark.parametrize("fault", [
    {"subject_de": ""},
    {"text_de": ""},
    {"subject_de": "a\nb"},
    {"subject_de": "x" * 151},
    {"text_de": "x" * 5001},
    {"text_de": "\ue000manage\ue001"},
    {"subject_en": ""},
    {"text_en": ""},
])  # fmt: skip
def test_a_letter_that_cannot_be_sent_comes_back_as_typed(office, event, fault):
    row = make_registration(event)

    answer = office.post(address(event, "message"), people(row) | LETTER | fault | {"send": "1"})

    assert answer.status_code == 422
    assert [r.pk for r in answer.context["reached"]] == [row.pk]
    assert Message.objects.count() == 0


def test_more_people_than_one_step_takes_are_led_on(office, event, monkeypatch):
    monkeypatch.setattr(selection, "AT_ONCE", 2)
    rows = [make_registration(event) for _ in range(5)]

    first = office.post(address(event, "message"), people(*rows) | LETTER | {"send": "1"})
    rest = first.context["later"]["people"].value()
    second = office.post(address(event, "message"), {"people": rest} | LETTER | {"send": "1"})

    assert (first.context["number_later"], second.context["number_later"]) == (3, 1)
    assert Message.objects.count() == 4


def test_an_auditor_acts_on_nobody(signed_in, event):
    auditor = signed_in(make_organiser(Role.AUDITOR))

    assert auditor.get(address(event, "message") + "?all=1").status_code == 403
    assert "mpi-cb" not in auditor.get(f"/en/organise/events/{event.slug}/attendees/").content.decode()


def test_the_preview_of_many_is_read_in_few_queries(office, event, django_assert_max_num_queries):
    for _ in range(60):
        make_registration(event)

    with django_assert_max_num_queries(10):
        office.get(address(event, "message") + "?all=1")
