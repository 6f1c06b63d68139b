"""What is read of answers: in the reader's words, and never more than they may know."""

import pytest
from django.utils import translation

from events import questionnaire
from events.enums import QuestionKind
from tests.factories import ask, make_event, make_registration, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    return make_registration(make_event())


@pytest.mark.parametrize(
    ("kind", "stored", "german"),
    [
        (QuestionKind.YES_NO, "yes", "ja"),
        (QuestionKind.DATE, "2026-12-03", "03.12.2026"),
        (QuestionKind.NUMBER, "12", "12"),
        (QuestionKind.LINE, "yes", "yes"),
    ],
)
def test_answers_are_told_in_words(guest, kind, stored, german):
    say(guest, ask(guest.event, "x", kind), stored)

    with translation.override("de"):
        assert [said for _question, said in questionnaire.answers_of(guest)] == [german]


def test_my_data_have_my_answers_without_what_only_organisers_write(guest):
    colours = ask(guest.event, "colours", QuestionKind.SOME_OF, "red", "blue")
    say(guest, colours, "blue", "red")
    say(guest, ask(guest.event, "diet", is_need=True), "vegan")
    say(guest, ask(guest.event, "table", is_organiser_only=True), "7")

    found = [(question.identifier, said) for question, said in questionnaire.answers_of(guest)]

    assert found == [("colours", "Red, Blue"), ("diet", "vegan")]


def test_one_persons_answers_are_read_at_once(guest, django_assert_num_queries):
    for number in range(10):
        say(guest, ask(guest.event, f"q{number}", QuestionKind.SOME_OF, "a", "b"), "a", "b")

    with django_assert_num_queries(1):
        questionnaire.answers_of(guest)
