"""Planned mails: to whom, when, once; and what a stranger's words can do in them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.enums import EventState, Visibility
from events.models import Event, PlannedMail, Registration
from notifications.models import Message, PlannedMailRun
from notifications.services import planned_mails
from tests.factories import make_event, make_registration, tick
from tests.notifications.test_placeholders import ATTACKS

pytestmark = pytest.mark.django_db


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def make_mail(event, **fields):
    """A reminder two days before, switched on, to everybody with a sure seat."""
    defaults = {
        "amount": 48,
        "unit": "hours",
        "moment": "before-start",
        "states": ["confirmed"],
        "subject_de": "Bald: {title}",
        "text_de": "Guten Tag {given_name}, am {date}.",
        "is_on": True,
    }
    return PlannedMail.objects.create(event=event, **(defaults | fields))


def make_guest(event, *, hours_ago=100, **fields):
    guest = make_registration(event, **fields)
    Registration.objects.filter(pk=guest.pk).update(created_at=in_hours(-hours_ago))
    return guest


def written():
    return Message.objects.filter(kind=planned_mails.KIND)


def test_everybody_gets_it_once_when_its_time_has_come():
    event = make_event(starts_at=in_hours(47), title_de="Wärme")
    mail = make_mail(event)
    guests = [make_guest(event), make_guest(event)]
    make_guest(event, state="cancelled")

    assert (planned_mails.send_due(), planned_mails.send_due()) == (2, 0)

    assert {row.registration for row in written()} == set(guests)
    assert written().first().subject == "Bald: Wärme"
    assert [run.number for run in PlannedMailRun.objects.filter(planned_mail=mail)] == [2]


@pytest.mark.parametrize(
    ("starts_in", "fields", "state"),
    [
        pytest.param(49, {}, EventState.PUBLISHED, id="too early"),
        pytest.param(-1, {}, EventState.PUBLISHED, id="has begun"),
        pytest.param(47, {"is_on": False}, EventState.PUBLISHED, id="switched off"),
        pytest.param(47, {}, EventState.CANCELLED, id="cancelled"),
        pytest.param(47, {}, EventState.DRAFT, id="draft"),
    ],
)
def test_nothing_goes_out_when_it_makes_no_sense(starts_in, fields, state):
    event = make_event(starts_at=in_hours(starts_in), ends_at=in_hours(60))
    make_guest(event)
    make_mail(event, **fields)
    Event.objects.filter(pk=event.pk).update(state=state)

    assert planned_mails.send_due() == 0


def test_it_moves_with_the_event_and_is_not_sent_again():
    event = make_event(starts_at=in_hours(47), ends_at=in_hours(50))
    make_guest(event)
    make_mail(event)
    planned_mails.send_due()

    Event.objects.filter(pk=event.pk).update(starts_at=in_hours(500), ends_at=in_hours(503))
    make_guest(event)

    assert planned_mails.send_due() == 0
    Event.objects.filter(pk=event.pk).update(starts_at=in_hours(40))
    assert planned_mails.send_due() == 1


def test_who_registers_later_gets_a_reminder_while_it_is_before_but_not_at_once():
    event = make_event(starts_at=in_hours(5))
    make_mail(event)
    guest = make_guest(event, hours_ago=0)

    assert planned_mails.send_due() == 0
    Registration.objects.filter(pk=guest.pk).update(created_at=in_hours(-2))
    assert planned_mails.send_due() == 1


def test_a_thank_you_goes_to_those_who_came_and_a_week_later_to_nobody():
    event = make_event(starts_at=in_hours(-30), ends_at=in_hours(-26))
    came, _stayed_away = make_guest(event, category="press"), make_guest(event, category="press")
    tick(came)
    make_mail(event, amount=1, unit="days", moment="after-end", came="yes", categories=["press"])

    assert planned_mails.send_due() == 1
    assert written().get().registration == came
    written().delete()
    Event.objects.filter(pk=event.pk).update(starts_at=in_hours(-400), ends_at=in_hours(-390))
    assert planned_mails.send_due() == 0


def test_two_days_before_is_the_same_hour_when_the_clocks_change():
    start = timezone.make_aware(datetime(2027, 3, 29, 16))  # noqa: DTZ001 -- on Berlin's clock

    due = make_mail(make_event(starts_at=start), amount=2, unit="days").due_at

    assert timezone.localtime(due).strftime("%d %H:%M") == "27 16:00"


def test_the_question_brings_two_private_buttons():
    event = make_event(starts_at=in_hours(47))
    make_guest(event)
    make_mail(event, aim="ask")

    planned_mails.send_due()
    row = written().get()

    assert "\ue000coming\ue001" in row.text
    assert "\ue000cancel\ue001" in row.text


def test_of_a_confidential_event_neither_title_nor_place_is_told():
    event = make_event(
        starts_at=in_hours(47),
        title_de="Geheimprojekt",
        venue="Bunker 7",
        visibility=Visibility.CONFIDENTIAL,
    )
    make_guest(event)
    make_mail(event, text_de="{title} in {place}")

    planned_mails.send_due()
    row = written().get()

    for part in (row.subject, row.text, row.html):
        assert "Geheimprojekt" not in part
        assert "Bunker" not in part


@pytest.mark.parametrize("attack", [*ATTACKS, "<script>alert(1)</script>"])
def test_a_rule_written_past_the_form_comes_out_as_it_was_typed(attack):
    event = make_event(starts_at=in_hours(47))
    guest = make_guest(event)
    make_mail(event, text_de=f"typed: {attack}", subject_de="S")

    planned_mails.send_due()
    row = written().get()

    assert f"typed: {attack.replace('{name}', guest.name)}" in row.text
    assert "<script>" not in row.html


def test_a_strangers_name_makes_no_link_of_the_line_it_stands_on():
    event = make_event(starts_at=in_hours(47))
    make_guest(event, given_name="https://evil.example/x")
    make_mail(event, text_de="x\n{given_name}", subject_de="{given_name}")

    planned_mails.send_due()

    assert 'href="https://evil' not in written().get().html


def test_it_is_called_as_people_read_it_in_the_organisers_language():
    event = make_event(title_de="Wärme", title_en="Heat")
    mail = make_mail(event, subject_de="Bald: {title}, {name}", subject_en="Soon: {title}", text_en="Hello")

    assert planned_mails.heading(mail, "de") == "Bald: Wärme, …"
    assert planned_mails.heading(mail, "en") == "Soon: Heat"


def test_the_name_of_a_confidential_event_is_not_in_what_its_mail_is_called():
    mail = make_mail(make_event(format="dialog", title_de="Geheim"))

    assert planned_mails.heading(mail, "de") == "Bald: unsere Veranstaltung"
