"""What mail servers write when a mail comes back.

Shapes of the common ones, made up for these tests, and what a real Postfix said about mails of ours
(reports/*.eml, kept by services/test_postfix_reports.py).
"""

from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications import reports
from notifications.enums import BounceKind, BounceSource

ROW = "6f7c1a52-3b60-4f0e-9d7e-5f3a1c2b4d6e"


def multipart(report_type, *parts, to="bounces+abc@example.org", sender="MAILER-DAEMON@mx.example.net"):
    head = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Undelivered Mail\r\nAuto-Submitted: auto-replied\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type={report_type}; boundary="b"\r\n\r\n'
    )
    return (head + "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n").encode()


def status(*lines):
    """What is about the whole, and what is about the recipient."""
    block = "\r\n".join(lines)
    return (
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n{block}\r\n"
    )


TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\nIhre Nachricht konnte nicht zugestellt werden.\r\n"
RETURNED = (
    f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{ROW}@treffwerk.example.org>\r\nSubject: x\r\n"
)
POSTFIX = multipart(
    "delivery-status",
    TEXT,
    status(
        "Final-Recipient: rfc822; grete@example.net",
        "Original-Recipient: rfc822;grete@example.net",
        "Action: failed",
        "Status: 5.1.1",
        "Remote-MTA: dns; mx.example.net",
        "Diagnostic-Code: smtp; 550 5.1.1 <grete@example.net>: Recipient address rejected:",
        "    User unknown in virtual mailbox table",
    ),
    RETURNED,
)
EXCHANGE = multipart(
    "delivery-status",
    TEXT,
    status(
        "Final-recipient: RFC822; grete@example.net",
        "Action: failed",
        "Status: 5.1.10",
        "Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup",
    ),
    sender="MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net",
)
GMAIL = multipart(
    "delivery-status",
    TEXT,
    status(
        "Final-Recipient: rfc822; grete@example.net",
        "Action: failed",
        "Status: 5.2.2",
        "Diagnostic-Code: smtp; 552-5.2.2 The recipient's inbox is out of storage space.",
    ),
    RETURNED,
    sender="mailer-daemon@googlemail.example",
)
POLICY = multipart(
    "delivery-status",
    status("Final-Recipient: rfc822; a@b.example", "Action: failed", "Status: 5.7.26"),
)
EXPIRED = multipart(
    "delivery-status",
    status("Final-Recipient: rfc822; a@b.example", "Action: failed", "Status: 4.4.1"),
)
VAGUE = multipart(
    "delivery-status",
    status(
        "Final-Recipient: rfc822; a@b.example",
        "Action: failed",
        "Status: 5.0.0",
        "Diagnostic-Code: smtp; 550 #5.1.1 no such user",
    ),
)
DELAYED = multipart(
    "delivery-status",
    status("Final-Recipient: rfc822; a@b.example", "Action: delayed", "Status: 4.4.1"),
)
OLD_SERVER = (
    b"Return-Path: <>\r\nFrom: MAILER-DAEMON@old.example\r\nTo: bounces+abc@example.org\r\n\r\n"
    b"Hi. I wasn't able to deliver your message.\r\n<grete@example.net>:\r\n"
    b"192.0.2.7 does not like recipient. Remote host said: 550 5.1.1 unknown user\r\n"
)
AWAY = (
    b"From: grete@example.net\r\nTo: bounces+abc@example.org\r\nAuto-Submitted: auto-replied\r\n\r\n"
    b"I am away until 5.1.1 or so.\r\n"
)
COMPLAINT = multipart(
    "feedback-report",
    TEXT,
    "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Provider/1.0\r\nVersion: 1\r\n"
    "Original-Mail-From: <bounces+abc@example.org>\r\nOriginal-Rcpt-To: <grete@example.net>\r\n",
    RETURNED,
    to="abuse@example.org",
    sender="feedback@provider.example",
)


KEPT = Path(__file__).parent / "reports"
SAID = {
    "nobody-mailboxes": (BounceKind.HARD, "5.1.1", "unknown user"),
    "full-mailboxes": (BounceKind.FULL, "5.2.2", "input/output error"),
    "nobody-elsewhere": (BounceKind.HARD, "5.1.1", "User unknown"),
    "full-elsewhere": (BounceKind.FULL, "5.2.2", "Mailbox over quota"),
    "plain-elsewhere": (BounceKind.SOFT, "5.0.0", "no such user here"),
    "unwanted-elsewhere": (BounceKind.POLICY, "5.7.1", "content restrictions"),
    "later-elsewhere": (BounceKind.SOFT, "4.3.0", "come again"),
    "grete-unreachable": (BounceKind.SOFT, "4.4.1", "Connection refused"),
}


def kept(name):
    return (KEPT / f"{name}.eml").read_bytes()


def read(raw):
    return reports.read(message_from_bytes(raw))


@pytest.mark.parametrize(
    ("raw", "kind", "code"),
    [
        pytest.param(POSTFIX, BounceKind.HARD, "5.1.1", id="postfix"),
        pytest.param(EXCHANGE, BounceKind.HARD, "5.1.10", id="exchange"),
        pytest.param(GMAIL, BounceKind.FULL, "5.2.2", id="gmail"),
        pytest.param(POLICY, BounceKind.POLICY, "5.7.26", id="policy"),
        pytest.param(EXPIRED, BounceKind.SOFT, "4.4.1", id="expired"),
        pytest.param(VAGUE, BounceKind.HARD, "5.0.0", id="vague status, exact words"),
        pytest.param(OLD_SERVER, BounceKind.HARD, "5.1.1", id="words only"),
        pytest.param(COMPLAINT, BounceKind.COMPLAINT, "", id="complaint"),
    ],
)
def test_each_servers_shape_is_read(raw, kind, code):
    report = read(raw)

    assert (report.kind, report.status) == (kind, code)
    assert "bounces+abc@example.org" in report.addresses


def test_a_report_names_the_recipient_and_the_mail_that_came_back():
    report = read(POSTFIX)

    assert report.recipient == "grete@example.net"
    assert [(str(name), host) for name, host in report.message_ids] == [(ROW, "treffwerk.example.org")]
    assert report.words.startswith("550 5.1.1 <grete@example.net>")
    assert read(COMPLAINT).source == BounceSource.FEEDBACK


@pytest.mark.parametrize("name", SAID)
def test_a_real_postfixs_report_is_read_to_the_letter(name):
    kind, code, words = SAID[name]

    report = read(kept(name))

    assert (report.kind, report.status, report.recipient) == (kind, code, f"{name.replace('-', '@')}.example")
    assert words in report.words
    assert report.addresses[0].startswith("bounces+")
    assert [host for _name, host in report.message_ids] == ["treffwerk.example.org"]


def test_every_kept_report_is_tested():
    assert {path.stem for path in KEPT.glob("*.eml")} == {*SAID, "delayed-later-elsewhere"}


@pytest.mark.parametrize(
    "raw", [DELAYED, kept("delayed-later-elsewhere"), AWAY, b"", b"From: a@b.example\r\n\r\n550 5.1.1"]
)
def test_what_is_only_late_or_written_by_a_person_is_no_report(raw):
    assert read(raw) is None


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_damage_to_a_report_raises(data):
    whole = data.draw(st.sampled_from([POSTFIX, COMPLAINT, OLD_SERVER, kept("nobody-elsewhere")]))
    place, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 80))
    noise = data.draw(st.binary(max_size=60))

    report = read(whole[:place] + noise + whole[place + length :])

    assert report is None or (len(report.words) <= 500 and report.words.isprintable())
