"""A mail that comes to our own address: from whole mails, well-formed and not, to what was kept."""

from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import CalendarReply
from notifications.enums import Incoming
from notifications.services import incoming
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db


def calendar(seat, answer="DECLINED", address=""):
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "METHOD:REPLY",
            "BEGIN:VEVENT",
            f"UID:event-{seat.event.uuid}@treffwerk.example.org",
            "SEQUENCE:0",
            "DTSTAMP:20261101T120000Z",
            "SUMMARY:Abgelehnt: Wärme",
            f"ATTENDEE;PARTSTAT={answer}:mailto:{address or seat.email}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def reply_mail(seat, sender="ada@example.org", cte="base64", **fields):
    """Text and calendar side by side, as most programs send it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "treffwerk@example.org", "Abgelehnt: Wärme"
    mail.set_content("Ich kann leider nicht.")
    mail.add_alternative(calendar(seat, **fields), subtype="calendar", params={"method": "REPLY"}, cte=cte)
    return mail


@pytest.mark.parametrize("cte", ["base64", "quoted-printable", "8bit"])
def test_an_answer_is_kept_however_it_was_packed(cte):
    seat = register_guest(make_event())

    assert incoming.receive(reply_mail(seat, cte=cte).as_bytes()) == Incoming.CALENDAR_REPLY
    assert seat.calendar_replies.get().answer == "declined"


def test_an_assistant_may_answer():
    seat = register_guest(make_event())

    incoming.receive(reply_mail(seat, sender="secretary@example.org").as_bytes())

    assert seat.calendar_replies.exists()


def test_an_answer_only_attached_or_alone_is_kept():
    first, second = register_guest(make_event()), register_guest(make_event())
    attached = EmailMessage()
    attached.set_content("Siehe Anhang")
    attached.add_attachment(
        calendar(first).encode(), maintype="application", subtype="ics", filename="invite.ics"
    )
    alone = b'Content-Type: text/calendar; charset="utf-8"; method=REPLY\r\n\r\n' + calendar(second).encode()

    incoming.receive(attached.as_bytes())
    incoming.receive(alone)

    assert CalendarReply.objects.count() == 2


def test_an_answer_forwarded_inside_another_mail_is_found():
    seat = register_guest(make_event())
    outer = EmailMessage()
    outer.set_content("Zur Kenntnis")
    outer.add_attachment(reply_mail(seat))

    assert incoming.receive(outer.as_bytes()) == Incoming.CALENDAR_REPLY


def test_an_ordinary_mail_is_ignored():
    mail = EmailMessage()
    mail["From"] = "ada@example.org"
    mail.set_content("Wann beginnt es?")

    assert incoming.receive(mail.as_bytes()) == Incoming.IGNORED


def test_an_answer_of_nobody_here_is_ignored():
    mail = reply_mail(register_guest(make_event()), address="eve@example.org")

    assert incoming.receive(mail.as_bytes()) == Incoming.IGNORED


def nested(levels, content):
    """Mails within mails within mails."""
    return b"Content-Type: message/rfc822\r\n\r\n" * levels + content


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"x" * (incoming.MAX_BYTES + 1), id="too large"),
        pytest.param(nested(20_000, b""), id="too deep"),
        pytest.param(
            b"content-type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 2_000, id="too many parts"
        ),
    ],
)
def test_what_is_too_large_or_too_deep_is_not_even_read(raw):
    assert incoming.receive(raw) == Incoming.REFUSED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        nested(59, b""),
        b"Content-Type: multipart/mixed\r\n\r\n--\r\n",
        b'Content-Type: multipart/mixed; boundary="\r\n\r\n--\r\n',
        b"Content-Type: text/calendar; charset=no-such-thing\r\n\r\n\xff",
        b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666\n\xff",
        b"Content-Type: =?utf-8?q?text/calendar?=\r\nContent-Type: \xff\xfe\r\n\r\n",
        b"Content-Type: multipart/digest; boundary=a\r\n\r\n--a\r\n\r\n--a--",
    ],
)
def test_broken_mails_are_ignored(raw):
    assert incoming.receive(raw) == Incoming.IGNORED


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(noise=st.binary(max_size=60), place=st.integers(0, 900), length=st.integers(0, 60))
def test_no_damage_to_a_mail_raises(noise, place, length):
    whole = _SAMPLE[:place] + noise + _SAMPLE[place + length :]

    assert incoming.receive(whole) in Incoming.values


_SAMPLE = (
    b'From: ada@example.org\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nNein\r\n--b\r\n"
    b"Content-Type: text/calendar; charset=utf-8; method=REPLY\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
    b"UID:event-6f7c1a52-3b60-4f0e-9d7e-5f3a1c2b4d6e@treffwerk.example.org\r\n"
    b"ATTENDEE;PARTSTAT=3DDECLINED:mailto:ada@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n"
)
