"""An event's questions as fields: what is asked, what counts, what is stored."""

import pytest
from django.utils import translation

from events.enums import QuestionKind, WaitingList
from events.forms.registration import ChangeForm, ContactForm
from events.models import Answer
from events.services.registration import register
from tests.factories import ask, make_event, make_registration, register_guest, say

pytestmark = pytest.mark.django_db

NAME = {"given_name": "Mira", "family_name": "Muster", "email": "mira@example.org"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def filled_in(event, **answers) -> ContactForm:
    typed = {f"answers.{name}": value for name, value in answers.items()}
    return ContactForm(NAME | typed, event=event, language="en")


def valid(event, **answers):
    form = filled_in(event, **answers)
    assert form.is_valid(), form.errors
    return form.contact()


def errors(form) -> dict:
    return {name.removeprefix("answers."): list(found)[0] for name, found in form.errors.items()}


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (QuestionKind.LINE, "  Rollen & Räder ", "Rollen & Räder"),
        (QuestionKind.TEXT, "eins\nzwei", "eins\nzwei"),
        (QuestionKind.NUMBER, "0", "0"),
        (QuestionKind.NUMBER, "-012", "-12"),
        (QuestionKind.YES_NO, "no", "no"),
        (QuestionKind.DATE, "2026-12-03", "2026-12-03"),
        (QuestionKind.LINE, "", ""),
        (QuestionKind.NUMBER, "", ""),
    ],
)
def test_every_kind_is_stored_so_that_it_compares(kind, typed, stored):
    event = make_event()
    question = ask(event, "x", kind)

    form = filled_in(event, x=typed)

    assert form.is_valid(), form.errors
    assert form.contact().answers == {question: stored}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (QuestionKind.NUMBER, "zwölf"),
        (QuestionKind.NUMBER, "1" * 5000),
        (QuestionKind.NUMBER, "1e3"),
        (QuestionKind.NUMBER, "NaN"),
        (QuestionKind.DATE, "2026-02-30"),
        (QuestionKind.DATE, "0001-01-01"),
        (QuestionKind.YES_NO, "maybe"),
        (QuestionKind.LINE, "x" * 301),
        (QuestionKind.LINE, "two\nlines"),
        (QuestionKind.TEXT, "x" * 10_000_000),
        (QuestionKind.TEXT, "bell\x07"),
        (QuestionKind.ONE_OF, "pluto"),
        (QuestionKind.SOME_OF, ["red", "pluto"]),
    ],
)
def test_what_is_no_answer_of_the_kind_is_refused(kind, typed):
    event = make_event()
    ask(event, "x", kind, *(["red", "blue"] if kind in (QuestionKind.ONE_OF, QuestionKind.SOME_OF) else []))

    form = filled_in(event, x=typed)

    assert list(form.errors) == ["answers.x"]


def test_choices_of_another_event_are_unknown():
    event = make_event()
    ask(event, "tour", QuestionKind.ONE_OF, "harbour")
    ask(make_event(), "tour", QuestionKind.ONE_OF, "hall")

    assert "tour" in errors(filled_in(event, tour="hall"))


def test_several_choices_are_one_row_each():
    event = make_event()
    ask(event, "colours", QuestionKind.SOME_OF, "red", "blue", "green")

    register(event, valid(event, colours=["green", "red"]))

    rows = Answer.objects.order_by("choice__position")
    assert [(row.choice.identifier, row.value) for row in rows] == [("red", ""), ("green", "")]


def test_what_must_be_answered_is_asked_for():
    event = make_event()
    ask(event, "meal", is_required=True)

    assert errors(filled_in(event)) == {"meal": "Please answer this question."}


