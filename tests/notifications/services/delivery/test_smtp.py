"""Servers as they are: quick, old, slow, moody, gone. What each answer makes of the mail."""

import datetime
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from notifications import links
from notifications.enums import BounceKind, BounceSource, Priority
from notifications.models import Message, Transport
from notifications.services import bounces, letter
from notifications.services.compiled import compile_mail
from notifications.services.delivery import claims, journal, transport
from notifications.services.delivery.drain import drain
from tests.factories import make_reader
from tests.notifications.services.delivery.conftest import make_mail, states
from tests.smtp_server import DRIP, DROP, STALL

pytestmark = pytest.mark.django_db


def at(step, words, *numbers):
    """A script: `words` at that step, for these mails or for all."""
    return lambda here, number: words if here == step and (not numbers or number in numbers) else None


@pytest.mark.parametrize("offers", [("PIPELINING", "8BITMIME"), ()], ids=["pipelined", "step by step"])
def test_mails_arrive_whole_through_one_connection(scripted, offers):
    server = scripted(offers=offers)
    sent = [make_mail(text="Zeile\n.\n..Punkte\nGrüße\n") for _number in range(3)]

    assert drain().sent == 3

    assert server.connections == 1
    assert [recipient for _sender, recipient in server.envelopes] == [mail.to_email for mail in sent]
    first = server.parsed()[0]
    assert first.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Zeile\n.\n..Punkte\nGrüße\n"
    assert first["Message-ID"].startswith(f"<{sent[0].uuid}@")


def test_what_the_server_answered_stands_in_each_row(scripted):
    scripted(lambda step, number: f"250 2.0.0 Ok: queued as {number}" if step == "TEXT" else None)
    mails = [make_mail(), make_mail()]

    drain()

    rows = [(m.state, m.code, m.enhanced, m.reply) for m in Message.objects.order_by("pk")]
    assert rows == [
        ("sent", 250, "2.0.0", f"250 2.0.0 Ok: queued as {n}") for n, _mail in enumerate(mails, 1)
    ]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "TEXT"])
@pytest.mark.parametrize("offers", [("PIPELINING",), ()], ids=["pipelined", "step by step"])
@pytest.mark.parametrize(
    ("answer", "state"), [("451 4.3.0 later", "pending"), ("550 5.1.1 unknown", "failed")]
)
def test_a_refusal_concerns_one_mail_and_the_next_one_goes(scripted, step, offers, answer, state):
    server = scripted(at(step, answer, 1), offers=offers)
    refused, taken = make_mail(), make_mail()

    drain()

    refused.refresh_from_db()
    taken.refresh_from_db()
    assert (refused.state, refused.attempts, refused.reply, taken.state) == (state, 1, answer, "sent")
    assert (refused.not_before > timezone.now()) == (state == "pending")
    assert server.connections == 1


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "TEXT"])
@pytest.mark.parametrize("fault", [STALL, DROP, DRIP, "421 4.3.2 closing", "nonsense"])
def test_a_server_that_goes_wrong_loses_no_mail_and_is_left_alone_for_a_while(
    scripted, settings, step, fault
):
    settings.EMAIL_TIMEOUT = 0.15
    server = scripted(at(step, fault))
    make_mail(), make_mail()

    drain()

    assert states() == {"pending": 2}
    assert Transport.objects.get().is_blocked
    assert server.connections == 1
    assert drain().sent == 0
    assert server.connections == 1


def test_an_unreachable_server_is_asked_less_and_less_often(sends_to, settings):
    settings.EMAIL_PORT = 1
    make_mail()

    waits = []
    for _try in range(3):
        drain()
        way = Transport.objects.get()
        waits.append(round((way.blocked_until - way.last_reply_at).total_seconds()))
        Transport.objects.update(blocked_until=None)

    assert waits == [15, 30, 60]
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("pending", 0)


def test_a_connection_that_ends_after_many_mails_is_made_anew_at_once(scripted):
    server = scripted(at("MAIL", "421 4.7.0 too many mails in this connection", 3))
    for _number in range(5):
        make_mail()

    drain()

    assert states() == {"pending": 1, "sent": 4}
    assert server.connections == 2


def test_a_used_up_connection_is_exchanged(scripted, settings):
    settings.MAIL_PER_CONNECTION = 2
    server = scripted()
    for _number in range(5):
        make_mail()

    assert (drain().sent, server.connections) == (5, 3)


