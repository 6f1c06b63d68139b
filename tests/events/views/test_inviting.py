"""The organisers' list of invitations, waves and acts on many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import TeamRole
from events.models import TeamMember, Wave
from tests.factories import make_event, make_invitation, make_organiser, make_person, make_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    person = make_organiser()
    client.force_login(person)
    return person


def page(event, rest=""):
    return f"/organise/events/{event.slug}/invitations/{rest}"


def test_the_list_takes_as_many_queries_for_many_people_as_for_one(
    client, organiser, django_assert_max_num_queries
):
    event = make_event()
    wave = make_wave(event)
    former = make_invitation(event, state="deputised")
    make_invitation(event, replaces=former)
    for _ in range(30):
        make_invitation(event, wave=wave)

    with django_assert_max_num_queries(13):
        answer = client.get(page(event))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [(TeamRole.EDITOR, 200, 200), (TeamRole.DESK, 200, 403), (TeamRole.CHECK_IN, 403, 403), (None, 404, 404)],
)
def test_who_reads_and_who_writes_invitations_of_a_dialog(client, role, reads, writes):
    event, person = make_event(format="dialog"), make_person()
    if role:
        TeamMember.objects.create(event=event, person=person, role=role)
    client.force_login(person)

    assert client.get(page(event)).status_code == reads
    assert client.get(page(event, "add/")).status_code == writes


def test_the_office_reads_no_invitations_of_a_dialog(client, organiser):
    assert client.get(page(make_event(format="dialog"))).status_code == 404


def test_a_wave_is_made_with_its_deadline_in_berlin(client, organiser):
    event = make_event()
    day = timezone.localdate() + timedelta(days=3)

    client.post(page(event, "waves/new/"), {"name": "Erste", "deadline_at": f"{day}T18:00"})

    assert timezone.localtime(Wave.objects.get().deadline_at).strftime("%Y-%m-%d %H:%M") == f"{day} 18:00"


@pytest.mark.parametrize("deadline", ["2020-01-01T10:00", "2090-01-01T10:00"])
def test_a_deadline_lies_ahead_and_before_the_end(client, organiser, deadline):
    answer = client.post(page(make_event(), "waves/new/"), {"name": "Erste", "deadline_at": deadline})

    assert answer.status_code == 422


def test_the_button_sends_the_wave(client, organiser):
    event = make_event()
    wave = make_wave(event)
    invitation = make_invitation(event, wave=wave, state="planned", sent_at=None)

    client.post(page(event, f"waves/{wave.uuid}/send/"))

    invitation.refresh_from_db()
    assert (invitation.state, invitation.owed_mail) == ("open", "invitation")


def test_a_wave_of_another_event_does_not_exist_here(client, organiser):
    wave = make_wave(make_event())

    assert client.get(page(make_event(), f"waves/{wave.uuid}/")).status_code == 404


def test_the_preview_counts_whom_the_reminder_reaches_and_the_button_reaches_exactly_them(client, organiser):
    event = make_event()
    silent, answered = make_invitation(event), make_invitation(event, state="accepted")

    preview = client.get(page(event, "many/remind/?all=1"))
    later = make_invitation(event)
    people = preview.context["people_form"].initial["people"]
    client.post(page(event, "many/remind/"), {"people": ",".join(map(str, people))})

    assert people == [silent.uuid]
    for invitation in (silent, answered, later):
        invitation.refresh_from_db()
    assert [row.owed_mail for row in (silent, answered, later)] == ["reminder", "", ""]


def test_many_are_withdrawn_at_once_and_those_of_others_are_not(client, organiser):
    event, foreign = make_event(), make_invitation(make_event())
    mine = make_invitation(event)

    client.post(page(event, "many/withdraw/"), {"people": f"{mine.uuid},{foreign.uuid}"})

    mine.refresh_from_db()
    foreign.refresh_from_db()
    assert (mine.state, foreign.state) == ("withdrawn", "open")


def test_the_page_says_how_many_mails_are_still_to_be_written(client, organiser):
    event = make_event()
    make_invitation(event, owed_mail="invitation")
    make_invitation(event)

    answer = client.get(page(event, "written/"))

    assert 'max="2" value="1"' in answer.content.decode()
