"""Inviting people: once each, by a mail that tells no more than it may."""

import pytest

from events.errors import NotInvitable, TooFewSeatsToReserve
from events.models import Invitation
from events.services.inviting import invite, prepared
from events.services.waves import withdraw
from notifications.models import Message
from notifications.services import outbox
from tests.factories import make_contact, make_event, make_organiser, make_wave, register_guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialog(db):
    return make_event(format="dialog", title_de="Geheime Lage der Chemie", capacity=10)


def _invite(event, *, wave=None, **fields):
    return invite(event, make_contact(**fields), actor=make_organiser(), wave=wave)


def test_inviting_an_address_twice_sends_one_mail(dialog):
    _invite(dialog, email="ada@example.org")

    _invite(dialog, email="ADA@example.org")

    assert (dialog.invitations.count(), Message.objects.filter(kind="invitation").count()) == (1, 1)


def test_the_invitations_mail_names_no_title(dialog, mailoutbox):
    _invite(dialog)

    outbox.deliver_due()

    assert "Geheime" not in mailoutbox[0].subject + mailoutbox[0].body


def test_who_was_withdrawn_is_invited_anew_by_another_link(dialog):
    former = _invite(dialog, email="ada@example.org")
    withdraw(former, actor=make_organiser())

    again = _invite(dialog, email="ada@example.org")

    assert (again.pk, again.state, again.key_version) == (former.pk, "open", former.key_version + 1)


def test_nobody_is_invited_to_a_draft():
    with pytest.raises(NotInvitable):
        _invite(make_event(draft=True))


def test_no_seat_is_kept_where_none_is_free():
    event = make_event(capacity=1)
    register_guest(event)

    with pytest.raises(TooFewSeatsToReserve):
        _invite(event, wave=make_wave(event, reserves_seats=True, sent_at=event.created_at))


def test_in_a_wave_that_was_not_sent_people_are_only_planned():
    event = make_event()
    planned = prepared(Invitation(event=event), make_contact(), make_wave(event), None, "hand")

    assert (planned.state, planned.owed_mail) == ("planned", "")
