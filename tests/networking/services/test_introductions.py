"""Two projects find each other, or do not, and nobody learns more than they should."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from networking.enums import IntroductionState, Misfit, OpinionKind, Outcome
from networking.errors import IntroductionGone
from networking.models import Introduction, Opinion, ProjectMember
from networking.services import introductions
from notifications.models import Message
from tests.factories import make_person, make_project

pytestmark = pytest.mark.django_db


def team_of(project, **fields):
    person = make_person(**fields)
    ProjectMember.objects.create(project=project, person=person, is_contact=True)
    return person


@pytest.fixture
def sides():
    """Two projects and a member of each."""
    heat, steel = make_project(title_de="Abwärme"), make_project(title_de="Stahl")
    return heat, steel, team_of(heat, email="heat@example.org"), team_of(steel, email="steel@example.org")


def mails():
    return [(mail.kind, mail.to_email) for mail in Message.objects.order_by("pk")]


def test_a_request_reaches_the_other_team_without_the_name_of_who_asks(sides):
    heat, steel, ada, _ben = sides

    introductions.ask(heat, steel, actor=ada, message="Reden wir über Abwärme?")

    mail = Message.objects.get()
    assert (mail.kind, mail.to_email) == ("introduction_asked", "steel@example.org")
    assert ada.email not in mail.text
    assert ada.family_name not in mail.text


def test_a_yes_gives_both_teams_the_other_sides_contact(sides):
    heat, steel, ada, ben = sides
    asked = introductions.ask(heat, steel, actor=ada)

    introductions.accept(asked, actor=ben)

    made = {mail.to_email: mail.text for mail in Message.objects.filter(kind="introduction_made")}
    assert made.keys() == {ada.email, ben.email}
    assert ben.email in made[ada.email]
    assert ada.email in made[ben.email]


def test_asking_who_has_asked_already_introduces_both_at_once(sides):
    heat, steel, ada, ben = sides
    introductions.ask(heat, steel, actor=ada)

    made = introductions.ask(steel, heat, actor=ben)

    assert made.state == IntroductionState.ACCEPTED
    assert Introduction.objects.count() == 1


def test_asking_twice_changes_nothing_the_second_time(sides):
    heat, steel, ada, _ben = sides
    introductions.ask(heat, steel, actor=ada)

    introductions.ask(heat, steel, actor=ada)

    assert len(mails()) == 1


def test_a_no_is_silent_and_looks_like_no_answer(sides):
    heat, steel, ada, ben = sides
    asked = introductions.ask(heat, steel, actor=ada)

    declined = introductions.decline(asked, actor=ben, misfit=Misfit.TIME)

    assert declined.seen_by_asking == IntroductionState.ASKED
    assert mails() == [("introduction_asked", ben.email)]
    with time_machine.travel(asked.expires_at + timedelta(hours=1)):
        assert declined.seen_by_asking == IntroductionState.EXPIRED


def test_whoever_said_that_a_project_does_not_fit_hears_nothing_of_its_request(sides):
    heat, steel, ada, ben = sides
    introductions.set_aside(steel, heat, OpinionKind.UNFIT, actor=ben)

    introductions.ask(heat, steel, actor=ada)

    assert mails() == []


def test_a_request_that_ran_out_cannot_be_accepted(sides):
    heat, steel, ada, ben = sides
    asked = introductions.ask(heat, steel, actor=ada)

    with time_machine.travel(asked.expires_at), pytest.raises(IntroductionGone):
        introductions.accept(asked, actor=ben)


def test_a_withdrawn_request_cannot_be_accepted(sides):
    heat, steel, ada, ben = sides
    asked = introductions.ask(heat, steel, actor=ada)
    introductions.withdraw(asked, actor=ada)

    with pytest.raises(IntroductionGone):
        introductions.accept(asked, actor=ben)


def test_one_reminder_goes_out_after_two_weeks_and_none_after_it(sides):
    heat, steel, ada, ben = sides
    introductions.ask(heat, steel, actor=ada)

    with time_machine.travel(timezone.now() + introductions.REMINDER_AFTER + timedelta(hours=1)):
        introductions.keep_in_order()
        introductions.keep_in_order()

    assert mails()[1:] == [("introduction_reminder", ben.email)]


def test_the_clock_ends_what_nobody_answered(sides):
    heat, steel, ada, _ben = sides
    asked = introductions.ask(heat, steel, actor=ada)

    with time_machine.travel(asked.expires_at + timedelta(hours=1)):
        introductions.keep_in_order()

    asked.refresh_from_db()
    assert asked.state == IntroductionState.EXPIRED


def test_both_teams_are_asked_once_what_came_of_it_six_weeks_later(sides):
    heat, steel, ada, ben = sides
    introductions.accept(introductions.ask(heat, steel, actor=ada), actor=ben)

    with time_machine.travel(timezone.now() + introductions.OUTCOME_AFTER + timedelta(hours=1)):
        introductions.keep_in_order()
        introductions.keep_in_order()

    wanted = [address for kind, address in mails() if kind == "introduction_outcome"]
    assert sorted(wanted) == [ada.email, ben.email]


def test_each_side_has_an_outcome_of_its_own(sides):
    heat, steel, ada, ben = sides
    made = introductions.accept(introductions.ask(heat, steel, actor=ada), actor=ben)

    introductions.note_outcome(made, heat, Outcome.TOGETHER, actor=ada)
    made = introductions.note_outcome(made, steel, Outcome.TALKED, actor=ben)

    assert (made.outcome_of(heat), made.outcome_of(steel)) == (Outcome.TOGETHER, Outcome.TALKED)


def test_what_was_set_aside_can_be_taken_up_again(sides):
    heat, steel, ada, _ben = sides
    introductions.set_aside(heat, steel, OpinionKind.LATER, actor=ada)

    introductions.take_up_again(heat, steel, actor=ada)

    assert not Opinion.objects.exists()
