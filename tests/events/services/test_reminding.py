"""The one reminder before a held seat is lost, and the link once more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.errors import GetsNoMails, SentAMomentAgo
from events.services.registration import cancel, confirm_address
from events.services.reminding import remind_of_holds, repeat, send_link
from networking.models import AuditEntry
from notifications.models import Message
from tests.factories import make_event, make_organiser, register_guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    """A seat held for 24 hours from now."""
    return register_guest(make_event(confirm_email_hours=24))


def later(hours):
    return timezone.now() + timedelta(hours=hours)


def reminders():
    return Message.objects.filter(kind="hold_reminder")


def test_the_reminder_goes_once_when_a_quarter_of_the_hold_is_left(held):
    remind_of_holds(later(17.9))
    assert not reminders().exists()

    remind_of_holds(later(18.1))
    remind_of_holds(later(18.2))

    assert reminders().get().registration == held


def test_nobody_is_reminded_who_has_confirmed_cancelled_or_lost_the_seat(held):
    cancelled, confirmed = register_guest(held.event), register_guest(held.event)
    cancel(cancelled)
    confirm_address(confirmed)

    remind_of_holds(later(25))
    assert not reminders().exists()

    remind_of_holds(later(23))
    assert reminders().get().registration == held


def test_a_second_hold_has_a_reminder_of_its_own(held):
    remind_of_holds(later(20))
    cancel(held)
    register_guest(held.event, email=held.email)

    remind_of_holds(later(20))

    assert reminders().count() == 2


def test_the_organiser_sends_the_link_at_most_every_ten_minutes(held):
    organiser = make_organiser()

    send_link(held, actor=organiser)
    with pytest.raises(SentAMomentAgo):
        send_link(held, actor=organiser)

    assert held.messages.filter(kind="seat_held").count() == 2
    assert AuditEntry.objects.get(verb="registration.link").actor == organiser


def test_whoever_is_not_registered_any_more_gets_no_link(held):
    cancel(held)

    with pytest.raises(GetsNoMails):
        send_link(held, actor=make_organiser())


def test_a_participant_gets_the_mail_again_after_ten_minutes(held):
    repeat(held.event, held.uuid.hex)
    assert held.messages.count() == 1

    held.messages.update(created_at=later(-1))
    repeat(held.event, held.uuid.hex)

    assert held.messages.filter(kind="seat_held").count() == 2


def test_a_registration_of_another_event_does_not_exist_here(held):
    held.messages.update(created_at=later(-1))

    repeat(make_event(), held.uuid.hex)

    assert held.messages.count() == 1
