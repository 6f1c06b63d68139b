"""Inviting many: whatever the source, a preview comes first and the button does what it says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import GuestList, Invitation
from networking.models import AuditEntry, ProjectMember
from notifications.models import Message
from tests.factories import (
    make_event,
    make_invitation,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_wave,
    tick,
)

pytestmark = pytest.mark.django_db

TEXT = "Mira Muster <mira@example.org>\nkaputt\nJo Li <jo@example.org>"


@pytest.fixture
def organiser(client):
    person = make_organiser()
    client.force_login(person)
    return person


def page(event, rest=""):
    return f"/organise/events/{event.slug}/invitations/{rest}"


def test_a_pasted_list_is_shown_with_its_faults_and_written_by_the_button(client, organiser):
    event = make_event()

    preview = client.post(page(event, "from/list/"), {"text": TEXT}, follow=True)
    assert (preview.context["number"], Invitation.objects.count()) == (2, 0)
    assert [fault.line for fault in preview.context["faults"]] == [2]

    client.post(preview.request["PATH_INFO"])
    assert event.invitations.count() == 2
    assert AuditEntry.objects.get(verb="invite").fields == ["list"]


def test_a_file_is_read(client, organiser):
    file = SimpleUploadedFile("gäste.csv", b"Vorname;Nachname;E-Mail\nMira;Muster;mira@example.org")

    preview = client.post(page(make_event(), "from/file/"), {"file": file}, follow=True)

    assert preview.context["number"] == 1


def test_a_file_that_is_none_is_refused_with_a_sentence(client, organiser):
    file = SimpleUploadedFile("list.xlsx", b"nothing")

    answer = client.post(page(make_event(), "from/file/"), {"file": file})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_the_missing_projects_are_chosen_with_one_click(client, organiser):
    event, missing, present = make_event(), make_project(), make_project()
    member = make_person()
    for project in (missing, present):
        ProjectMember.objects.create(project=project, person=member)
    make_registration(event, project=present)

    chosen = client.get(page(event, "from/projects/?missing=1"))
    preview = client.post(page(event, "from/projects/"), {"project": [missing.slug]}, follow=True)

    assert chosen.context["checked"] == {missing.slug}
    assert preview.context["people"][0].email == member.email


def test_guests_of_events_one_does_not_manage_cannot_be_chosen(client, organiser):
    dialog = make_event(format="dialog")
    tick(make_registration(dialog))

    answer = client.post(page(make_event(), "from/former/"), {"former": [dialog.slug]})

    assert answer.status_code == 422


def test_a_preview_belongs_to_whoever_made_it(client, organiser):
    event = make_event()
    other = GuestList.objects.create(
        event=event, origin="list", rows=[[1, "", "Geheim", "a@example.org"]], created_by=make_organiser()
    )

    answer = client.get(page(event, f"list/{other.uuid}/"), follow=True)

    assert "Geheim" not in answer.content.decode()


def test_a_discarded_list_invites_nobody(client, organiser):
    event = make_event()
    preview = client.post(page(event, "from/list/"), {"text": TEXT}, follow=True)

    client.post(preview.request["PATH_INFO"], {"discard": "1"})

    assert (GuestList.objects.count(), Invitation.objects.count()) == (0, 0)


PERSON = {"given_name": "Mira", "family_name": "Muster", "email": "mira@example.org", "language": "de"}


def test_one_person_is_invited_by_hand_and_gets_the_mail_at_once(client, organiser):
    client.post(page(make_event(), "add/"), PERSON)

    assert Message.objects.get().to_email == "mira@example.org"


def test_one_person_in_a_wave_gets_its_deadline_and_no_mail(client, organiser):
    event = make_event()
    wave = make_wave(event)

    client.post(page(event, "add/"), PERSON | {"wave": wave.uuid})

    assert event.invitations.get().wave == wave
    assert not Message.objects.exists()


def test_somebody_invited_already_is_said_beside_the_address(client, organiser):
    event = make_event()
    make_invitation(event, email=PERSON["email"])

    answer = client.post(page(event, "add/"), PERSON)

    assert list(answer.context["form"].errors) == ["email"]