class TestConditions:
    @pytest.fixture
    def event(self):
        """Do you eat? -> which meal? -> which nuts not?; all must be answered."""
        event = make_event()
        eats = ask(event, "eats", QuestionKind.YES_NO, is_required=True)
        chain = {"is_required": True}
        meal = ask(
            event, "meal", QuestionKind.ONE_OF, "nuts", "soup", shown_if=eats, shown_if_values="yes", **chain
        )
        ask(event, "which", QuestionKind.NUMBER, shown_if=meal, shown_if_values="nuts rice", **chain)
        return event

    def said(self, event, **answers):
        return {question.identifier: said for question, said in valid(event, **answers).answers.items()}

    def test_a_hidden_question_needs_no_answer_even_if_required(self, event):
        assert self.said(event, eats="no") == {"eats": "no", "meal": (), "which": ""}

    def test_what_is_sent_for_a_hidden_question_is_not_stored(self, event):
        assert self.said(event, eats="no", meal="soup")["meal"] == ()

    def test_hiding_goes_on_to_what_depends_on_the_hidden(self, event):
        assert self.said(event, eats="no", meal="nuts", which="7")["which"] == ""

    def test_nonsense_for_a_hidden_question_is_no_fault(self, event):
        assert self.said(event, eats="no", meal="pluto", which="seven")["which"] == ""

    def test_a_shown_question_must_be_answered(self, event):
        assert list(errors(filled_in(event, eats="yes", meal="nuts"))) == ["which"]

    def test_a_question_is_hidden_while_its_condition_is_answered_wrongly(self, event):
        assert list(errors(filled_in(event, eats="perhaps"))) == ["eats"]


class TestPlaces:
    @pytest.fixture
    def event(self):
        return make_event(waiting_list=WaitingList.OFF)

    def test_a_full_choice_is_refused_with_its_name(self, event):
        tour = ask(event, "tour", QuestionKind.ONE_OF, ("harbour", 1), "hall")
        say(make_registration(event), tour, "harbour")

        assert errors(filled_in(event, tour="harbour")) == {
            "tour": "“Harbour” is full. Please choose something else."
        }

    def test_who_has_the_place_keeps_it(self, event):
        tour = ask(event, "tour", QuestionKind.ONE_OF, ("harbour", 1), "hall")
        guest = make_registration(event)
        say(guest, tour, "harbour")

        form = ChangeForm(NAME | {"answers.tour": "harbour"}, registration=guest, language="en")

        assert form.is_valid(), form.errors

    def test_a_cancelled_registration_takes_no_place(self, event):
        tour = ask(event, "tour", QuestionKind.ONE_OF, ("harbour", 1))
        say(make_registration(event, state="cancelled"), tour, "harbour")

        assert valid(event, tour="harbour").needs.choices == {tour.options.get().pk}

    def test_where_people_may_wait_a_full_choice_can_be_chosen(self):
        event = make_event()
        tour = ask(event, "tour", QuestionKind.ONE_OF, ("harbour", 1))
        say(make_registration(event), tour, "harbour")

        form = filled_in(event, tour="harbour")

        assert form.is_valid()
        assert "full: with this choice you join the waiting list" in str(form["answers.tour"])


def test_organisers_questions_and_retired_ones_are_not_asked():
    event = make_event()
    ask(event, "table", is_organiser_only=True)
    ask(event, "old", is_retired=True)

    assert filled_in(event, table="7", old="x").questions == []


def test_the_changing_form_shows_what_was_answered():
    event = make_event()
    tour = ask(event, "tour", QuestionKind.SOME_OF, "harbour", "hall", "roof")
    shoes = ask(event, "shoes", QuestionKind.NUMBER)
    guest = register_guest(event)
    say(guest, tour, "harbour", "roof")
    say(guest, shoes, "42")

    form = ChangeForm(registration=guest, language="en")

    assert (form["answers.tour"].value(), form["answers.shoes"].value()) == (["harbour", "roof"], "42")


def test_an_event_without_questions_reads_one_row_more(django_assert_num_queries):
    event = make_event()

    with django_assert_num_queries(1):
        ContactForm(event=event, language="en")


def test_many_questions_are_read_in_three_queries(django_assert_num_queries):
    event = make_event()
    first = ask(event, "q0", QuestionKind.YES_NO)
    for number in range(1, 8):
        ask(event, f"q{number}", QuestionKind.ONE_OF, ("a", 3), "b", shown_if=first, shown_if_values="yes")

    with django_assert_num_queries(3):
        [str(asked.field) for asked in ContactForm(event=event, language="en").asked_questions()]
