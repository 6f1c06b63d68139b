"""What is owed is written once, sent after the commit, and never lost."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.calendar import itip
from events.services.registration import cancel
from networking import links
from notifications.models import Message
from notifications.services import outbox
from notifications.services.account_mails import queue_account_mail
from notifications.services.delivery.drain import Drained
from notifications.services.event_mails import announce_cancelled
from tests.factories import make_event, register_guest

pytestmark = pytest.mark.django_db


def test_a_seat_owes_a_mail_in_the_same_transaction():
    registration = register_guest(make_event(), email="ada@example.org")

    message = Message.objects.get()
    assert (message.kind, message.to_email, message.registration) == (
        "seat_confirmed",
        "ada@example.org",
        registration,
    )


def test_the_worker_is_woken_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr(outbox, "async_task", woken.append)

    with django_capture_on_commit_callbacks(execute=True):
        register_guest(make_event())
        assert woken == []

    assert woken == ["notifications.tasks.deliver_due"]


def test_a_mail_is_sent_once(mailoutbox):
    register_guest(make_event())

    outbox.deliver_due()
    outbox.deliver_due()

    assert len(mailoutbox) == 1


def test_the_same_key_never_writes_a_second_mail():
    event = make_event()
    first = outbox.queue("registration_link", key="k", to_email="a@example.org", language="de", event=event)

    again = outbox.queue("registration_link", key="k", to_email="a@example.org", language="de", event=event)

    assert (again.pk, Message.objects.count()) == (first.pk, 1)


def test_the_stored_text_holds_no_private_link():
    registration = register_guest(make_event())

    message = Message.objects.get()
    token = links.derive("manage", registration.uuid, registration.key_version)
    assert token not in message.text + message.html + message.subject


def test_the_sent_mail_holds_the_private_link_in_text_and_html(mailoutbox):
    registration = register_guest(make_event())

    outbox.deliver_due()

    token = links.derive("manage", registration.uuid, registration.key_version)
    html = mailoutbox[0].alternatives[0].content
    assert f"/r/{token}/" in mailoutbox[0].body
    assert f'href="http://testserver/r/{token}/"' in html


def test_whoever_reads_the_outbox_sees_the_link_masked():
    register_guest(make_event())

    seen = outbox.masked(Message.objects.get())

    assert "••••••" in seen.text
    assert "/r/" not in seen.text + seen.html


def test_names_and_titles_stand_unescaped_in_the_text(mailoutbox):
    register_guest(make_event(title_de="Forschung & Entwicklung"), given_name="Sinéad", family_name="O'Neil")

    outbox.deliver_due()

    assert "Forschung & Entwicklung" in mailoutbox[0].body
    assert "Sinéad O'Neil" in mailoutbox[0].body


def test_names_and_titles_are_escaped_in_the_html(mailoutbox):
    register_guest(make_event(), given_name="<script>alert(1)</script>")

    outbox.deliver_due()

    assert "<script>" not in mailoutbox[0].alternatives[0].content


def test_the_mail_comes_in_the_persons_language(mailoutbox):
    register_guest(make_event(title_de="Wärme", title_en="Heat"), language="en")

    outbox.deliver_due()

    assert mailoutbox[0].subject == "Your seat: Heat"
    assert "/en/r/" in mailoutbox[0].body


def test_the_message_id_is_the_rows_uuid(mailoutbox):
    register_guest(make_event())

    outbox.deliver_due()

    message = Message.objects.get()
    assert mailoutbox[0].extra_headers["Message-ID"].startswith(f"<{message.uuid}@")


def test_a_sure_seat_brings_a_calendar_file(mailoutbox):
    register_guest(make_event())

    outbox.deliver_due()

    name, content, kind = mailoutbox[0].attachments[0]
    assert (name, kind) == ("invite.ics", "application/ics")
    assert b"BEGIN:VEVENT" in content


def test_a_waiting_place_brings_none(mailoutbox):
    event = make_event(capacity=1)
    register_guest(event)
    register_guest(event)

    outbox.deliver_due()

    assert mailoutbox[1].attachments == []


def test_a_promotion_brings_the_seat_and_the_calendar_file(mailoutbox):
    event = make_event(capacity=1)
    seat, _waiting = register_guest(event), register_guest(event)
    Message.objects.all().delete()

    cancel(seat)
    outbox.deliver_due()

    kinds = {message.kind for message in Message.objects.all()}
    assert kinds == {"registration_cancelled", "seat_promoted"}
    assert sorted(itip.method_of(message.calendar) for message in Message.objects.all()) == [
        "CANCEL",
        "REQUEST",
    ]


def test_a_confidential_event_is_named_neither_in_subject_nor_text(mailoutbox):
    event = make_event(title_de="Geheime Lage", venue="Turmzimmer", visibility="confidential")
    register_guest(event)

    outbox.deliver_due()

    everything = mailoutbox[0].message().as_string() + mailoutbox[0].body
    assert "Geheime" not in everything
    assert "Turmzimmer" not in everything


def test_a_known_address_gets_its_link_again_at_most_once_in_ten_minutes():
    event = make_event()
    register_guest(event, email="ada@example.org")
    register_guest(event, email="ada@example.org")
    assert Message.objects.count() == 1

    Message.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    register_guest(event, email="ada@example.org")
    register_guest(event, email="ada@example.org")

    assert [m.kind for m in Message.objects.order_by("pk")] == ["seat_confirmed", "registration_link"]


def test_sign_in_codes_go_first(mailoutbox):
    register_guest(make_event())
    queue_account_mail("login_code", email="ada@example.org", language="de", message_uuid=uuid.uuid4())

    outbox.deliver_due()

    assert [sent.to[0] for sent in mailoutbox][0] == "ada@example.org"


def test_a_sign_in_code_is_in_the_mail_but_in_no_table(mailoutbox):
    message_uuid = uuid.uuid4()
    message = queue_account_mail(
        "login_code", email="ada@example.org", language="de", message_uuid=message_uuid
    )

    outbox.deliver_due()

    code = links.code("sign-in", message_uuid)
    assert code in mailoutbox[0].body
    assert code not in message.text + message.html


def test_a_sign_in_code_that_expired_is_not_sent(mailoutbox):
    queue_account_mail("login_code", email="ada@example.org", language="de", message_uuid=uuid.uuid4())
    Message.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    outbox.deliver_due()

    assert (mailoutbox, Message.objects.get().state) == ([], "skipped")


def test_an_unknown_kind_of_account_mail_is_refused():
    with pytest.raises(ValueError, match="password_reset"):
        queue_account_mail("password_reset", email="ada@example.org", language="de")


def test_everybody_with_a_place_hears_of_a_cancelled_event():
    event = make_event(capacity=1)
    register_guest(event)
    register_guest(event)
    cancel(register_guest(event))

    assert announce_cancelled(event) == 2


def test_mail_marks_for_newsletters_never_stand_in_transactional_mail(mailoutbox):
    register_guest(make_event())

    outbox.deliver_due()

    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_many_mails_of_one_transaction_call_one_worker(django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr(outbox, "async_task", woken.append)
    event = make_event(capacity=1)

    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(3):
            register_guest(event)

    assert woken == ["notifications.tasks.deliver_due"]


def test_a_drain_that_runs_out_of_time_calls_the_next(
    django_capture_on_commit_callbacks, monkeypatch, mailoutbox
):
    woken = []
    monkeypatch.setattr(outbox, "async_task", woken.append)
    monkeypatch.setattr(outbox.drain, "drain", lambda: Drained(0, is_more_due=True))

    with django_capture_on_commit_callbacks(execute=True):
        outbox.deliver_due()

    assert woken == ["notifications.tasks.deliver_due"]
