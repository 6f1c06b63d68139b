"""An answer of a calendar is kept and told; a seat moves only by the person's own link."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from events.attendance import attendee_list, history
from events.calendar.itip import Reply
from events.enums import CalendarAnswer, RegistrationState
from events.models import CalendarReply
from events.services import planning, replies
from events.services.registration import cancel
from events.services.retention import anonymise_due
from notifications.models import Message
from notifications.services import outbox
from tests.factories import make_event, make_organiser, make_registration, register_guest

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def answered(seat, answer=CalendarAnswer.DECLINED, **fields):
    """Somebody's calendar answers."""
    fields = {"address": seat.email, "sequence": 0, "answered_at": NOON} | fields
    return replies.note(Reply(event=seat.event.uuid, answer=answer, **fields))


def questions():
    return Message.objects.filter(kind="seat_in_question")


def listed(event):
    return [row.calendar_answer for row in attendee_list(event)]


# --- declined --------------------------------------------------------------------------------------------


def test_a_declined_seat_stays_and_the_person_is_asked(mailoutbox):
    seat = register_guest(make_event(title_de="Wärme"), email="ada@example.org")
    Message.objects.all().delete()

    answered(seat, address="Ada@Example.org")
    outbox.deliver_due()

    seat.refresh_from_db()
    [mail] = mailoutbox
    assert (seat.state, mail.subject) == (RegistrationState.CONFIRMED, "Platz zurückgeben? Wärme")
    assert mail.to == [f'"{seat.name}" <ada@example.org>']
    assert "/cancel/" in mail.body


def test_the_link_in_the_question_leads_to_the_page_that_gives_the_seat_back(mailoutbox, client):
    seat = register_guest(make_event())
    Message.objects.all().delete()
    answered(seat)
    outbox.deliver_due()
    address = next(line for line in mailoutbox[0].body.splitlines() if line.endswith("/cancel/"))

    client.post(address.removeprefix("http://testserver"))

    seat.refresh_from_db()
    assert seat.state == RegistrationState.CANCELLED


def test_a_mail_that_comes_twice_is_one_row_and_one_question():
    seat = register_guest(make_event())

    first, again = answered(seat), answered(seat)

    assert (first.pk, CalendarReply.objects.count(), questions().count()) == (again.pk, 1, 1)


def test_who_declines_again_and_again_is_asked_once_for_each_revision():
    event = make_event(sequence=1)
    seat = register_guest(event)
    for minute, (answer, sequence) in enumerate(
        [("declined", 0), ("accepted", 0), ("declined", 0), ("declined", 1)]
    ):
        at = NOON + timedelta(minutes=minute)
        answered(seat, CalendarAnswer(answer), sequence=sequence, answered_at=at)

    assert questions().count() == 2


def test_a_stranger_cannot_make_us_ask_more_often_by_inventing_revisions():
    seat = register_guest(make_event())

    for sequence in range(5):
        answered(seat, sequence=sequence)

    assert (CalendarReply.objects.count(), questions().count()) == (1, 1)


def test_a_time_in_the_future_counts_as_now():
    seat = register_guest(make_event())

    kept = answered(seat, answered_at=timezone.now() + timedelta(days=900))

    assert kept.answered_at <= timezone.now()


def test_an_answer_that_came_late_asks_nothing():
    seat = register_guest(make_event())

    answered(seat, CalendarAnswer.ACCEPTED, answered_at=NOON)
    answered(seat, CalendarAnswer.DECLINED, answered_at=NOON - timedelta(hours=1))

    assert not questions().exists()


@pytest.mark.parametrize("answer", [CalendarAnswer.ACCEPTED, CalendarAnswer.TENTATIVE])
def test_other_answers_ask_nothing(answer):
    answered(register_guest(make_event()), answer)

    assert not questions().exists()


def test_where_there_is_no_sure_seat_nothing_is_asked():
    event = make_event(capacity=1)
    seat, waiting = register_guest(event), register_guest(event)
    answered(waiting)
    planning.cancel(event, actor=make_organiser())
    answered(seat)

    assert (CalendarReply.objects.count(), questions().count()) == (2, 0)


@pytest.mark.parametrize("fields", [{"address": "eve@example.org"}, {"address": ""}])
def test_an_address_that_is_not_registered_leaves_nothing(fields):
    assert answered(register_guest(make_event()), **fields) is None


def test_the_registration_at_another_event_is_not_meant():
    seat = register_guest(make_event())
    other = make_registration(make_event(), email=seat.email)

    answered(other)

    assert not seat.calendar_replies.exists()


# --- handed on -------------------------------------------------------------------------------------------


def test_who_hands_on_is_led_to_the_page_and_the_other_address_stands_in_no_mail():
    seat = register_guest(make_event())

    kept = answered(seat, CalendarAnswer.DELEGATED, delegate="eve@example.org")

    mail = questions().get()
    assert kept.delegate == "eve@example.org"
    assert "eve@example.org" not in mail.text + mail.html
    assert "handed on" not in mail.text  # German, and complete


# --- what organisers see ---------------------------------------------------------------------------------


def test_the_list_shows_the_latest_answer():
    event = make_event()
    seat = register_guest(event)
    answered(seat, CalendarAnswer.DECLINED, answered_at=NOON)
    answered(seat, CalendarAnswer.TENTATIVE, answered_at=NOON + timedelta(minutes=1))

    assert listed(event) == ["tentative"]


def test_after_registering_again_the_former_answer_is_history():
    event = make_event()
    seat = register_guest(event, email="ada@example.org")
    answered(seat)
    cancel(seat)

    seat = register_guest(event, email="ada@example.org")

    assert listed(event) == [None]
    assert "declined" in [step.kind for step in history(seat)]


def test_the_history_names_the_answer_and_who_shall_come_instead():
    seat = register_guest(make_event())
    answered(seat, CalendarAnswer.DELEGATED, delegate="eve@example.org")

    step = history(seat)[-1]

    assert (step.kind, step.reason) == ("delegated", "eve@example.org")


def test_answers_are_deleted_when_their_time_is_over():
    day = timezone.now() - timedelta(days=400)
    seat = make_registration(make_event(starts_at=day))
    answered(seat, CalendarAnswer.DELEGATED, delegate="eve@example.org")

    anonymise_due()

    assert not CalendarReply.objects.exists()