def test_a_mail_whose_answer_never_came_goes_again_with_the_same_message_id(scripted):
    server = scripted(lambda step, number: {"TEXT": DROP, "TAKEN": "yes"}.get(step) if number == 1 else None)
    make_mail()

    drain()
    Message.objects.update(not_before=timezone.now())
    Transport.objects.update(blocked_until=None)
    drain()

    assert states() == {"sent": 1}
    assert len(server.mails) == 2
    assert len({mail["Message-ID"] for mail in server.parsed()}) == 1


def test_it_goes_again_twice_at_most(scripted):
    server = scripted(lambda step, number: {"TEXT": DROP, "TAKEN": "yes"}.get(step))
    make_mail()

    for _try in range(5):
        drain()
        Message.objects.update(not_before=timezone.now())
        Transport.objects.update(blocked_until=None)

    assert (states(), len(server.mails)) == ({"in-doubt": 1}, 3)


@pytest.mark.parametrize(
    ("policy", "priority"), [("hold", Priority.TRANSACTIONAL), ("resend", Priority.NEWSLETTER)]
)
def test_where_doubt_is_held_it_waits_for_a_person(scripted, settings, policy, priority):
    settings.MAIL_IN_DOUBT = policy
    scripted(at("TEXT", DROP))
    make_mail(priority=priority)

    drain()

    assert states() == {"in-doubt": 1}


@pytest.mark.parametrize("step", ["MAIL", "DATA", "TEXT"])
def test_a_refusal_of_policy_pauses_everything_and_loses_nothing(scripted, step):
    server = scripted(at(step, "554 5.7.1 your mail is not wanted"))
    make_mail(), make_mail()

    drain()

    way = Transport.objects.get()
    assert (way.is_paused, way.last_reply) == (True, "554 5.7.1 your mail is not wanted")
    assert (states(), server.begun) == ({"pending": 2}, 1)


def test_five_equal_refusals_in_a_row_pause(scripted):
    server = scripted(
        lambda step, number: f"550 relaying denied for guest{number}@example.org" if step == "RCPT" else None
    )
    for _number in range(8):
        make_mail()

    drain()

    assert Transport.objects.get().is_paused
    assert (states(), server.begun) == ({"failed": 5, "pending": 3}, 5)


def test_five_equal_later_answers_in_a_row_are_waited_out(scripted):
    server = scripted(at("MAIL", "450 4.7.1 rate limited"))
    for _number in range(8):
        make_mail()

    drain()

    assert (Transport.objects.get().is_paused, Transport.objects.get().is_blocked) == (False, True)
    assert server.begun == 5


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "550 mailbox unavailable"])
def test_an_old_list_pauses_nothing(scripted, answer):
    odd = lambda step, number: answer if step == "RCPT" and number % 2 else None  # noqa: E731
    scripted(odd if "5.1.1" not in answer else at("RCPT", answer))
    for _number in range(12):
        make_mail()

    drain()

    assert not Transport.objects.get().is_paused


def test_sign_in_codes_go_even_during_a_pause_and_nothing_else(scripted):
    scripted()
    Transport.objects.create(name=transport.NAME, paused_at=timezone.now())
    make_mail()
    code = make_mail(priority=Priority.SIGN_IN)

    drain()

    code.refresh_from_db()
    assert (code.state, states()) == ("sent", {"pending": 1, "sent": 1})


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nRCPT TO:<b@example.org>",
        "a\n@example.org",
        "a b@example.org",
        "a>@example.org",
        "grüße@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + ("ü" + "b" * 48 + ".") * 4 + "industrie-berlin-brandenburg.org",
        "a@exam ple.org",
        "a@",
        "nobody",
    ],
    ids=repr,
)
def test_an_address_no_server_can_be_asked_for_fails_without_asking(scripted, address):
    server = scripted()
    Message.objects.filter(pk=make_mail().pk).update(to_email=address[:254])
    make_mail()

    drain()

    assert states() == {"failed": 1, "sent": 1}
    assert server.begun == 1


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("a@müller.example", "a@xn--mller-kva.example"),
        ("a@STRASSE.example", "a@strasse.example"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
        ("a+b.c'd@example.org", "a+b.c'd@example.org"),
        ("a" * 64 + "@example.org", "a" * 64 + "@example.org"),
    ],
)
def test_the_server_is_asked_for_the_address_in_ascii(scripted, address, asked):
    server = scripted()
    make_mail(to_email=address)

    drain()

    assert server.envelopes[0][1] == asked


