"""Invitations are personal and answered behind their link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import links
from events.errors import EventFull, RegistrationClosed
from events.models import Invitation
from events.services.adoption import adopt
from events.services.invitations import accept, decline, invite
from notifications.models import Message
from notifications.services import outbox
from tests.factories import make_contact, make_event, make_organiser, make_person, register_guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialog(db):
    return make_event(format="dialog", title_de="Geheime Lage der Chemie", capacity=10)


def _invite(event, **fields):
    return invite(event, make_contact(**fields), actor=make_organiser())


def test_an_invitation_opens_an_event_that_is_by_invitation(dialog):
    invitation = accept(_invite(dialog))

    assert (invitation.state, invitation.registration.state) == ("accepted", "confirmed")


def test_accepting_twice_changes_nothing_the_second_time(dialog):
    invitation = accept(_invite(dialog))

    accept(invitation)

    assert invitation.registration.changes.count() == 1


def test_declining_gives_a_taken_seat_back(dialog):
    invitation = accept(_invite(dialog))

    decline(invitation, reason="ill")

    invitation.registration.refresh_from_db()
    assert (invitation.state, invitation.registration.state) == ("declined", "cancelled")


def test_who_declined_may_still_accept(dialog):
    invitation = decline(_invite(dialog))

    assert accept(invitation).registration.state == "confirmed"


def test_an_invitation_gives_no_seat_in_a_full_room():
    dialog = make_event(format="dialog", capacity=1)
    accept(_invite(dialog))

    with pytest.raises(EventFull):
        accept(_invite(dialog))


@pytest.mark.parametrize(
    "fields", [{"state": "withdrawn"}, {"deadline_at": timezone.now() - timedelta(minutes=1)}]
)
def test_a_withdrawn_or_overdue_invitation_is_refused(dialog, fields):
    invitation = _invite(dialog)
    Invitation.objects.update(**fields)

    with pytest.raises(RegistrationClosed):
        accept(invitation)


def test_inviting_an_address_twice_sends_one_mail(dialog):
    _invite(dialog, email="ada@example.org")

    _invite(dialog, email="ADA@example.org")

    assert (dialog.invitations.count(), Message.objects.filter(kind="invitation").count()) == (1, 1)


def test_the_invitations_mail_names_no_title(dialog, mailoutbox):
    _invite(dialog)

    outbox.deliver_due()

    assert "Geheime" not in mailoutbox[0].subject + mailoutbox[0].body


def test_the_page_behind_the_link_shows_the_dialog(dialog, client):
    address = links.invitation_url(_invite(dialog)).removeprefix("http://testserver")

    assert "Geheime Lage der Chemie" in client.get(address).content.decode()


def test_reading_the_page_answers_nothing(dialog, client):
    invitation = _invite(dialog)

    client.get(links.invitation_url(invitation).removeprefix("http://testserver"))

    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_the_button_accepts(dialog, client):
    invitation = _invite(dialog)

    client.post(links.invitation_url(invitation).removeprefix("http://testserver"), {"accept": "1"})

    invitation.refresh_from_db()
    assert invitation.state == "accepted"


def test_a_link_of_another_purpose_opens_no_invitation(client):
    registration = register_guest(make_event())

    assert client.get(f"/invitations/{links.manage_token(registration)}/").status_code == 404


def test_signing_in_with_the_invited_address_opens_the_events_page(dialog, client):
    invitation = _invite(dialog, email="ada@example.org")
    client.force_login(make_person(email="ada@example.org"))

    assert client.get(f"/events/{dialog.slug}/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.person is not None


def test_adopting_twice_finds_nothing_the_second_time():
    register_guest(make_event(), email="ada@example.org")
    person = make_person(email="Ada@Example.org")
    adopt(person)

    assert adopt(person) == 0
