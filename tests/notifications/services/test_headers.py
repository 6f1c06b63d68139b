"""The headers of each kind of mail, line by line: what programs may do with it and what its reader can do."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from events.models import Event
from networking.enums import Source
from notifications import links
from notifications.enums import Incoming, Priority, SubscriptionState
from notifications.models import Message, Subscription
from notifications.services import headers, incoming, letter, mime, subscriptions
from notifications.services.compiled import compile_mail
from notifications.services.delivery import wire
from tests.factories import make_reader

EVENT = Event(title_de="Wärme", contact_email="team@example.org", format="deep-dive")
DIALOG = Event(title_de="Geheim", contact_email="team@example.org", format="dialog")
READER = Subscription(email="a@example.org", language="de")
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
OFFICE, TEAM = {"Reply-To": "industriestadt@example.org"}, {"Reply-To": "team@example.org"}
SECRET = {"Sensitivity": "Personal"}


def headers_of(kind, **fields):
    found = headers.of(Message(kind=kind, language="de", **fields))
    assert found.pop("Content-Language") == "de"
    return found


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("seat_confirmed", {"event": EVENT}, AUTOMATIC | TEAM),
        ("planned_mail", {"event": EVENT}, AUTOMATIC | TEAM),
        ("seat_confirmed", {"event": Event(format="deep-dive")}, AUTOMATIC | OFFICE),
        ("seat_confirmed", {"event": DIALOG}, AUTOMATIC | TEAM | SECRET),
        ("invitation", {"event": DIALOG}, TEAM | SECRET),
        ("invitation_reminder", {"event": DIALOG}, AUTOMATIC | TEAM | SECRET),
        ("login_code", {"priority": Priority.SIGN_IN}, AUTOMATIC | OFFICE),
        ("introduction_made", {}, AUTOMATIC | OFFICE),
        ("barrier_report", {}, AUTOMATIC),
    ],
)
def test_a_mail_to_one_person_carries_exactly_the_headers_of_its_kind(kind, fields, expected):
    assert headers_of(kind, **fields) == expected


@pytest.mark.parametrize("kind", headers.OPT_IN)
def test_a_mail_about_subscribing_can_be_answered_only_by_leaving(kind):
    found = headers_of(kind, subscription=READER)

    assert found.pop("List-Unsubscribe") == f"<{links.subscription_url(READER, links.UNSUBSCRIBE)}>"
    assert found.pop("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert found == AUTOMATIC


def test_every_kind_named_here_has_its_template(settings):
    folder = settings.BASE_DIR / "templates" / "notifications" / "mail"

    assert [
        kind for kind in (*headers.OPT_IN, *headers.REPORTS) if not (folder / f"{kind}.txt").exists()
    ] == []


@pytest.mark.parametrize(("is_bulk", "precedence"), [(False, None), (True, "bulk")])
def test_a_newsletter_is_a_persons_writing_and_bulk_only_where_the_house_says_so(
    settings, is_bulk, precedence
):
    settings.MAIL_PRECEDENCE_BULK = is_bulk

    found = headers.of_newsletter("en", {"List-Id": "x"})

    assert found.pop("Precedence", None) == precedence
    assert found == {"X-Auto-Response-Suppress": "All", "Content-Language": "en", "List-Id": "x"}


def test_one_can_leave_by_one_click_and_by_mail_where_the_house_reads_mail(settings):
    settings.BOUNCE_ADDRESS = "bounces@bounces.example.org"

    found = headers.unsubscribing(
        Message(kind="newsletter", priority=Priority.NEWSLETTER, subscription=READER)
    )

    web, mail = found["List-Unsubscribe"].split(", ")
    assert (web[:5], web.count("http")) == ("<http", 1)
    address = re.fullmatch(
        r"<mailto:(bounces\+[a-z2-7]{34}@bounces\.example\.org)\?subject=unsubscribe>", mail
    )[1]
    assert len(address.partition("@")[0]) <= 64
    assert links.left_subscription(address.upper()) == READER.uuid
    assert links.bounced_message(address) is None


def test_a_booking_cannot_be_unsubscribed_from():
    found = headers.of(Message(kind="seat_confirmed", subscription=READER))

    assert not any(name.startswith("List-") for name in found)


# --- On the line -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_mail_leaves_with_sender_date_languages_both_parts_and_its_own_envelope(settings):
    settings.BOUNCE_ADDRESS = "bounces@bounces.example.org"
    written = letter.Letter("Neues", "Text\n", '<html lang="de"><p>Text</p></html>')
    reader = make_reader()
    mails = [
        Message(kind="seat_confirmed", idempotency_key="1", to_email="a@example.org", subject="Platz", text="Text"),
        Message(
            kind="newsletter", idempotency_key="2", to_email=reader.email, subscription=reader,
            priority=Priority.NEWSLETTER, subject="Neues", compiled=compile_mail("de", written),
        ),
    ]  # fmt: skip

    for message in mails:
        parcel = wire.Parcel(message)
        text = parcel.content.decode()
        head = text.partition("\r\n\r\n")[0]
        assert parcel.sender == links.bounce_address(message.uuid)
        assert f"Message-ID: <{message.uuid}@treffwerk.example.org>" in head
        for line in ("From: Masterplan", "Date: ", "Content-Language: de", f"To: {message.to_email}"):
            assert f"\r\n{line}" in "\r\n" + head
        assert ("text/plain" in text, "text/html" in text) == (True, True)


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\0", "\u2028", "\x85"])
@pytest.mark.parametrize("name", ["Ada{}Bcc: evil@example.net", 'Ä"{}X-Evil: 1'])
def test_a_strangers_name_makes_no_header_whatever_it_is_made_of(break_, name):
    message = Message(
        kind="x", to_name=name.format(break_), to_email="a@example.org", subject="Platz", text=""
    )

    raw = mime.mail(message).message().as_bytes(linesep="\r\n")

    mail = message_from_bytes(raw, policy=policy.default)
    assert (mail["Bcc"], mail["X-Evil"], mail["To"].addresses[0].addr_spec) == (None, None, "a@example.org")


# --- What comes of it ------------------------------------------------------------------------------------


def leaving(reader, **more):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "somebody@example.net",
        links.leaving_address(reader),
        "unsubscribe",
    )
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("")
    return mail.as_bytes()


@pytest.fixture
def reader(db, settings):
    settings.BOUNCE_ADDRESS = "bounces@bounces.example.org"
    return make_reader()


def state(reader):
    return Subscription.objects.get(pk=reader.pk).state


def test_a_mail_to_the_address_ends_the_subscription_and_a_second_changes_nothing(reader):
    assert incoming.receive(leaving(reader)) == Incoming.LEAVING
    assert incoming.receive(leaving(reader)) == Incoming.LEAVING

    assert state(reader) == SubscriptionState.WITHDRAWN
    assert [event.source for event in reader.consent_events.filter(kind="withdrawn")] == [Source.MAIL]


@pytest.mark.parametrize("more", [{"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}])
def test_an_absence_notice_or_a_report_ends_nothing(reader, more):
    assert incoming.receive(leaving(reader, **more)) == Incoming.IGNORED

    assert state(reader) == SubscriptionState.CONFIRMED


def test_a_forged_address_or_that_of_a_mail_ends_nothing(reader):
    raw, own = leaving(reader), links.leaving_address(reader)
    for address in (
        own.replace("+", "+a"),
        links.bounce_address(reader.uuid),
        own.replace("bounces.", "evil."),
    ):
        assert incoming.receive(raw.replace(own.encode(), address.encode())) == Incoming.IGNORED

    assert state(reader) == SubscriptionState.CONFIRMED


def test_saying_this_was_not_me_in_the_mail_program_ends_the_request(db, client):
    subscriptions.subscribe("ada@example.org", "de", [], [])
    message = Message.objects.get()
    address = headers.of(message)["List-Unsubscribe"].strip("<>")

    client.post(address, {"List-Unsubscribe": "One-Click"})

    reader = subscriptions.confirm(message.subscription)
    assert reader.state == SubscriptionState.WITHDRAWN
