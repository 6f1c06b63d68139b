"""Invited people at once: the last seats are given once, a kept one only to whom it is kept for."""

from collections import Counter

import pytest

from events.errors import InvitedRoomFull
from events.models import Invitation
from events.services.guest_lists import keep, write
from events.services.guest_rows import Guest
from events.services.invitations import accept
from events.services.registration import register
from events.services.waves import write_owed_mails
from notifications.models import Message
from tests.factories import make_contact, make_event, make_invitation, make_organiser

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_seats_are_accepted_once_and_the_kept_one_by_its_own(all_at_once, race_round):
    event = make_event(capacity=3, waiting_list="off")
    kept = make_invitation(event, reserves_seat=True)
    others = [make_invitation(event) for _ in range(7)]

    def come(number):
        if number < 8:
            return accept(Invitation.objects.get(pk=[kept, *others][number].pk)).state
        return register(event, make_contact())

    answers = all_at_once(come, range(12))

    assert answers[0] == "accepted"
    assert event.registrations.confirmed().count() == 3
    assert Counter(type(answer) for answer in answers[1:8])[InvitedRoomFull] >= 5


def test_one_invitation_accepted_many_times_at_once_is_one_seat(all_at_once):
    invitation = make_invitation(make_event())

    answers = all_at_once(lambda _number: accept(Invitation.objects.get(pk=invitation.pk)).state, range(8))

    assert set(answers) == {"accepted"}
    assert invitation.event.registrations.get().changes.count() == 1


def test_several_workers_write_each_mail_once(all_at_once):
    event, organiser = make_event(), make_organiser()
    guests = [Guest(number, "", "Muster", f"m{number}@example.org") for number in range(30)]
    write(keep(event, guests, origin="list", actor=organiser), actor=organiser)

    all_at_once(lambda _number: write_owed_mails(), range(4))

    assert Message.objects.filter(kind="invitation").count() == 30
