"""A project's team: first member, last member, contact."""

import pytest

from networking.enums import Role
from networking.errors import AccountClosed, LastMember
from networking.models import Person
from networking.services import members
from notifications.models import Message
from tests.factories import make_organiser, make_person, make_project

pytestmark = pytest.mark.django_db


def test_the_first_member_gets_an_account_the_mail_and_the_contacts_part():
    project, editor = make_project(title_de="Holz & Söhne"), make_organiser(Role.NETWORK_EDITOR)

    member = members.invite(project, "New@Example.org", actor=editor, given_name="Nora", language="en")

    mail = Message.objects.get(to_email="new@example.org")
    assert (member.is_contact, Person.objects.get(email="new@example.org").given_name) == (True, "Nora")
    assert mail.subject == "You are in the team: Holz & Söhne"
    assert "You are the first. Welcome!" in mail.text
    assert f"/en/projects/{project.slug}/edit/" in mail.text


def test_later_members_are_told_less_and_inviting_twice_writes_once():
    project, first = make_project(), make_person(language="en")
    members.invite(project, first.email, actor=first)
    second = make_person(language="en")

    for _time in range(2):
        members.invite(project, second.email, actor=first)

    mail = Message.objects.get(to_email=second.email)
    assert "You are the first" not in mail.text
    assert project.memberships.count() == 2


def test_a_closed_account_joins_nothing():
    closed = make_person(is_active=False)

    with pytest.raises(AccountClosed):
        members.invite(make_project(), closed.email, actor=make_person())


def test_the_last_member_stays_unless_the_editor_says_otherwise():
    person = make_person()
    member = members.invite(make_project(), person.email, actor=person)

    with pytest.raises(LastMember):
        members.remove(member, actor=person)
    members.remove(member, actor=make_organiser(Role.NETWORK_EDITOR))

    assert not member.project.memberships.exists()


def test_when_the_contact_leaves_another_member_becomes_it():
    project, first, second = make_project(), make_person(), make_person()
    contact = members.invite(project, first.email, actor=first)
    other = members.invite(project, second.email, actor=first)

    members.remove(contact, actor=first)

    other.refresh_from_db()
    assert other.is_contact


def test_a_team_names_another_contact():
    project, first, second = make_project(), make_person(), make_person()
    members.invite(project, first.email, actor=first)
    other = members.invite(project, second.email, actor=first)

    members.name_contact(other, actor=first)

    assert list(project.memberships.filter(is_contact=True)) == [other]
