"""Waves go out together, remind only whom they must, and let go what is withdrawn or overdue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.errors import HasAccepted, NotInvitable, TooFewSeatsToReserve
from events.services import waves
from events.services.invitations import accept
from notifications.models import Message
from tests.factories import (
    make_event,
    make_invitation,
    make_organiser,
    make_registration,
    make_wave,
    register_guest,
)

pytestmark = pytest.mark.django_db


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def planned(event, wave, **fields):
    return make_invitation(event, wave=wave, state="planned", sent_at=None, **fields)


def test_sending_a_wave_invites_everybody_in_it_once():
    event = make_event()
    wave = make_wave(event)
    planned(event, wave)
    planned(event, wave, given_name="Áine", family_name="O'Neill & Söhne")

    assert (waves.send(wave, actor=make_organiser()), waves.send(wave, actor=make_organiser())) == (2, 0)

    waves.write_owed_mails()
    mails = Message.objects.filter(kind="invitation")
    assert mails.count() == 2
    assert "Áine O'Neill & Söhne" in "".join(mail.text for mail in mails)


def test_a_wave_of_a_draft_is_not_sent():
    event = make_event(draft=True)

    with pytest.raises(NotInvitable):
        waves.send(make_wave(event), actor=make_organiser())


def test_kept_seats_are_gone_for_others():
    event = make_event(capacity=1)
    wave = make_wave(event, reserves_seats=True)
    planned(event, wave, reserves_seat=True)
    planned(event, wave, reserves_seat=True)

    with pytest.raises(TooFewSeatsToReserve):
        waves.send(wave, actor=make_organiser())


def test_only_those_who_have_not_answered_are_reminded_and_once_a_day():
    event = make_event(format="dialog", title_de="Geheimes")
    silent = make_invitation(event)
    others = [
        make_invitation(event, state="declined"),
        make_invitation(event, state="withdrawn"),
        make_invitation(event, deadline_at=in_hours(-1)),
        make_invitation(event, sent_at=in_hours(-2)),
        make_invitation(event, reminded_at=in_hours(-2)),
    ]

    everybody = [silent, *others]
    assert waves.remind(event, everybody, actor=make_organiser()) == 1
    assert waves.remind(event, everybody, actor=make_organiser()) == 0

    waves.write_owed_mails()
    mail = Message.objects.get(kind="invitation_reminder")
    assert mail.invitation == silent
    assert "Geheimes" not in mail.subject + mail.text + mail.html


def test_who_answers_before_the_reminder_is_written_gets_none():
    event = make_event()
    invitation = make_invitation(event)
    waves.remind(event, [invitation], actor=make_organiser())
    accept(invitation)

    waves.write_owed_mails()

    assert not Message.objects.filter(kind="invitation_reminder").exists()


def test_a_cancelled_event_sends_no_owed_invitations():
    event = make_event()
    make_invitation(event, owed_mail="invitation", sent_at=None)
    event.state = "cancelled"
    event.save()

    waves.write_owed_mails()

    assert not Message.objects.filter(kind="invitation").exists()


def test_sending_again_pauses_ten_minutes():
    invitation = make_invitation(make_event())

    waves.resend(invitation, actor=make_organiser())
    waves.resend(invitation, actor=make_organiser())

    assert Message.objects.filter(kind="invitation").count() == 1


def test_a_withdrawn_invitation_gives_its_seat_to_the_line():
    event = make_event(capacity=1)
    invitation = make_invitation(event, reserves_seat=True)
    waiting = make_registration(event, state="waiting")

    assert waves.withdraw(invitation, actor=make_organiser())
    assert not waves.withdraw(invitation, actor=make_organiser())

    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_who_has_accepted_is_not_withdrawn():
    invitation = accept(make_invitation(make_event()))

    with pytest.raises(HasAccepted):
        waves.withdraw(invitation, actor=make_organiser())


def test_a_new_deadline_holds_for_those_who_have_not_answered():
    event = make_event()
    wave = make_wave(event, deadline_at=in_hours(-1), sent_at=in_hours(-48))
    late = make_invitation(event, wave=wave, deadline_at=wave.deadline_at)
    answered = make_invitation(event, wave=wave, deadline_at=wave.deadline_at, state="declined")
    until = in_hours(24)

    waves.edit(wave, name="Zweite", deadline_at=until, reserves_seats=True, actor=make_organiser())

    late.refresh_from_db()
    answered.refresh_from_db()
    assert (late.deadline_at, late.reserves_seat) == (until, True)
    assert answered.deadline_at < until


@pytest.fixture
def late_deputy():
    """Whoever took over a place, and let the deadline pass; somebody else has the seat since."""
    event = make_event(capacity=1)
    wave = make_wave(event, deadline_at=in_hours(-1), sent_at=in_hours(-48))
    former = make_invitation(event, wave=wave, state="deputised")
    deputy = make_invitation(
        event, wave=wave, replaces=former, reserves_seat=True, deadline_at=wave.deadline_at, origin="deputy"
    )
    register_guest(event)
    return deputy


def test_a_deputy_whose_time_was_over_gets_no_seat_back_by_a_new_deadline(late_deputy):
    wave, until = late_deputy.wave, in_hours(24)

    waves.edit(wave, name=wave.name, deadline_at=until, reserves_seats=False, actor=make_organiser())

    late_deputy.refresh_from_db()
    assert (late_deputy.deadline_at, late_deputy.reserves_seat) == (until, False)


def test_a_seat_kept_anew_for_a_deputy_must_be_free(late_deputy):
    wave = late_deputy.wave

    with pytest.raises(TooFewSeatsToReserve):
        waves.edit(wave, name="A", deadline_at=in_hours(24), reserves_seats=True, actor=make_organiser())


@pytest.mark.parametrize("reserves_seats", [True, False])
def test_a_deputy_in_time_keeps_the_seat_when_the_wave_of_an_old_deadline_gets_another_name(reserves_seats):
    event = make_event(capacity=1)
    wave = make_wave(event, deadline_at=in_hours(-1), sent_at=in_hours(-48))
    former = make_invitation(event, wave=wave, state="deputised")
    deputy = make_invitation(event, wave=wave, replaces=former, reserves_seat=True, deadline_at=None)

    waves.edit(
        wave, name="B", deadline_at=wave.deadline_at, reserves_seats=reserves_seats, actor=make_organiser()
    )

    deputy.refresh_from_db()
    assert (deputy.deadline_at, deputy.reserves_seat) == (None, True)


def test_seats_kept_already_stay_kept_though_people_wait():
    event = make_event(capacity=1)
    wave = make_wave(event, sent_at=in_hours(-48), reserves_seats=True)
    invitation = make_invitation(event, wave=wave, reserves_seat=True)
    waiting = make_registration(event, state="waiting")

    waves.edit(wave, name="C", deadline_at=in_hours(24), reserves_seats=True, actor=make_organiser())

    invitation.refresh_from_db()
    waiting.refresh_from_db()
    assert (invitation.reserves_seat, waiting.state) == (True, "waiting")


def test_seats_kept_for_the_silent_are_freed_when_their_time_is_over():
    event = make_event(capacity=1)
    make_invitation(event, reserves_seat=True, deadline_at=in_hours(-1))
    waiting = make_registration(event, state="waiting")

    assert (waves.release_overdue(), waves.release_overdue()) == (1, 0)

    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
