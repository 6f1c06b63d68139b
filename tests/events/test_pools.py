"""What is limited besides the room, who needs a seat in which pool, and who is passed over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import pools
from events.enums import Category, InvitationState, PoolKind, RegistrationState
from events.models import Answer, Choice, Invitation, Pool, Question
from events.pools import Needs, Waiting
from tests.factories import make_event, make_person, make_project, make_registration

pytestmark = pytest.mark.django_db

OFFICE = Needs(Category.ADMINISTRATION)
FIRM = Needs(Category.COMPANY)


def make_pool(event, seats, *categories, kind=PoolKind.CATEGORIES, **fields):
    return Pool.objects.create(event=event, kind=kind, seats=seats, categories=list(categories), **fields)


def make_choice(event, places):
    question = Question.objects.create(event=event, identifier="tour", kind="one-of", label_de="Führung")
    return Choice.objects.create(question=question, identifier="ten", label_de="10 Uhr", places=places)


def test_an_event_without_pools_limits_its_room():
    event = make_event(capacity=2)
    make_registration(event)

    assert pools.seating(event).free(FIRM) == 1


def test_an_event_without_limits_has_none():
    assert pools.seating(make_event(capacity=None)).free(FIRM) is None


def test_planned_overbooking_gives_more_seats_than_there_are():
    assert pools.seating(make_event(capacity=2, overbooking=1)).free(FIRM) == 3


def test_a_category_has_its_own_seats_within_the_room():
    event = make_event(capacity=10)
    make_pool(event, 1, Category.ADMINISTRATION, Category.PRESS)
    make_registration(event, category=Category.PRESS)

    seating = pools.seating(event)

    assert (seating.free(OFFICE), seating.free(FIRM)) == (0, 9)


def test_no_seat_for_a_category_means_nobody_of_it():
    event = make_event(capacity=10)
    make_pool(event, 0, Category.PRESS)

    assert pools.seating(event).free(Needs(Category.PRESS)) == 0


def test_seats_kept_for_project_teams_are_free_for_them_only():
    event, project = make_event(capacity=10), make_project()
    make_pool(event, 4, kind=PoolKind.TEAMS, until_at=timezone.now() + timedelta(days=1))
    for _ in range(5):
        make_registration(event)
    make_registration(event, project=project)

    seating = pools.seating(event)

    assert (seating.free(FIRM), seating.free(Needs(project=project.pk))) == (1, 4)


def test_seats_kept_for_project_teams_are_for_everybody_after_the_date():
    event = make_event(capacity=10)
    make_pool(event, 4, kind=PoolKind.TEAMS, until_at=timezone.now() - timedelta(seconds=1))

    assert pools.seating(event).free(FIRM) == 10


def test_each_project_has_its_own_limit():
    event, first, second = make_event(capacity=10), make_project(), make_project()
    make_pool(event, 2, kind=PoolKind.PROJECT)
    make_registration(event, project=first)
    make_registration(event, project=first, state=RegistrationState.HELD)

    seating = pools.seating(event)

    assert [seating.free(Needs(project=p.pk)) for p in (first, second)] == [0, 2]


def test_places_of_a_choice_are_taken_by_those_with_a_seat():
    event = make_event(capacity=10)
    choice = make_choice(event, 2)
    for state in (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.CANCELLED):
        row = make_registration(event, state=state)
        Answer.objects.create(registration=row, question=choice.question, choice=choice)

    assert pools.seating(event).free(Needs(choices=frozenset([choice.pk]))) == 1


@pytest.mark.parametrize(
    ("fields", "free"),
    [
        ({"reserves_seat": True}, 1),
        ({"reserves_seat": False}, 2),
        ({"reserves_seat": True, "state": InvitationState.DECLINED}, 2),
        ({"reserves_seat": True, "deadline_at": timezone.now() - timedelta(days=1)}, 2),
    ],
)
def test_an_open_invitation_that_keeps_a_seat_takes_one(fields, free):
    event = make_event(capacity=2)
    Invitation.objects.create(
        event=event, email="a@example.org", email_key="a@example.org", invited_by=make_person(), **fields
    )

    assert pools.seating(event).free(FIRM) == free


def test_whoever_needs_a_full_pool_is_passed_over_and_nobody_with_the_same_needs_overtakes():
    event = make_event(capacity=3)
    make_pool(event, 1, Category.ADMINISTRATION)
    line = [Waiting(1, OFFICE), Waiting(2, OFFICE), Waiting(3, FIRM), Waiting(4, OFFICE), Waiting(5, FIRM)]

    served = pools.next_in(pools.seating(event), line)

    assert [person.pk for person in served] == [1, 3, 5]


def test_the_line_knows_what_everybody_in_it_needs():
    event, project = make_event(), make_project()
    choice = make_choice(event, 2)
    late = make_registration(event, state=RegistrationState.WAITING, position=9)
    early = make_registration(
        event, state=RegistrationState.WAITING, position=3, project=project, category=Category.PROJECT
    )
    Answer.objects.create(registration=late, question=choice.question, choice=choice)

    assert pools.line(event) == [
        Waiting(early.pk, Needs(Category.PROJECT, project.pk)),
        Waiting(late.pk, Needs(Category.OTHER, None, frozenset([choice.pk]))),
    ]


def test_three_pools_are_counted_in_as_many_queries_as_one(django_assert_num_queries):
    event = make_event()
    make_pool(event, 5, Category.PRESS)
    make_pool(event, 5, Category.ADMINISTRATION)
    make_pool(event, 2, kind=PoolKind.PROJECT)
    make_choice(event, 3)

    with django_assert_num_queries(4):
        pools.seating(event)


@pytest.mark.parametrize(
    ("fields", "begins"),
    [
        ({"state": "cancelled"}, "The waiting list is stopped: the event is cancelled."),
        ({"draft": True}, "The waiting list is stopped: the event is not published."),
        (
            {"starts_at": timezone.now() - timedelta(minutes=1)},
            "The waiting list is stopped: the event has begun.",
        ),
        ({}, ""),
    ],
)
def test_a_stopped_line_says_why(fields, begins, settings):
    settings.LANGUAGE_CODE = "en"

    assert pools.stopped(make_event(**fields)) == begins
