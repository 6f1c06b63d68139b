"""Welcoming a new project."""

from datetime import timedelta

import pytest
from django.utils import timezone

from networking import queries
from networking.enums import Role
from networking.errors import SlotGone
from networking.models import Welcome
from networking.services import members, welcomes
from notifications.models import Message
from tests.factories import make_organiser, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def welcome():
    editor = make_organiser(Role.NETWORK_EDITOR, language="en")
    project = welcomes.open_project("Neue Größe", actor=editor)
    members.invite(project, make_person(language="en").email, actor=editor)
    return Welcome.objects.get(project=project)


def tomorrow(hours=0):
    return (timezone.now() + timedelta(days=1, hours=hours)).replace(microsecond=0)


def offer(welcome, *moments):
    editor = welcome.project.memberships.get().added_by
    return welcomes.offer(welcome, moments, "Room 5 & video", actor=editor)


def test_a_new_project_is_seen_by_nobody_and_a_task_for_the_editor(welcome):
    assert (welcome.project.slug, welcome.project.is_published) == ("neue-groesse", False)
    assert list(queries.open_welcomes()) == [welcome]


def test_no_project_takes_an_address_of_the_house():
    assert welcomes.open_project("Funding", actor=make_person()).slug == "funding-2"


def test_the_team_gets_the_moments_once_per_offer(welcome):
    moments = [tomorrow(1), tomorrow()]

    for _time in range(2):
        offer(welcome, *moments)

    mail = Message.objects.get(kind="welcome_offered")
    assert "Where: Room 5 & video" in mail.text
    assert mail.text.index(f"{timezone.localtime(moments[1]):%-H:%M}") > 0


def test_choosing_tells_both_sides(welcome):
    moment = tomorrow()
    offer(welcome, moment)
    member = welcome.project.memberships.get()

    for _time in range(2):
        welcomes.choose(welcome, moment, actor=member.person)

    assert set(Message.objects.filter(kind="welcome_arranged").values_list("to_email", flat=True)) == {
        member.person.email,
        member.added_by.email,
    }


def test_a_moment_that_is_not_offered_any_more_is_refused(welcome):
    moment = tomorrow()
    offer(welcome, moment)
    offer(welcome, tomorrow(2))

    with pytest.raises(SlotGone):
        welcomes.choose(welcome, moment, actor=make_person())


def test_a_new_offer_asks_anew(welcome):
    moment = tomorrow()
    offer(welcome, moment)
    welcomes.choose(welcome, moment, actor=welcome.project.memberships.get().person)

    assert offer(welcome, tomorrow(2)).chosen_at is None


def test_a_finished_welcome_is_no_task_any_more(welcome):
    welcomes.finish(welcome, actor=make_person())

    assert not queries.open_welcomes().exists()
