"""Stopped addresses: who sees them, who releases them, and where organisers learn that a mail came back."""

import pytest

from networking.enums import Role
from networking.models import AuditEntry
from notifications.enums import BounceKind, BounceSource
from notifications.models import Suppression
from notifications.services import bounces
from tests.factories import make_event, make_organiser, make_person, make_reader, register_guest
from tests.notifications.services.test_returned import make_mail

pytestmark = pytest.mark.django_db
PAGE = "/en/organise/newsletters/stopped/"


def stop(email):
    reader = make_reader(email=email, email_key=email)
    bounces.note(make_mail(email), BounceSource.REPORT, BounceKind.HARD, "5.1.1", "550 5.1.1 unknown")
    return reader


def test_addresses_are_shown_in_part_and_found_whole(signed_in):
    stop("grete@example.net")
    stop("hans@example.org")
    client = signed_in(make_organiser(Role.NEWSLETTER_EDITOR))

    everybody = client.get(PAGE).content.decode()
    found = client.get(PAGE, {"address": "Hans@example.org"}).content.decode()

    assert "g…@example.net" in everybody
    assert "grete@" not in everybody
    assert ("h…@example.org" in found, "g…@example.net" in found) == (True, False)
    assert "not stopped" in client.get(PAGE, {"address": "h"}).content.decode()


def test_the_list_asks_the_same_number_of_queries_for_many(signed_in, django_assert_max_num_queries):
    for number in range(12):
        stop(f"reader{number}@example.net")
    client = signed_in(make_organiser())

    with django_assert_max_num_queries(8):
        client.get(PAGE)


def test_an_organiser_releases_an_address_and_nobody_else_does(signed_in):
    reader = stop("grete@example.net")
    address = f"{PAGE}{Suppression.objects.get().pk}/release/"

    for person in (make_person(), make_organiser(Role.NEWSLETTER_EDITOR)):
        assert signed_in(person).post(address).status_code == 403
    client = signed_in(make_organiser())
    assert client.get(address).status_code == 405
    client.post(address)

    reader.refresh_from_db()
    assert (reader.suppression, Suppression.objects.count()) == (None, 0)
    assert AuditEntry.objects.filter(verb="suppression.release").exists()
    assert client.post(address).status_code == 404


def test_a_persons_page_warns_that_the_last_mail_came_back(signed_in):
    seat = register_guest(make_event())
    bounces.note(seat.messages.first(), BounceSource.SMTP, BounceKind.FULL, "5.2.2", "552 5.2.2 full")
    client = signed_in(make_organiser())

    person = client.get(f"/en/organise/events/{seat.event.slug}/attendees/{seat.uuid}/").content.decode()
    mail = client.get(f"/en/organise/outbox/{seat.messages.first().uuid}/").content.decode()

    assert "The last mail did not arrive" in person
    assert "mailbox full" in person
    assert "552 5.2.2 full" in mail
