"""Suggestions that nobody answers fade; looking at them writes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from networking.enums import OpinionKind
from networking.models import ProjectMember, Showing, Suggestion
from networking.services import introductions, showings
from tests.factories import make_person, make_project

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def suggest(rank=1, **fields):
    """A suggestion to a project with a team of one."""
    project, other = make_project(), make_project()
    person = make_person()
    ProjectMember.objects.create(project=project, person=person)
    Suggestion.objects.create(
        project=project, other=other, rank=rank, score=1, computed_at=timezone.now(), **fields
    )
    return project, other, person


def note(*weeks, person=None):
    """Count at these weeks; the person, if any, signs in a day before each."""
    for week in weeks:
        with time_machine.travel(BEGIN + timedelta(weeks=week), tick=False):
            if person:
                person.last_login = timezone.now() - timedelta(days=1)
                person.save()
            showings.note()


def test_what_stood_before_a_team_for_four_weeks_counts_once():
    project, other, person = suggest()

    note(0, 1, 2, 4, person=person)

    assert showings.times() == {(project.slug, other.slug): 1}


def test_a_second_run_right_after_counts_nothing():
    _project, _other, person = suggest()

    note(0, 4, 4, 4, person=person)

    assert Showing.objects.get().times == 1


def test_it_counts_again_for_every_four_weeks():
    _project, _other, person = suggest()

    note(0, 4, 8, person=person)

    assert Showing.objects.get().times == 2


def test_a_team_that_never_looked_was_shown_nothing():
    suggest()

    note(0, 4, 8)

    assert showings.times() == {}


@pytest.mark.parametrize("fields", [{"rank": 6}, {"is_knowledge": True}], ids=["sixth", "knowledge"])
def test_what_the_page_does_not_show_first_is_not_counted(fields):
    _project, _other, person = suggest(**fields)

    note(0, 4, person=person)

    assert not Showing.objects.exists()


def test_what_was_shown_is_remembered_when_it_leaves_and_begins_a_new_period_when_it_returns():
    _project, _other, person = suggest()
    note(0, 4, person=person)

    Suggestion.objects.update(rank=9)
    note(5, person=person)
    Suggestion.objects.update(rank=1)
    note(6, 9, person=person)

    assert Showing.objects.get().times == 1


def test_what_leaves_before_it_counted_is_forgotten():
    suggest()
    note(0)

    Suggestion.objects.all().delete()
    note(1)

    assert not Showing.objects.exists()


def test_an_answer_starts_anew():
    project, other, person = suggest()
    note(0, 4, person=person)

    introductions.set_aside(project, other, OpinionKind.LATER, actor=person)

    assert showings.times() == {}


def test_asking_starts_anew_too():
    project, other, person = suggest()
    note(0, 4, person=person)

    introductions.ask(project, other, actor=person)

    assert showings.times() == {}


def test_the_statements_do_not_grow_with_the_suggestions(django_assert_max_num_queries):
    for _number in range(4):
        suggest()
    note(0)

    with django_assert_max_num_queries(9):
        note(4)
