"""Readers of a former list: with proof, or asked once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import ConsentEvent, Message, Subscription
from notifications.services import bounces, consents, outbox, reader_import
from notifications.services.subscriptions import confirm, forget_unconfirmed
from tests.factories import make_organiser, make_reader, make_topic
from tests.ledger import unguarded

pytestmark = pytest.mark.django_db

HEAD = "email;date;source;text\n"


def brought(text, way="proven", name="list.csv"):
    return reader_import.keep(name, text.encode(), way, actor=make_organiser())


def test_a_proven_reader_comes_in_with_the_proof_the_file_names():
    topic = make_topic("Energie")
    line = f"Ada@Example.org;2021-05-04;Messe;Ja, ich will;en;{topic.slug}\n"

    judged = reader_import.write(brought("email;date;source;text;language;topics\n" + line))

    reader, event = Subscription.objects.get(), ConsentEvent.objects.get()
    assert (len(judged.fresh), reader.state, reader.language) == (1, "confirmed", "en")
    assert list(reader.topics.all()) == [topic]
    assert (event.kind, event.text, event.evidence) == ("imported", "Ja, ich will", "2021-05-04 · Messe")
    assert f"{event.at:%Y-%m-%d}" == "2021-05-04"
    assert list(consents.verify()) == []
    assert not Message.objects.exists()


def test_every_fault_is_named_and_nothing_is_written():
    tomorrow = timezone.localdate() + timedelta(days=1)
    lines = [
        "not an address;2021-05-04;Messe;Ja",
        "a@example.org;4.5.2021;Messe;Ja",
        "b@example.org;2021-05-04;;Ja",
        "c@example.org;2021-05-04;Messe;",
        f"d@example.org;{tomorrow};Messe;Ja",
        "e@example.org;2021-05-04;Messe;Ja",
        "E@example.org;2021-05-04;Messe;Ja",
    ]

    judged = reader_import.write(brought(HEAD + "\n".join(lines)))

    assert [fault.split(",")[1].strip() for fault in sorted(judged.faults)] == [
        f"Zeile {number}" for number in (2, 3, 4, 5, 6, 8)
    ]
    assert not Subscription.objects.exists()


def test_without_a_column_of_proof_nobody_counts_as_proven():
    assert reader_import.judge(brought("email\na@example.org\n")).faults


def test_who_left_or_cannot_be_reached_is_not_brought_back_and_readers_keep_their_choices():
    make_reader(email="left@example.org", state="withdrawn")
    make_reader(email="reads@example.org", language="en")
    bounces.Suppression.objects.create(
        address_hash=bounces.fingerprint("gone@example.org"), hint="", reason="hard"
    )
    rows = "".join(f"{name}@example.org;2021-05-04;Messe;Ja;de\n" for name in ("left", "reads", "gone"))

    judged = reader_import.write(brought("email;date;source;text;language\n" + rows))

    assert (len(judged.fresh), judged.known, judged.barred) == (0, 1, 2)
    assert Subscription.objects.get(email="left@example.org").state == "withdrawn"
    assert Subscription.objects.get(email="reads@example.org").language == "en"


def test_without_proof_one_mail_asks_and_who_is_silent_is_deleted_and_never_asked_again(mailoutbox):
    reader_import.write(brought("email\nyes@example.org\nsilent@example.org\n", way="ask"))
    outbox.deliver_due()
    confirm(Subscription.objects.get(email="yes@example.org"))
    with unguarded():
        ConsentEvent.objects.update(at=timezone.now() - timedelta(days=27))
    forget_unconfirmed()
    within = Subscription.objects.count()
    with unguarded():
        ConsentEvent.objects.update(at=timezone.now() - timedelta(days=29))

    forget_unconfirmed()
    judged = reader_import.write(brought("email\nsilent@example.org\n", way="ask"))

    assert (within, list(Subscription.objects.values_list("email", flat=True))) == (2, ["yes@example.org"])
    assert sorted(mail.to[0] for mail in mailoutbox) == ["silent@example.org", "yes@example.org"]
    assert (len(judged.fresh), judged.barred) == (0, 1)


def test_a_file_nobody_imports_is_forgotten_after_a_day():
    kept = brought(HEAD)
    type(kept).objects.update(created_at=timezone.now() - timedelta(days=2))

    assert reader_import.forget_old_files() == 1
