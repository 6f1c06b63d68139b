"""Which mail each decision of the organisers causes, and what it says."""

import pytest
from django.utils import translation

from events.services.registration import approve, decline, register
from events.services.selection import approve_each, decline_each
from notifications.models import Message
from tests.factories import make_contact, make_event, make_organiser, register_guest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def organiser():
    return make_organiser()


def guest(event, **fields):
    return register_guest(event, language="en", **fields)


def kinds(registration):
    return list(registration.messages.order_by("pk").values_list("kind", flat=True))


def test_under_review_is_a_state_with_a_mail_of_its_own():
    registration = guest(make_event(entry="approval"))

    mail = registration.messages.get()
    assert (mail.kind, mail.calendar) == ("registration_pending", "")
    assert "under review" in mail.subject
    assert "you have no seat, and you are not on the waiting list either" in mail.text


def test_whoever_is_approved_reads_that_they_are_and_gets_the_calendar_file(organiser):
    registration = guest(make_event(entry="approval"))

    approve(registration, actor=organiser)
    approve(registration, actor=organiser)

    assert kinds(registration) == ["registration_pending", "registration_approved"]
    mail = registration.messages.get(kind="registration_approved")
    assert "have approved your registration. Your seat is sure" in mail.text
    assert "BEGIN:VEVENT" in mail.calendar


def test_whoever_is_approved_into_a_full_event_reads_both(organiser):
    event = make_event(entry="approval", capacity=1)
    first, second = guest(event), guest(event)

    approve_each([second, first], actor=organiser)

    assert kinds(first)[-1] == "registration_approved"
    assert kinds(second)[-1] == "approved_waiting"
    mail = second.messages.get(kind="approved_waiting")
    assert "you do not have a seat yet, but a place on the waiting list" in mail.text
    assert mail.calendar == ""


def test_the_reason_of_a_decline_stands_in_the_mail_as_it_was_written(organiser):
    registration = guest(make_event(entry="approval"))

    decline(registration, actor=organiser, reason="Nur für Projekte & Partner's <Team>")

    mail = registration.messages.get(kind="registration_declined")
    assert "Reason: Nur für Projekte & Partner's <Team>" in mail.text
    assert "<Team>" not in mail.html


def test_declining_many_reports_whom_it_came_too_late_for(organiser):
    event = make_event(entry="approval")
    first, second = guest(event), guest(event)
    approve(first, actor=organiser)

    report = decline_each([first, second], actor=organiser, reason="Voll")

    assert [row.pk for row in report.done] == [second.pk]
    assert [row.pk for row, _reason in report.refused] == [first.pk]
    assert "registration_declined" not in kinds(first)


def test_a_second_try_while_the_seat_is_held_brings_the_mail_that_confirms_it():
    event, contact = make_event(confirm_email_hours=24), make_contact()
    register(event, contact)
    Message.objects.update(created_at="2020-01-01T00:00Z")

    register(event, contact)

    assert kinds(event.registrations.get()) == ["seat_held", "seat_held"]
