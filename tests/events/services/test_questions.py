"""Building questions: what was answered keeps its meaning, and no condition can go round in a circle."""

import pytest

from events.enums import QuestionKind
from events.errors import (
    ChoiceChosen,
    ConditionImpossible,
    IdentifierTaken,
    KindFixed,
    NeedsStayProtected,
    PlacesBelowTaken,
    QuestionAnswered,
    QuestionFollowed,
)
from events.models import Question
from events.services import planning, questions
from events.services.questions import Option, Planned
from networking.models import AuditEntry
from tests.factories import ask, make_event, make_organiser, make_registration, register_guest, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_organiser()


@pytest.fixture
def event():
    return make_event()


def plan(**values) -> Planned:
    return Planned(**({"kind": QuestionKind.LINE, "label_de": "Essen?"} | values))


def as_it_is(question, **values) -> Planned:
    names = ("kind", "label_de", "is_need", "is_organiser_only", "shown_if")
    options = [Option(o.label_de, "", o.places, o.identifier) for o in question.options.all()]
    same = {name: getattr(question, name) for name in names}
    return Planned(**(same | {"showing": tuple(question.showing_values), "options": options} | values))


def order(event) -> list[str]:
    return [question.identifier for question in event.questions.asked()]


def test_identifiers_are_made_of_the_text_and_once_per_event(event, ada):
    labels = ["Große Führung durch den Hafen am Abend?", "Essen?", "Essen?", "2. Tag?", "？"]

    made = [questions.add(event, plan(label_de=label), actor=ada).identifier for label in labels]

    assert made == ["grosse-fuhrung-durch-den-hafen", "essen", "essen-2", "x-2-tag", "x"]


def test_an_identifier_is_not_given_twice(event, ada):
    ask(event, "meal")

    with pytest.raises(IdentifierTaken):
        questions.add(event, plan(identifier="meal"), actor=ada)


def test_editing_keeps_identifiers_and_the_order_that_was_typed(event, ada):
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")
    options = [Option("Die Halle", "", 5, "hall"), Option("Dach"), Option("Hafen", "", None, "harbour")]

    questions.edit(
        tour, as_it_is(tour, label_de="Wohin?", options=options), actor=ada, revision=tour.revision
    )

    assert list(tour.options.values_list("identifier", "label_de", "places")) == [
        ("hall", "Die Halle", 5),
        ("dach", "Dach", None),
        ("harbour", "Hafen", None),
    ]
    assert Question.objects.get().identifier == "tour"


def test_the_kind_stays_once_somebody_answered(event, ada):
    meal = ask(event, "meal")
    say(make_registration(event), meal, "Suppe")

    with pytest.raises(KindFixed):
        questions.edit(meal, as_it_is(meal, kind=QuestionKind.TEXT), actor=ada, revision=meal.revision)


def test_a_choice_that_was_chosen_is_not_removed(event, ada):
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")
    say(make_registration(event, state="cancelled"), tour, "harbour")

    with pytest.raises(ChoiceChosen):
        questions.edit(
            tour,
            as_it_is(tour, options=[Option("Halle", "", None, "hall")]),
            actor=ada,
            revision=tour.revision,
        )
    assert tour.options.count() == 2


def test_places_do_not_fall_below_those_taken(event, ada):
    tour = ask(event, "tour", QuestionKind.ONE_OF, ("harbour", 3))
    for _number in range(2):
        say(make_registration(event), tour, "harbour")

    with pytest.raises(PlacesBelowTaken, match="2"):
        questions.edit(
            tour,
            as_it_is(tour, options=[Option("Hafen", "", 1, "harbour")]),
            actor=ada,
            revision=tour.revision,
        )


def test_more_places_go_to_those_who_wait_for_them(event, ada):
    tour = ask(event, "tour", QuestionKind.ONE_OF, ("harbour", 1))
    harbour = tour.options.get()
    _first, second = (register_guest(event, answers={tour: (harbour,)}) for _number in range(2))
    assert second.state == "waiting"

    questions.edit(
        tour, as_it_is(tour, options=[Option("Hafen", "", 2, "harbour")]), actor=ada, revision=tour.revision
    )

    second.refresh_from_db()
    assert second.state == "confirmed"


def test_a_question_that_was_answered_is_retired_and_not_removed(event, ada):
    meal = ask(event, "meal")
    say(make_registration(event), meal, "Suppe")

    with pytest.raises(QuestionAnswered):
        questions.remove(meal, actor=ada)
    questions.retire(meal, actor=ada)

    assert (order(event), meal.answers.count()) == ([], 1)


def test_a_retired_question_comes_back_at_the_end(event, ada):
    first, _second = ask(event, "first"), ask(event, "second")
    questions.retire(first, actor=ada)

    questions.resume(first, actor=ada)

    assert order(event) == ["second", "first"]


def test_questions_change_places(event, ada):
    for name in "abc":
        ask(event, name)

    questions.move(event.questions.get(identifier="c"), up=True, actor=ada)
    questions.move(event.questions.get(identifier="a"), up=True, actor=ada)
    questions.move(event.questions.get(identifier="a"), up=False, actor=ada)

    assert order(event) == ["c", "a", "b"]


