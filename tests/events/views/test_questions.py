"""The organisers' pages of an event's own questions."""

import pytest

from events.enums import Format, QuestionKind, TeamRole
from events.models import Question, TeamMember
from tests.factories import ask, make_event, make_organiser, make_person, make_registration, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def address(event, rest=""):
    return f"/en/organise/events/{event.slug}/questions/{rest}"


def typed(*options, **values) -> dict:
    """What the form sends: the question, and rows of (German text, places, identifier of the stored one)."""
    rows = {"choices-TOTAL_FORMS": len(options), "choices-INITIAL_FORMS": sum(1 for o in options if o[2])}
    for number, (label, places, former) in enumerate(options):
        rows |= {
            f"choices-{number}-{name}": value
            for name, value in {
                "label_de": label,
                "places": places,
                "former": former,
                "ORDER": number + 1 if label else "",
            }.items()
        }
    return {"label_de": "Welche Führung?", "kind": QuestionKind.LINE, "revision": "0"} | values | rows


def test_a_question_with_choices_is_built_without_script(office, event):
    sent = typed(
        ("Hafen", 12, ""), ("Halle", "", ""), ("", "", ""), kind=QuestionKind.ONE_OF, is_required="on"
    )

    answer = office.post(address(event, "new/"), sent)

    question = Question.objects.get()
    assert answer.url == address(event)
    assert (question.identifier, question.is_required) == ("welche-fuhrung", True)
    assert list(question.options.values_list("identifier", "places")) == [("hafen", 12), ("halle", None)]


def test_editing_keeps_what_was_chosen(office, event):
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")
    say(make_registration(event), tour, "harbour")
    sent = typed(("Hafen", "", "harbour"), ("Halle", "", "hall"), ("Dach", "", ""))

    answer = office.post(address(event, f"{tour.uuid}/"), sent | {"more": "1"})

    assert answer.url == address(event, f"{tour.uuid}/")
    assert list(tour.options.values_list("identifier", flat=True)) == ["harbour", "hall", "dach"]


def test_a_question_somebody_else_saved_meanwhile_shows_both_and_keeps_what_was_typed(office, event):
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")
    hers = typed(("Hafen", 5, "harbour"), ("Dach", "", ""), label_de="Wohin?", kind=QuestionKind.ONE_OF)
    office.post(address(event, f"{tour.uuid}/"), hers)
    mine = typed(("harbour", "", "harbour"), ("Halle", "", "hall"), label_de="Führung?", hint_de="Neu")

    refused = office.post(address(event, f"{tour.uuid}/"), mine | {"kind": QuestionKind.ONE_OF})

    assert refused.status_code == 422
    assert refused.context["differences"] == [
        ("German question", "Führung?", "Wohin?"),
        ("German hint", "Neu", "empty"),
        ("Choices", "harbour\nHalle", "Hafen | 5\nDach"),
    ]
    tour.refresh_from_db()
    assert (tour.label_de, tour.revision) == ("Wohin?", 1)

    form, rows = refused.context["form"], refused.context["choices"]
    again = {name: rows.data[name] for name in rows.data if name.startswith("choices-")}
    office.post(address(event, f"{tour.uuid}/"), mine | again | {"kind": form["kind"].value(), "revision": 1})

    tour.refresh_from_db()
    assert (tour.label_de, tour.hint_de) == ("Führung?", "Neu")
    assert [option.label_de for option in tour.options.all()] == ["harbour", "Halle"]


def test_a_question_that_is_as_typed_already_is_no_conflict(office, event):
    meal = ask(event, "meal")
    Question.objects.update(revision=3)

    answer = office.post(address(event, f"{meal.uuid}/"), typed(label_de=meal.label_de, kind=meal.kind))

    assert answer.url == address(event)


def test_a_condition_is_ticked(office, event):
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")

    office.post(address(event, "new/"), typed(label_de="Schuhe?", condition=["tour:harbour", "tour:hall"]))

    question = event.questions.get(identifier="schuhe")
    assert (question.shown_if, question.showing_values) == (tour, ["harbour", "hall"])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (typed(label_de=""), "label_de"),
        (typed(kind="pluto"), "kind"),
        (typed(kind=""), "kind"),
        (typed(identifier="=cmd"), "identifier"),
        (typed(identifier="Umlaut-ä"), "identifier"),
        (typed(condition=["pluto:yes"]), "condition"),
        (typed(condition=["a:yes", "b:yes"]), "condition"),
        (typed(kind=QuestionKind.ONE_OF), "kind"),
        (typed(("Hafen", "", "")), "kind"),
        (typed(label_de="bell\x07"), "label_de"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_at_its_field(office, event, sent, field):
    for name in "ab":
        ask(event, name, QuestionKind.YES_NO)

    answer = office.post(address(event, "new/"), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert event.questions.count() == 2


@pytest.mark.parametrize(("places", "former"), [("0", ""), ("-1", ""), ("many", ""), ("", "pluto")])
def test_a_choice_that_makes_no_sense_is_refused(office, event, places, former):
    answer = office.post(address(event, "new/"), typed(("Hafen", places, former), kind=QuestionKind.ONE_OF))

    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_a_refusal_of_the_service_is_told(office, event):
    first = ask(event, "first")
    answer = office.post(address(event, "new/"), typed(identifier=first.identifier))

    assert "Another question of this event has this identifier" in answer.content.decode()


@pytest.mark.parametrize(
    ("verb", "order"),
    [("up", ["b", "a", "c"]), ("down", ["a", "c", "b"]), ("remove", ["a", "c"]), ("retire", ["a", "c"])],
)
def test_the_list_s_buttons_do_what_they_say(office, event, verb, order):
    for name in "abc":
        ask(event, name)

    office.post(address(event, f"{event.questions.get(identifier='b').uuid}/{verb}/"))

    assert list(event.questions.asked().values_list("identifier", flat=True)) == order


def test_a_button_that_is_refused_says_why(office, event):
    first = ask(event, "first", QuestionKind.YES_NO)
    ask(event, "second", shown_if=first, shown_if_values="yes")

    page = office.post(address(event, f"{first.uuid}/remove/"), follow=True)

    assert "depends on this one" in page.content.decode()


def test_the_list_is_read_in_few_queries(office, event, django_assert_max_num_queries):
    first = ask(event, "first", QuestionKind.YES_NO)
    for number in range(20):
        ask(event, f"q{number}", QuestionKind.ONE_OF, ("a", 4), "b", shown_if=first, shown_if_values="yes")

    with django_assert_max_num_queries(12):
        assert office.get(address(event)).status_code == 200


def test_the_preview_shows_what_participants_are_asked(office, event):
    ask(event, "meal")
    ask(event, "table", is_organiser_only=True)

    page = office.get(address(event, "preview/")).content.decode()

    assert ("Frage meal?" in page, "Frage table?" in page) == (True, False)


@pytest.mark.parametrize("rest", ["", "new/", "preview/"])
def test_only_those_who_plan_the_event_build_its_questions(signed_in, rest):
    event, desk = make_event(), make_person()
    TeamMember.objects.create(event=event, person=desk, role=TeamRole.DESK)
    dialog = make_event(format=Format.DIALOG)

    assert signed_in(desk).get(address(event, rest)).status_code == 403
    assert signed_in(make_organiser()).get(address(dialog, rest)).status_code == 404


def test_a_question_of_another_event_does_not_exist_here(office, event):
    strange = ask(make_event(), "strange")

    assert office.get(address(event, f"{strange.uuid}/")).status_code == 404
    assert office.post(address(event, f"{strange.uuid}/remove/")).status_code == 404