@pytest.mark.parametrize("name", ["Ada\r\nBcc: b@example.org", "Ünal, Öz <x@y>", "a" * 200, '"'])
def test_a_name_adds_no_header_and_no_recipient(scripted, name):
    server = scripted()
    mail = make_mail(to_name=name)

    drain()

    for arrived in server.parsed():
        assert arrived["Bcc"] is None
        assert [a.addr_spec for a in arrived["To"].addresses] == [mail.to_email]


def test_a_mail_that_cannot_be_built_fails_alone(scripted):
    scripted()
    make_mail(text="\ue000manage\ue001")  # a mark without the registration it needs
    make_mail()

    drain()

    assert states() == {"failed": 1, "sent": 1}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate for 127.0.0.1 that nobody vouches for, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def test_with_a_certificate_somebody_vouches_for_it_signs_in_encrypted(
    scripted, settings, monkeypatch, tls, certificate
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "house", "secret"
    server = scripted(tls=tls, offers=("PIPELINING", "AUTH PLAIN"))
    make_mail()

    assert drain().sent == 1

    verbs = [command.split()[0].upper() for command in server.commands]
    assert verbs.index("STARTTLS") < verbs.index("AUTH") < verbs.index("MAIL")


def test_a_certificate_nobody_vouches_for_gets_neither_password_nor_mail(scripted, settings, tls):
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "house", "secret"
    server = scripted(tls=tls, offers=("AUTH PLAIN",))
    make_mail()

    drain()

    assert states() == {"pending": 1}
    assert not any(command.upper().startswith(("AUTH", "MAIL")) for command in server.commands)
    assert "certificate" in Transport.objects.get().last_reply.lower()


def test_a_server_without_encryption_gets_nothing_where_the_settings_ask_for_it(scripted, settings):
    settings.EMAIL_USE_TLS = True
    server = scripted()
    make_mail()

    drain()

    assert (states(), server.begun) == ({"pending": 1}, 0)


def test_a_refused_password_pauses(scripted, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "house", "wrong"
    scripted(at("AUTH", "535 5.7.8 authentication failed"), offers=("AUTH PLAIN",))
    make_mail()

    drain()

    assert Transport.objects.get().is_paused


def test_each_mail_has_a_bounce_address_of_its_own_where_the_house_has_them(scripted, settings):
    settings.BOUNCE_ADDRESS = "bounces@example.org"
    server = scripted()
    mails = [make_mail(), make_mail()]

    drain()

    senders = [sender for sender, _recipient in server.envelopes]
    assert [links.bounced_message(sender) for sender in senders] == [mail.uuid for mail in mails]
    assert all(len(sender.partition("@")[0]) <= 64 for sender in senders)
    assert server.parsed()[0]["From"] == settings.DEFAULT_FROM_EMAIL


def test_of_a_newsletters_rows_only_what_is_sent_is_read_and_the_rest_when_asked(
    settings, tmp_path, django_assert_num_queries
):
    settings.MAIL_SPOOL = tmp_path
    reader = make_reader(language="en", key_version=3)
    compiled = compile_mail("de", letter.Letter("Neues", "Text", "<p>Text</p>"))
    make_mail(to_email=reader.email, subscription=reader, compiled=compiled, priority=Priority.NEWSLETTER)

    with journal.opened() as book:
        [message] = claims.claim(book.owner).messages

    with django_assert_num_queries(0):
        own = message.subscription
        assert (own, own.uuid, own.language, own.key_version) == (reader, reader.uuid, "en", 3)
        assert (message.compiled, message.attempts, message.lease_owner) == (compiled, 1, book.owner)
        assert links.subscription_url(own, links.UNSUBSCRIBE) == links.subscription_url(
            reader, links.UNSUBSCRIBE
        )
    with django_assert_num_queries(2):
        assert (message.subject[:9], own.email) == ("Ihr Platz", reader.email)


def test_a_newsletter_whose_address_takes_no_mails_is_skipped(scripted):
    server = scripted()
    reader = make_reader()
    mail = make_mail(to_email=reader.email, subscription=reader, priority=Priority.NEWSLETTER)
    bounces.note(mail, BounceSource.REPORT, BounceKind.HARD, "5.1.1", "")

    drain()

    assert (states(), server.mails) == ({"skipped": 1}, [])