class TestConditions:
    @pytest.fixture
    def eats(self, event):
        return ask(event, "eats", QuestionKind.YES_NO)

    @pytest.fixture
    def meal(self, event, eats):
        return ask(event, "meal", QuestionKind.ONE_OF, "soup", shown_if=eats, shown_if_values="yes")

    @pytest.mark.parametrize("showing", [("perhaps",), ("yes", "perhaps")])
    def test_a_condition_names_answers_that_exist(self, event, ada, eats, showing):
        with pytest.raises(ConditionImpossible):
            questions.add(event, plan(shown_if=eats, showing=showing), actor=ada)

    def test_a_text_shows_nothing(self, event, ada):
        with pytest.raises(ConditionImpossible):
            questions.add(event, plan(shown_if=ask(event, "name"), showing=("x",)), actor=ada)

    def test_a_condition_belongs_to_the_same_event(self, event, ada):
        strange = ask(make_event(), "eats", QuestionKind.YES_NO)

        with pytest.raises(ConditionImpossible):
            questions.add(event, plan(shown_if=strange, showing=("yes",)), actor=ada)

    def test_a_question_cannot_depend_on_itself(self, ada, eats):
        with pytest.raises(ConditionImpossible):
            questions.edit(
                eats, as_it_is(eats, shown_if=eats, showing=("yes",)), actor=ada, revision=eats.revision
            )

    def test_two_questions_cannot_depend_on_each_other(self, ada, eats, meal):
        with pytest.raises(ConditionImpossible):
            questions.edit(
                eats, as_it_is(eats, shown_if=meal, showing=("soup",)), actor=ada, revision=eats.revision
            )

    def test_a_condition_stays_above_what_depends_on_it(self, ada, eats, meal):
        with pytest.raises(ConditionImpossible):
            questions.move(meal, up=True, actor=ada)
        with pytest.raises(ConditionImpossible):
            questions.move(eats, up=False, actor=ada)

    def test_what_others_depend_on_stays(self, ada, eats, meal):
        for act in (questions.remove, questions.retire):
            with pytest.raises(QuestionFollowed, match="meal"):
                act(eats, actor=ada)

    def test_an_answer_others_depend_on_stays(self, event, ada, meal):
        ask(event, "spoon", shown_if=meal, shown_if_values="soup")

        with pytest.raises(QuestionFollowed, match="spoon"):
            questions.edit(meal, as_it_is(meal, options=[Option("Salat")]), actor=ada, revision=meal.revision)

    def test_participants_questions_do_not_hang_on_organisers_answers(self, event, ada):
        paid = ask(event, "paid", QuestionKind.YES_NO, is_organiser_only=True)

        with pytest.raises(ConditionImpossible):
            questions.add(event, plan(shown_if=paid, showing=("yes",)), actor=ada)


class TestNeeds:
    def test_a_need_has_no_places_that_others_would_see(self, event, ada):
        planned = plan(kind=QuestionKind.ONE_OF, is_need=True, options=[Option("Rollstuhl", "", 3)])

        with pytest.raises(NeedsStayProtected):
            questions.add(event, planned, actor=ada)

    def test_what_depends_on_a_need_is_a_need(self, event, ada):
        need = ask(event, "wheelchair", QuestionKind.YES_NO, is_need=True)

        with pytest.raises(NeedsStayProtected):
            questions.add(event, plan(shown_if=need, showing=("yes",)), actor=ada)
        questions.add(event, plan(shown_if=need, showing=("yes",), is_need=True), actor=ada)

    def test_what_was_answered_as_a_need_stays_one(self, event, ada):
        need = ask(event, "diet", is_need=True)
        say(make_registration(event), need, "vegan")

        with pytest.raises(NeedsStayProtected):
            questions.edit(need, as_it_is(need, is_need=False), actor=ada, revision=need.revision)

    def test_a_question_that_a_plain_one_follows_does_not_become_a_need(self, event, ada):
        first = ask(event, "first", QuestionKind.YES_NO)
        ask(event, "second", shown_if=first, shown_if_values="yes")

        with pytest.raises(NeedsStayProtected):
            questions.edit(first, as_it_is(first, is_need=True), actor=ada, revision=first.revision)


def test_every_act_stands_in_the_ledger(event, ada):
    meal = questions.add(event, plan(), actor=ada)
    questions.edit(meal, as_it_is(meal), actor=ada, revision=meal.revision)
    questions.retire(meal, actor=ada)
    questions.resume(meal, actor=ada)
    questions.remove(meal, actor=ada)

    acts = AuditEntry.objects.filter(actor=ada).order_by("pk")
    assert [(act.verb, act.fields) for act in acts] == [
        (f"question.{verb}", ["essen"]) for verb in ("add", "edit", "retire", "resume", "remove")
    ]


def test_a_draft_is_deleted_with_its_questions(ada):
    draft = make_event(draft=True)
    first = ask(draft, "first", QuestionKind.ONE_OF, "a")
    ask(draft, "second", shown_if=first, shown_if_values="a")

    planning.delete(draft, actor=ada)

    assert not Question.objects.exists()
