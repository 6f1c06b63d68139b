"""From a report to the mail it is about."""

import re
from uuid import UUID

import pytest

from notifications import links
from notifications.enums import BounceKind, Incoming, SubscriptionState
from notifications.models import Bounce, Message, Suppression
from notifications.services import incoming
from tests.factories import make_reader
from tests.notifications.test_reports import COMPLAINT, POSTFIX, ROW, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_addresses(settings):
    settings.BOUNCE_ADDRESS = "bounces@example.org"


def make_mail(email="grete@example.net", **fields):
    key = f"test:{Message.objects.count()}"
    return Message.objects.create(kind="test", idempotency_key=key, to_email=email, subject="x", **fields)


def about(mail, raw=POSTFIX):
    return raw.replace(b"bounces+abc@example.org", links.bounce_address(mail.uuid).encode())


def test_a_mail_that_came_back_is_found_by_its_own_address_in_capitals_too(own_addresses):
    first, second = make_mail(), make_mail()

    assert incoming.receive(about(first)) == Incoming.BOUNCE
    incoming.receive(POSTFIX, recipient=links.bounce_address(second.uuid).upper())

    assert (first.bounces.get().kind, second.bounces.get().status) == (BounceKind.HARD, "5.1.1")


def test_the_same_report_twice_is_noted_once(own_addresses):
    mail = make_mail()

    incoming.receive(about(mail))
    incoming.receive(about(mail))

    assert mail.bounces.count() == 1


def test_a_forged_address_of_a_real_mail_changes_nothing(own_addresses):
    mail = make_mail(uuid=UUID(ROW))
    seal = links.bounce_address(mail.uuid).partition("+")[2].partition("@")[0]
    forged = f"bounces+{seal[:-4]}aaaa@example.org"

    for raw in (POSTFIX, POSTFIX.replace(b"bounces+abc@example.org", forged.encode())):
        assert incoming.receive(raw) == Incoming.IGNORED

    assert not Bounce.objects.exists()


def test_without_own_addresses_the_message_id_counts_if_the_recipient_is_the_same():
    mail = make_mail(uuid=UUID(ROW))
    other = POSTFIX.replace(b"grete@example.net", b"eve@example.net")

    assert incoming.receive(other) == Incoming.IGNORED
    assert incoming.receive(POSTFIX) == Incoming.BOUNCE
    assert mail.bounces.exists()


def test_a_real_postfixs_report_finds_its_mail_with_and_without_own_addresses(settings):
    raw = kept("nobody-mailboxes")
    mail = make_mail(
        "nobody@mailboxes.example", uuid=UUID(re.search(rb"Message-ID: <([0-9a-f-]{36})@", raw)[1].decode())
    )

    incoming.receive(raw)
    assert mail.bounces.get().status == "5.1.1"

    settings.BOUNCE_ADDRESS = "bounces@bounces.example.org"
    mail.bounces.all().delete()
    own = links.bounce_address(mail.uuid).encode()
    incoming.receive(re.sub(rb"bounces\+[a-z0-9]+@bounces\.example\.org", own, raw))
    assert mail.bounces.get().status == "5.1.1"


def test_a_complaint_ends_the_subscription(own_addresses):
    reader = make_reader(email="grete@example.net", email_key="grete@example.net")
    mail = make_mail(subscription=reader)

    incoming.receive(about(mail, COMPLAINT))

    reader.refresh_from_db()
    assert reader.state == SubscriptionState.WITHDRAWN
    assert Suppression.objects.get().reason == BounceKind.COMPLAINT
