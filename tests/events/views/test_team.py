import uuid

import pytest

from events.enums import Format, TeamRole
from events.models import TeamMember
from networking.enums import Role
from networking.models import Person
from tests.factories import make_event, make_organiser, make_person

pytestmark = pytest.mark.django_db
BASE = "/en/organise/events/"
NEWCOMER = {"email": "mira@example.org", "role": "editor"}


def team_of(event):
    """A person in each role of the event's team."""
    people = {role: make_person() for role in TeamRole}
    for role, person in people.items():
        TeamMember.objects.create(event=event, person=person, role=role)
    return people


def page(event, path="team/"):
    return f"{BASE}{event.slug}/{path}"


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 302), ("editor", 403), ("desk", 403), ("check-in", 403)],
)
@pytest.mark.parametrize("format", [Format.DEEP_DIVE, Format.DIALOG])
def test_owners_and_nobody_else_of_a_team_adds_people(signed_in, role, status, format):
    event = make_event(format=format)
    person = team_of(event)[role]

    answer = signed_in(person).post(page(event), NEWCOMER)

    assert answer.status_code == status
    assert Person.objects.filter(email="mira@example.org").exists() == (status == 302)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ORGANISER, 302), (Role.AUDITOR, 403), (Role.NETWORK_EDITOR, 404), (None, 404)],
)
def test_of_the_house_only_organisers_add_people(signed_in, role, status):
    person = make_organiser(role) if role else make_person()

    assert signed_in(person).post(page(make_event()), NEWCOMER).status_code == status


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_team_of_another_teams_confidential_event_does_not_exist(signed_in, method):
    event = make_event(format=Format.DIALOG)
    person = team_of(event)[TeamRole.EDITOR]
    client = signed_in(make_organiser())

    for path in ("team/", f"team/{person.public_id}/remove/"):
        assert getattr(client, method)(page(event, path)).status_code == 404


def test_everybody_in_the_team_sees_it_and_only_owners_see_addresses(signed_in):
    event = make_event()
    people = team_of(event)

    shown = {
        role: people[TeamRole.DESK].email in signed_in(person).get(page(event)).content.decode()
        for role, person in people.items()
    }

    assert shown == {"owner": True, "editor": False, "desk": False, "check-in": False}


def test_a_wrong_address_is_said_at_the_field(signed_in):
    ada = make_person()
    event = make_event(owner=ada)

    answer = signed_in(ada).post(page(event), {"email": "keine Adresse", "given_name": "Mira"})

    assert answer.status_code == 422
    assert {"email", "role"} == set(answer.context["form"].errors)
    assert 'value="Mira"' in answer.content.decode()


def test_a_refusal_is_said_above_the_form(signed_in):
    ada = make_person()
    event = make_event(owner=ada)

    answer = signed_in(ada).post(page(event), {"email": ada.email, "role": "desk"})

    assert answer.status_code == 422
    assert "at least one owner" in answer.content.decode()


def test_removing_is_a_page_and_a_post(signed_in):
    event = make_event()
    people = team_of(event)
    client, path = signed_in(people["owner"]), page(event, f"team/{people['desk'].public_id}/remove/")

    assert client.get(path).status_code == 200
    assert event.team.filter(person=people["desk"]).exists()

    assert client.post(path).url == page(event)
    assert not event.team.filter(person=people["desk"]).exists()


def test_everybody_may_leave_and_nobody_but_owners_removes_others(signed_in):
    event = make_event()
    people = team_of(event)
    client = signed_in(people["editor"])

    assert client.post(page(event, f"team/{people['desk'].public_id}/remove/")).status_code == 403
    assert client.post(page(event, f"team/{people['editor'].public_id}/remove/")).url == BASE
    assert set(event.team.values_list("role", flat=True)) == {"owner", "desk", "check-in"}


def test_the_last_owner_is_told_why_not(signed_in):
    ada = make_person()
    event = make_event(owner=ada)

    answer = signed_in(ada).post(page(event, f"team/{ada.public_id}/remove/"))

    assert answer.status_code == 409
    assert "at least one owner" in answer.content.decode()


def test_whoever_is_not_in_the_team_cannot_be_removed(signed_in):
    event = make_event(owner=make_person())
    client = signed_in(make_organiser())

    assert client.get(page(event, f"team/{uuid.uuid4()}/remove/")).status_code == 404


def test_a_large_team_is_read_in_few_queries(signed_in, django_assert_max_num_queries):
    event, ada = make_event(), make_organiser()
    for _number in range(20):
        TeamMember.objects.create(event=event, person=make_person(), role=TeamRole.DESK, added_by=ada)
    client = signed_in(ada)

    with django_assert_max_num_queries(8):
        client.get(page(event))
