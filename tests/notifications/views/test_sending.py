"""Pausing, resuming, deciding: who may, and what it changes."""

import pytest
from django.utils import timezone

from events.enums import Format, TeamRole
from events.models import TeamMember
from networking.enums import Role
from networking.models import AuditEntry
from notifications.enums import MessageState
from notifications.models import Message, Transport
from notifications.services import outbox
from tests.factories import make_event, make_organiser, make_person
from tests.notifications.views.test_outbox import BASE, make_mail

pytestmark = pytest.mark.django_db


def test_organisers_pause_and_resume(signed_in, mailoutbox):
    client = signed_in(make_organiser())
    make_mail(make_event())

    client.post(f"{BASE}pause/")
    outbox.deliver_due()
    while_paused = len(mailoutbox)
    client.post(f"{BASE}resume/")
    outbox.deliver_due()

    assert (while_paused, len(mailoutbox)) == (0, 1)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "outbox.pause",
        "outbox.resume",
    ]


def test_a_pause_shows_who_made_it_and_the_servers_last_answer(signed_in):
    Transport.objects.create(
        name="default",
        paused_at=timezone.now(),
        last_reply="554 5.7.1 not wanted",
        last_reply_at=timezone.now(),
    )

    page = signed_in(make_organiser()).get(BASE).content.decode()

    assert "The mail server has refused our mails" in page
    assert "554 5.7.1 not wanted" in page


@pytest.mark.parametrize("act", ["pause", "resume"])
def test_nobody_else_stops_everybodys_mail(signed_in, act):
    owner = TeamMember.objects.create(event=make_event(), person=make_person(), role=TeamRole.OWNER).person

    for person in (owner, make_organiser(Role.AUDITOR)):
        assert signed_in(person).post(f"{BASE}{act}/").status_code == 403


def test_looking_pauses_nothing(signed_in):
    assert signed_in(make_organiser()).get(f"{BASE}pause/").status_code == 405


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("send-again", "in-doubt", "pending"),
        ("send-again", "failed", "pending"),
        ("send-again", "sent", "sent"),
        ("take-as-sent", "in-doubt", "sent"),
        ("take-as-sent", "failed", "failed"),
    ],
)
def test_a_person_decides_about_a_mail_that_stopped(signed_in, act, before, after):
    mail = make_mail(make_event(), state=before, attempts=3, doubts=3)

    answer = signed_in(make_organiser()).post(f"{BASE}{mail.uuid}/decide/", {"act": act}, follow=True)

    mail.refresh_from_db()
    assert (answer.status_code, mail.state) == (200, after)


def test_all_in_doubt_are_decided_at_once_but_only_those_one_may_read(signed_in):
    mine = make_mail(make_event(), state=MessageState.IN_DOUBT)
    closed = make_mail(make_event(format=Format.DIALOG), state=MessageState.IN_DOUBT)
    failed = make_mail(make_event(), state=MessageState.FAILED)

    signed_in(make_organiser()).post(f"{BASE}decide/", {"act": "send-again"})

    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {mine.pk: "pending", closed.pk: "in-doubt", failed.pk: "failed"}


def test_a_mail_one_may_not_read_is_not_decided_about(signed_in):
    mail = make_mail(make_event(format=Format.DIALOG), state=MessageState.FAILED)

    answer = signed_in(make_organiser()).post(f"{BASE}{mail.uuid}/decide/", {"act": "send-again"})

    assert (answer.status_code, Message.objects.get().state) == (404, "failed")


def test_the_numbers_of_all_states_are_those_of_the_rows(signed_in):
    for state in ("sent", "sent", "in-doubt", "failed"):
        make_mail(make_event(), state=state)

    context = signed_in(make_organiser()).get(BASE).context

    assert {value: number for value, _label, number in context["numbers"] if number} == {
        "sent": 2,
        "in-doubt": 1,
        "failed": 1,
    }
    assert sum(number for _value, _label, number in context["numbers"]) == Message.objects.count()
