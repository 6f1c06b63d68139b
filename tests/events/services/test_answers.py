"""Answers are rows beside a registration: written with it, replaced by a change, gone with it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.enums import Category, QuestionKind
from events.errors import AnswersOutdated
from events.models import Answer, Choice, Question
from events.services import retention
from events.services.registration import cancel, change, register
from networking.models import AuditEntry
from tests.factories import ask, make_contact, make_event, make_registration, register_guest, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event()


def said(registration) -> list[tuple[str, str]]:
    rows = registration.answers.order_by("question__position", "choice__position")
    return [(row.question.identifier, str(row)) for row in rows]


@pytest.mark.parametrize("email", ["new@example.org", "known@example.org"])
@pytest.mark.parametrize("what", ["choice", "question"])
def test_what_is_asked_no_more_is_refused_instead_of_breaking(event, what, email):
    """Somebody filled the form in while an organiser removed what they answered; a known address learns no more."""
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")
    register_guest(event, email="known@example.org")
    chosen = tour.options.get(identifier="hall")
    removed = (
        Question.objects.filter(pk=tour.pk) if what == "question" else Choice.objects.filter(pk=chosen.pk)
    )
    removed.delete()

    with pytest.raises(AnswersOutdated), transaction.atomic():
        register(event, make_contact(email=email, answers={tour: (chosen,)}))

    connection.check_constraints()
    assert event.registrations.count() == 1


def test_answers_cost_few_statements_under_the_lock(event):
    tour = ask(event, "tour", QuestionKind.SOME_OF, "harbour", "hall")
    answers = {tour: tuple(tour.options.all())} | {ask(event, f"q{n}"): "x" for n in range(20)}
    plain, asking = make_contact(), make_contact(answers=answers)

    with CaptureQueriesContext(connection) as without:
        register(event, plain)
    with CaptureQueriesContext(connection) as with_answers:
        register(event, asking)

    assert len(with_answers) - len(without) == 2  # are they still asked, and the rows
    assert Answer.objects.count() == 22


def test_a_change_replaces_what_was_asked_and_leaves_the_rest(event):
    tour, meal = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall"), ask(event, "meal")
    table = ask(event, "table", is_organiser_only=True)
    guest = register_guest(event, answers={tour: (tour.options.first(),), meal: "Suppe"})
    say(guest, table, "7")

    change(guest, make_contact(answers={tour: (tour.options.last(),), meal: ""}))

    assert said(guest) == [("tour", "Hall"), ("table", "7")]


def test_a_change_of_answers_is_noted_without_them(event):
    meal = ask(event, "meal")
    guest = register_guest(event, answers={meal: "Suppe"})
    same = {name: getattr(guest, name) for name in ("given_name", "family_name", "organisation")}

    change(guest, make_contact(**same, category=Category.OTHER, answers={meal: "Suppe"}))
    assert not AuditEntry.objects.filter(verb="registration.change").exists()
    change(guest, make_contact(**same, category=Category.OTHER, answers={meal: "Salat"}))

    assert AuditEntry.objects.get(verb="registration.change").fields == ["answers"]


def test_whoever_registers_again_answers_anew(event):
    meal, shoes = ask(event, "meal"), ask(event, "shoes")
    guest = register_guest(event, email="ada@example.org", answers={meal: "Suppe"})
    cancel(guest)

    register(event, make_contact(email="ada@example.org", answers={shoes: "42"}))

    assert said(guest) == [("shoes", "42")]


def test_the_same_form_with_other_answers_is_another_content(event):
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour", "hall")
    harbour, hall = tour.options.all()
    same = {"email": "ada@example.org", "family_name": "L"}

    digests = {make_contact(**same, answers={tour: (choice,)}).digest for choice in (harbour, hall)}

    assert len(digests) == 2


@pytest.mark.parametrize("columns", [{}, {"value": "x", "with_choice": True}])
def test_a_row_is_a_choice_or_a_value(event, columns):
    tour = ask(event, "tour", QuestionKind.ONE_OF, "harbour")
    choice = tour.options.get() if columns.pop("with_choice", False) else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(registration=make_registration(event), question=tour, choice=choice, **columns)


def test_a_value_and_a_choice_are_there_once(event):
    meal, tour = ask(event, "meal"), ask(event, "tour", QuestionKind.ONE_OF, "harbour")
    guest = make_registration(event)
    say(guest, meal, "Suppe")
    say(guest, tour, "harbour")

    for question, value in ((meal, "Salat"), (tour, "harbour")):
        with pytest.raises(IntegrityError), transaction.atomic():
            say(guest, question, value)


def test_half_a_condition_is_impossible(event):
    meal = ask(event, "meal")

    with pytest.raises(IntegrityError), transaction.atomic():
        ask(event, "spoon", shown_if=meal)
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(event, "fork", shown_if_values="soup")


class TestRetention:
    def past(self, days):
        start = timezone.now() - timedelta(days=days, hours=3)
        return make_event(starts_at=start, ends_at=start + timedelta(hours=2))

    def test_needs_go_two_weeks_after_the_event_and_other_answers_stay(self):
        over, fresh = self.past(15), self.past(13)
        for event in (over, fresh):
            diet, shoes = ask(event, "diet", is_need=True), ask(event, "shoes")
            guest = make_registration(event)
            say(guest, diet, "vegan")
            say(guest, shoes, "42")

        assert retention.forget_needs_due() == 1
        assert said(over.registrations.get()) == [("shoes", "42")]
        assert len(said(fresh.registrations.get())) == 2

    def test_all_answers_go_with_the_names(self):
        event = self.past(400)
        say(make_registration(event), ask(event, "shoes"), "42")

        retention.anonymise_due()

        assert not Answer.objects.exists()
