"""Every page with personal data notes who opened it; the event's owner and the auditor read it."""

import pytest

from events.enums import TeamRole
from events.models import Look, TeamMember
from events.services import looks
from networking.enums import Role
from tests.factories import make_event, make_organiser, make_person, register_guest

pytestmark = pytest.mark.django_db
PAGES = {
    "attendees/": "list",
    "attendees/many/message/?all=1": "list",
    "attendees/{guest}/": "person",
    "attendees/{guest}/details/": "person",
    "attendees/{guest}/answers/": "person",
    "attendees.csv": "file",
    "attendees.xlsx": "file",
    "attendees/print/": "print",
    "waiting/": "waiting",
    "invitations/": "invitations",
    "deputies/": "deputies",
    "check-in/": "door",
}


@pytest.fixture
def event():
    return make_event(slug="runde", owner=make_person(email="owner@example.org"))


@pytest.mark.parametrize("path", PAGES)
def test_a_look_is_noted(signed_in, event, path):
    guest, owner = register_guest(event), event.team.get().person

    answer = signed_in(owner).get(f"/organise/events/runde/{path.format(guest=guest.uuid)}")

    b"".join(answer)  # which closes the file
    look = Look.objects.get()
    assert (answer.status_code, look.event, look.person, look.page) == (200, event, owner, PAGES[path])
    assert look.registration == (guest if "{guest}" in path else None)


def test_looking_at_mails_is_noted_for_each_event(signed_in, event):
    register_guest(event)
    other = make_event()
    mail = register_guest(other).messages.get()
    client = signed_in(make_organiser())

    client.get("/organise/outbox/")
    client.get(f"/organise/outbox/{mail.uuid}/")

    assert set(Look.objects.values_list("event", "page", "registration")) == {
        (event.pk, "mails", None),
        (other.pk, "mails", None),
        (other.pk, "mails", mail.registration_id),
    }


def test_who_may_not_look_leaves_no_trace(signed_in, event):
    client = signed_in(make_person())

    assert client.get("/organise/events/runde/attendees/").status_code == 404
    assert not Look.objects.exists()


def test_the_owner_and_the_auditor_read_who_looked(signed_in, event):
    looks.note(event, make_person(family_name="Neugier"), "person", register_guest(event))

    for person in (event.team.get().person, make_organiser(Role.AUDITOR)):
        assert "Neugier" in signed_in(person).get("/organise/events/runde/looks/").content.decode()


@pytest.mark.parametrize("role", [TeamRole.EDITOR, TeamRole.DESK, TeamRole.CHECK_IN])
def test_others_of_the_team_do_not(signed_in, event, role):
    person = make_person()
    TeamMember.objects.create(event=event, person=person, role=role)

    assert signed_in(person).get("/organise/events/runde/looks/").status_code == 403


def test_of_a_dialog_the_auditor_reads_nothing(signed_in):
    make_event(slug="runde", format="dialog")

    assert signed_in(make_organiser(Role.AUDITOR)).get("/organise/events/runde/looks/").status_code == 404


def test_the_list_takes_the_same_number_of_queries_for_one_and_many(
    signed_in, event, django_assert_num_queries
):
    for _number in range(3):
        looks.note(event, make_person(), "person", register_guest(event))
    client = signed_in(event.team.get().person)

    with django_assert_num_queries(8):
        client.get("/organise/events/runde/looks/")
