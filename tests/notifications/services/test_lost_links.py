"""Links are sent to their owners again, and nobody learns who is one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import links
from events.services.erasure import erase
from notifications.models import LinkRequest, Message
from notifications.queries import readable_messages
from notifications.services import lost_links, marks
from tests.factories import make_event, make_organiser, register_guest

pytestmark = pytest.mark.django_db
KORA = "kora@example.org"


def _asked(email=KORA):
    """The mails owed after somebody asked for this address's links."""
    lost_links.ask(email, "de")
    lost_links.answer_due()
    return Message.objects.filter(kind="registration_links")


def test_one_mail_leads_to_all_registrations_of_the_address():
    first, second = (
        register_guest(make_event(), email=KORA),
        register_guest(make_event(), email="KORA@example.org"),
    )

    mail = _asked().get()

    text = marks.filled(mail.text, mail)
    assert links.manage_url(first) in text
    assert links.manage_url(second) in text


def test_the_stored_text_holds_no_link():
    seat = register_guest(make_event(), email=KORA)

    mail = _asked().get()

    assert links.manage_token(seat) not in mail.text + mail.html


def test_an_unknown_address_gets_no_mail_and_leaves_nothing():
    assert not _asked("nobody@example.org").exists()
    assert not LinkRequest.objects.exists()


def test_asking_does_the_same_for_every_address():
    register_guest(make_event(), email=KORA)

    def statements(email):
        with CaptureQueriesContext(connection) as queries:
            lost_links.ask(email, "de")
        return [query["sql"].split()[0] for query in queries]

    assert statements(KORA) == statements("nobody@example.org")


def test_nobody_gets_a_second_mail_within_ten_minutes():
    register_guest(make_event(), email=KORA)
    _asked()

    assert _asked().count() == 1


def test_after_ten_minutes_there_is_another():
    register_guest(make_event(), email=KORA)
    _asked().update(created_at=timezone.now() - timedelta(minutes=11))

    assert _asked().count() == 2


def test_a_confidential_event_is_not_named():
    register_guest(
        make_event(title_de="Zinnober", venue="Grünspan", format="dialog", entry="open"), email=KORA
    )

    mail = _asked().get()

    assert "Zinnober" not in mail.subject + mail.text + mail.html
    assert "Grünspan" not in mail.text


def test_nobody_but_the_recipient_reads_it():
    register_guest(make_event(), email=KORA)
    _asked()

    assert not readable_messages(make_organiser()).filter(kind="registration_links").exists()


def test_what_was_erased_is_not_offered_again():
    erase(register_guest(make_event(), email=KORA))

    assert not _asked().exists()


def test_a_mark_is_filled_for_the_recipient_only():
    other = register_guest(make_event(), email="other@example.org")
    register_guest(make_event(), email=KORA)
    mail = _asked().get()

    assert marks.filled(marks.manage(other), mail) == marks.MASK
