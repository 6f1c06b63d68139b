"""What project teams and network editors see."""

import pytest

from networking.enums import Role
from networking.models import ProjectMember
from tests.factories import make_organiser, make_person, make_project

pytestmark = pytest.mark.django_db


def test_the_network_asks_visitors_to_sign_in(client):
    response = client.get("/network/")

    assert (response.status_code, response["Location"].partition("?")[2]) == (302, "next=/network/")


def test_my_projects_are_those_i_am_a_member_of(signed_in):
    person, mine = make_person(), make_project(slug="mine")
    make_project(slug="other")
    ProjectMember.objects.create(project=mine, person=person)

    projects = signed_in(person).get("/network/").context["projects"]

    assert [project.slug for project in projects] == ["mine"]


def test_somebody_without_a_project_learns_what_to_do(signed_in):
    content = signed_in(make_person()).get("/en/network/").content.decode()

    assert "You are not yet entered as a member of a project" in content


def test_editors_see_what_is_missing(signed_in):
    make_project(slug="bare")

    gaps = signed_in(make_organiser(Role.NETWORK_EDITOR)).get("/organise/network/").context["gaps"]

    assert [project.slug for project in gaps.without_topics] == ["bare"]
    assert [project.slug for project in gaps.without_summary] == ["bare"]


@pytest.mark.parametrize("role", [None, Role.ORGANISER, Role.NEWSLETTER_EDITOR])
def test_the_editors_page_does_not_exist_for_others(signed_in, role):
    person = make_organiser(role) if role else make_person()

    assert signed_in(person).get("/organise/network/").status_code == 404
