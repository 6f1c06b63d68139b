"""Asking for the newsletter, confirming, changing, leaving."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from networking.enums import Source
from notifications.models import ConsentEvent, Message, Subscription
from notifications.services import subscriptions
from notifications.services.subscriptions import change, confirm, forget_unconfirmed, subscribe, unsubscribe
from tests.factories import make_topic
from tests.ledger import unguarded

pytestmark = pytest.mark.django_db


def ask(email="ada@example.org", *, language="de", topics=(), formats=(), source=Source.WEB) -> Subscription:
    subscribe(email, language, topics, formats, source=source)
    return Subscription.objects.get()


def reader(**wishes) -> Subscription:
    return confirm(ask(**wishes))


def kinds(subscription) -> list[str]:
    return list(subscription.consent_events.values_list("kind", flat=True))


def mails() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def let_pass(days=0, minutes=0):
    """Everything written so far happened that much earlier."""
    ago = timezone.now() - timedelta(days=days, minutes=minutes)
    Message.objects.update(created_at=ago)
    with unguarded():
        ConsentEvent.objects.update(at=ago)


def test_a_request_waits_for_the_link_in_the_mail():
    topic = make_topic("Energie")

    subscription = ask(topics=[topic], formats=["meet-up"], language="en")

    assert subscription.state == "requested"
    assert (subscription.language, subscription.formats) == ("en", ["meet-up"])
    assert list(subscription.topics.all()) == [topic]
    assert kinds(subscription) == ["requested"]
    assert mails() == ["newsletter_confirm"]


def test_a_mail_asks_in_the_language_of_the_reader_and_quotes_the_sentence_unescaped():
    ask(language="en")

    message = Message.objects.get()

    assert message.language == "en"
    assert "“I want to receive the newsletter" in message.text
    assert "&" not in message.text


def test_the_stored_mail_holds_no_link():
    subscription = ask()

    message = Message.objects.get()

    assert "/newsletter/confirm/" not in message.text + message.html
    assert subscription.uuid.hex not in message.text + message.html


def test_the_same_address_in_other_letters_is_the_same_reader():
    ask("Ada@Example.org")

    ask(" ada@example.ORG ")

    assert Subscription.objects.count() == 1


def test_asking_twice_within_ten_minutes_sends_one_mail_and_keeps_the_newest_choices():
    ask(formats=["meet-up"])

    subscription = ask(formats=["konferenz"])

    assert subscription.formats == ["konferenz"]
    assert mails() == ["newsletter_confirm"]


def test_asking_again_after_ten_minutes_sends_the_mail_again():
    ask()
    let_pass(minutes=11)

    ask()

    assert mails() == ["newsletter_confirm", "newsletter_confirm"]


def test_confirming_writes_the_proof_and_a_mail():
    subscription = reader()

    assert subscription.state == "confirmed"
    assert subscription.confirmed_at is not None
    assert kinds(subscription) == ["requested", "confirmed"]
    assert mails() == ["newsletter_confirm", "newsletter_confirmed"]


def test_confirming_twice_changes_nothing():
    subscription = reader()

    confirm(subscription)

    assert kinds(subscription) == ["requested", "confirmed"]
    assert mails() == ["newsletter_confirm", "newsletter_confirmed"]


def test_a_proof_names_the_door_and_the_version_of_the_sentence():
    subscription = ask(source=Source.API)

    proof = subscription.consent_events.get()

    assert (proof.source, proof.text_version) == ("api", subscriptions.CONSENT_VERSION)


def test_a_changed_sentence_gets_a_new_version():
    digest = hashlib.sha256(str(subscriptions.CONSENT_SENTENCE._args[0]).encode()).hexdigest()[:16]

    assert {subscriptions.CONSENT_VERSION: digest} == {"2026-11": "822ded7f1ce473c6"}


def test_a_stranger_cannot_change_what_a_reader_has_chosen():
    reader(formats=["meet-up"], language="de")

    subscription = ask(formats=["konferenz"], language="en")

    assert (subscription.state, subscription.formats, subscription.language) == (
        "confirmed",
        ["meet-up"],
        "de",
    )
    assert kinds(subscription) == ["requested", "confirmed"]


def test_a_reader_who_asks_again_is_told_so_once_in_ten_minutes():
    reader()

    ask()
    ask()

    assert mails() == ["newsletter_confirm", "newsletter_confirmed", "newsletter_known"]


def test_changed_choices_are_proven():
    subscription, topic = reader(), make_topic()

    subscription = change(subscription, language="en", topics=[topic], formats=["konferenz"])

    assert (subscription.language, subscription.formats) == ("en", ["konferenz"])
    assert kinds(subscription) == ["requested", "confirmed", "changed"]


def test_the_same_choices_saved_again_change_nothing():
    topic = make_topic()
    subscription = reader(language="en", topics=[topic], formats=["konferenz", "meet-up"])

    change(subscription, language="en", topics=[topic], formats=["meet-up", "konferenz"])

    assert kinds(subscription) == ["requested", "confirmed"]


def test_who_has_not_confirmed_cannot_change_choices():
    subscription = ask(formats=["meet-up"])

    change(subscription, language="en", topics=[], formats=[])

    subscription.refresh_from_db()
    assert (subscription.state, subscription.formats) == ("requested", ["meet-up"])


def test_leaving_twice_leaves_one_proof():
    subscription = reader()

    unsubscribe(subscription, source=Source.MAIL)
    unsubscribe(subscription)

    assert kinds(subscription) == ["requested", "confirmed", "withdrawn"]
    assert subscription.consent_events.last().source == "mail"


def test_an_old_link_brings_nobody_back():
    subscription = unsubscribe(reader())

    subscription = confirm(subscription)

    assert subscription.state == "withdrawn"


def test_who_has_left_may_ask_again_and_confirms_anew():
    unsubscribe(reader())
    let_pass(minutes=11)

    subscription = ask()

    assert subscription.state == "requested"
    assert mails()[-1] == "newsletter_confirm"
    assert kinds(confirm(subscription)) == ["requested", "confirmed", "withdrawn", "requested", "confirmed"]


def test_a_request_nobody_confirmed_is_forgotten_after_seven_days_with_its_mail():
    ask()
    let_pass(days=7)

    forgotten = forget_unconfirmed()

    assert forgotten == 1
    assert not Subscription.objects.exists()
    assert not Message.objects.exists()


def test_a_younger_request_and_a_reader_are_kept():
    reader(email="reader@example.org")
    let_pass(days=400)
    subscribe("new@example.org", "de", [], [])

    forgotten = forget_unconfirmed()

    assert forgotten == 0
    assert Subscription.objects.count() == 2


def test_a_request_repeated_lately_is_kept():
    ask()
    let_pass(days=8)
    ask()

    assert forget_unconfirmed() == 0


def test_a_former_reader_who_asked_again_and_did_not_confirm_keeps_the_old_proof():
    unsubscribe(reader())
    subscription = ask()
    let_pass(days=8)

    forgotten = forget_unconfirmed()

    subscription.refresh_from_db()
    assert forgotten == 1
    assert subscription.state == "withdrawn"
    assert kinds(subscription)[:3] == ["requested", "confirmed", "withdrawn"]
