"""The pages of a project's team."""

import pytest

from networking.models import ProjectMember
from tests.factories import make_person, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    project = make_project(slug="mine")
    people = [make_person(), make_person()]
    for person in people:
        ProjectMember.objects.create(project=project, person=person, is_contact=person is people[0])
    return project, *people


def test_a_member_invites_another_one(signed_in, team):
    project, person, _other = team

    signed_in(person).post("/projects/mine/team/", {"email": "nora@example.org", "language": "de"})

    member = project.memberships.get(person__email="nora@example.org")
    assert member.added_by == person


def test_an_address_that_is_none_is_told(signed_in, team):
    assert signed_in(team[1]).post("/projects/mine/team/", {"email": "nora"}).status_code == 422


def test_removing_asks_first(signed_in, team):
    project, person, other = team
    client, address = signed_in(person), f"/en/projects/mine/team/{other.public_id}/remove/"

    assert "Remove Ada" in client.get(address).content.decode()
    assert project.memberships.count() == 2
    client.post(address)
    assert list(project.members.all()) == [person]


def test_whoever_leaves_does_not_get_in_any_more_and_the_last_one_stays(signed_in, team):
    project, person, other = team
    client = signed_in(other)

    client.post(f"/projects/mine/team/{other.public_id}/remove/")
    assert client.get("/projects/mine/team/").status_code == 404

    answer = signed_in(person).post(f"/en/projects/mine/team/{person.public_id}/remove/")
    assert answer.status_code == 409
    assert "You are the only one in this project" in answer.content.decode()


def test_another_member_becomes_the_contact(signed_in, team):
    project, person, other = team

    signed_in(person).post(f"/projects/mine/team/{other.public_id}/contact/")

    assert list(project.memberships.filter(is_contact=True).values_list("person", flat=True)) == [other.pk]


def test_people_of_other_teams_are_not_found(signed_in, team):
    stranger = make_person()
    ProjectMember.objects.create(project=make_project(), person=stranger)

    answer = signed_in(team[1]).post(f"/projects/mine/team/{stranger.public_id}/remove/")

    assert answer.status_code == 404
