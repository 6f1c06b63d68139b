"""What dead workers leave behind, and what two workers do to each other: nothing."""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.enums import Priority, SubscriptionState
from notifications.models import CompiledMail, Message
from notifications.services import outbox
from notifications.services.delivery import claims, journal, recovery
from notifications.services.delivery.drain import drain
from notifications.services.delivery.reply import Reply
from tests.notifications.services.delivery.conftest import make_mail, make_reader, states

pytestmark = pytest.mark.django_db
OK = Reply.parse("250 2.0.0 Ok: queued as 4711")


@pytest.fixture(autouse=True)
def _spool(settings, tmp_path):
    settings.MAIL_SPOOL = tmp_path / "spool"


def die_after(work):
    """A worker that claims what is due, does `work(journal, messages)` and dies. Returns its name."""
    with suppress(KeyboardInterrupt), journal.opened() as book:
        work(book, claims.claim(book.owner).messages)
        raise KeyboardInterrupt
    return book.owner


def test_the_journal_tells_what_was_taken_what_was_refused_and_what_is_in_doubt():
    for _number in range(4):
        make_mail(priority=Priority.NEWSLETTER)

    def work(book, messages):
        for message in messages[:3]:
            book.begin(message.pk)
        book.done(messages[0].pk, OK)
        book.refused(messages[1].pk, Reply.parse("550 5.1.1 unknown"))

    die_after(work)
    recovery.recover()

    rows = [(m.state, m.code, m.attempts) for m in Message.objects.order_by("pk")]
    assert rows == [("sent", 250, 1), ("failed", 550, 1), ("in-doubt", 0, 1), ("pending", 0, 0)]
    assert list(journal._folder().iterdir()) == []


def test_recovering_twice_changes_nothing_the_second_time():
    make_mail(), make_mail()
    die_after(lambda book, messages: book.done(messages[0].pk, OK))

    assert (recovery.recover(), recovery.recover()) == (2, 0)


def test_a_line_cut_short_counts_for_nothing():
    mail = make_mail(priority=Priority.NEWSLETTER)

    def work(book, messages):
        book.begin(mail.pk)
        os.write(book._file, f"D {mail.pk} 250 O".encode())

    die_after(work)
    recovery.recover()

    assert states() == {"in-doubt": 1}


def test_what_a_living_worker_holds_is_left_alone_however_old_its_lease():
    make_mail()
    with journal.opened() as book:
        claims.claim(book.owner)
        Message.objects.update(lease_until=timezone.now() - timedelta(hours=1))

        assert (recovery.recover(), states()) == (0, {"sending": 1})


def test_after_a_power_cut_all_a_worker_held_is_in_doubt(monkeypatch):
    for _number in range(3):
        make_mail(priority=Priority.NEWSLETTER)
    die_after(lambda book, messages: book.done(messages[0].pk, OK))
    monkeypatch.setattr(journal, "_boot", lambda: "another time")

    recovery.recover()

    assert states() == {"sent": 1, "in-doubt": 2}


@pytest.mark.parametrize(
    ("owner", "minutes", "expected"),
    [
        (f"{journal.host()}:1:lost", -1, "in-doubt"),
        (f"{journal.host()}:1:lost", 1, "sending"),
        ("elsewhere:1:lost", -9, "sending"),
        ("elsewhere:1:lost", -11, "in-doubt"),
    ],
)
def test_without_a_journal_the_lease_decides_with_more_patience_for_other_machines(owner, minutes, expected):
    lease = timezone.now() + timedelta(minutes=minutes)
    make_mail(priority=Priority.NEWSLETTER, state="sending", lease_owner=owner, lease_until=lease)

    recovery.recover()

    assert states() == {expected: 1}


def test_a_transactional_mail_in_doubt_goes_again_with_the_same_message_id(mailoutbox):
    mail = make_mail()
    die_after(lambda book, messages: book.begin(mail.pk))
    recovery.recover()
    Message.objects.update(not_before=timezone.now())

    outbox.deliver_due()

    assert mailoutbox[0].extra_headers["Message-ID"].startswith(f"<{mail.uuid}@")


def test_a_worker_thought_dead_changes_nothing_when_it_comes_back():
    mail = make_mail()
    with journal.opened() as book:
        claims.claim(book.owner)
        Message.objects.update(state="pending", lease_owner="", lease_until=None)

        claims.release([mail], book.owner)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("pending", 1)


def test_two_workers_never_get_the_same_mail():
    for _number in range(3):
        make_mail()

    first, second = claims.claim("host:1:a").messages, claims.claim("host:2:b").messages

    assert (len(first), second) == (3, [])


def test_a_reader_who_left_after_the_letter_was_written_is_skipped(mailoutbox):
    gone = make_reader(state=SubscriptionState.WITHDRAWN)
    make_mail(subscription=gone, priority=Priority.NEWSLETTER)

    drain()

    assert (states(), mailoutbox) == ({"skipped": 1}, [])


def test_a_newsletter_that_is_held_waits_and_goes_on_where_it_was(mailoutbox):
    compiled = CompiledMail.objects.create(
        language="de", subject="Neues", text="Text", html="<p>Text</p>", body=b"", held_at=timezone.now()
    )
    make_mail(compiled=compiled, priority=Priority.NEWSLETTER)
    assert (drain().sent, states()) == (0, {"pending": 1})

    CompiledMail.objects.update(held_at=None)

    assert drain().sent == 1


def test_transactional_mail_goes_before_newsletters(mailoutbox):
    make_mail(to_email="reader@example.org", priority=Priority.NEWSLETTER)
    make_mail(to_email="guest@example.org")

    drain()

    assert [mail.to[0] for mail in mailoutbox] == ["guest@example.org", "reader@example.org"]


def test_a_drain_stops_when_its_time_is_over_and_says_that_more_is_due(mailoutbox):
    make_mail()

    drained = drain(seconds=-1)

    assert (drained.sent, states()) == (0, {"pending": 1})
    assert drained.is_more_due


def test_a_batch_is_claimed_in_few_queries_however_long(django_assert_max_num_queries):
    for _number in range(30):
        make_mail()

    with django_assert_max_num_queries(14):
        claims.claim("host:1:a")
