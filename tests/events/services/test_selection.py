"""One act on many: each for itself, and a true report."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from events.enums import RegistrationState
from events.models import RegistrationChange
from events.services import selection
from events.services.registration import cancel
from events.services.selection import (
    Letter,
    approve_each,
    cancel_each,
    decline_each,
    write_to_each,
)
from networking.models import AuditEntry
from notifications.models import Message
from tests.factories import make_event, make_organiser, make_registration, register_guest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


LETTER = Letter("Raum & Zeit", "Wir treffen uns im Saal 2.", "Room", "We meet in room 2.")


@pytest.fixture
def organiser():
    return make_organiser()


def states(event):
    return sorted(event.registrations.values_list("state", flat=True))


def test_all_are_cancelled_each_with_a_mail(organiser):
    event = make_event()
    people = [make_registration(event) for _ in range(3)]

    report = cancel_each(people, actor=organiser, reason="Raum zu klein")

    assert (len(report.done), report.refused) == (3, [])
    assert states(event) == ["cancelled"] * 3
    assert Message.objects.filter(kind="registration_cancelled").count() == 3


def test_nobody_is_promoted_only_to_be_cancelled_a_moment_later(organiser):
    event = make_event(capacity=1)
    people = [register_guest(event) for _ in range(3)]

    cancel_each(people, actor=organiser)

    assert not RegistrationChange.objects.filter(from_state="waiting", to_state="confirmed").exists()


def test_a_freed_seat_goes_to_who_was_not_chosen(organiser):
    event = make_event(capacity=1)
    seat, _first, second = (register_guest(event) for _ in range(3))

    cancel_each([seat, _first], actor=organiser)

    second.refresh_from_db()
    assert second.state == "confirmed"


def test_one_refusal_stops_nobody_else_and_is_told(organiser):
    over = make_event(starts_at=timezone.now() - timedelta(days=1))
    gone, there = make_registration(over), make_registration(make_event())

    report = cancel_each([gone, there], actor=organiser)

    assert report.done == [there]
    assert [(row, "event is over" in reason) for row, reason in report.refused] == [(gone, True)]


def test_seats_are_approved_in_the_order_of_registration(organiser):
    event = make_event(capacity=1)
    first = make_registration(event, state="pending")
    second = make_registration(event, state="pending")

    report = approve_each([second, first], actor=organiser)

    assert [(row.pk, row.state) for row in report.done] == [
        (first.pk, "confirmed"),
        (second.pk, "waiting"),
    ]


def test_approving_beyond_the_seats_says_who_got_none(organiser):
    event = make_event(capacity=1, waiting_list="off")
    people = [make_registration(event, state="pending") for _ in range(3)]

    report = approve_each(people, actor=organiser)

    assert (len(report.done), len(report.refused)) == (1, 2)
    assert {reason for _row, reason in report.refused} == {
        "No seat is free and this event has no waiting list."
    }


def test_who_cancelled_meanwhile_is_not_reported_as_approved(organiser):
    registration = make_registration(make_event(), state="pending")
    cancel(type(registration).objects.get(pk=registration.pk))

    report = approve_each([registration], actor=organiser)

    assert report.done == []
    assert "cancelled" in report.refused[0][1]


def test_who_got_a_seat_meanwhile_is_not_declined(organiser):
    registration = make_registration(make_event())
    pending = make_registration(registration.event, state="pending")

    report = decline_each([registration, pending], actor=organiser)

    assert report.done == [pending]
    assert len(report.refused) == 1


# --- letters ---


def write(people, organiser, *, letter=LETTER, key="one"):
    return write_to_each(people, letter, event=people[0].event, actor=organiser, key=key)


def test_each_gets_the_letter_in_their_language(organiser):
    event = make_event()
    german, english = make_registration(event), make_registration(event, language="en")

    write([german, english], organiser)

    assert [(m.to_email, m.language, m.subject) for m in Message.objects.order_by("pk")] == [
        (german.email, "de", "Raum & Zeit"),
        (english.email, "en", "Room"),
    ]


def test_without_english_all_get_the_german_letter(organiser):
    registration = make_registration(make_event(), language="en")

    write([registration], organiser, letter=Letter("Raum", "Saal 2"))

    message = Message.objects.get()
    assert (message.language, message.subject) == ("de", "Raum")
    assert message.text.startswith("Guten Tag")


def test_the_letter_is_plain_text(organiser):
    registration = make_registration(make_event())

    write([registration], organiser, letter=Letter("Hinweis", "<b>fett</b> & 'so'\n\nzweiter Absatz"))

    message = Message.objects.get()
    assert "<b>fett</b> & 'so'\n\nzweiter Absatz" in message.text
    assert "<b>fett</b>" not in message.html


def test_a_letter_about_a_dialog_has_a_neutral_subject(organiser):
    event = make_event(format="dialog", owner=organiser)
    registration = make_registration(event)

    write([registration], organiser, letter=Letter("Zinnobergrün", "Bitte pünktlich"))

    message = Message.objects.get()
    assert "Zinnobergrün" not in message.subject
    assert "Zinnobergrün" in message.text


def test_the_same_letter_is_never_sent_twice(organiser):
    registration = make_registration(make_event())

    write([registration], organiser)
    report = write([registration], organiser)

    assert len(report.done) == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize("state", ["cancelled", "declined", "expired"])
def test_who_is_no_longer_registered_gets_no_letter(organiser, state):
    registration = make_registration(make_event(), state=state)

    report = write([registration], organiser)

    assert (report.done, len(report.refused)) == ([], 1)
    assert Message.objects.count() == 0


def test_a_letter_is_noted_without_its_words(organiser):
    registration = make_registration(make_event())

    write([registration], organiser)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.fields) == ("attendees.message", organiser, [])


def test_every_state_is_either_open_to_an_act_or_ended():
    assert set(selection.CANCELLABLE) | {"cancelled", "declined", "expired"} == set(RegistrationState)
