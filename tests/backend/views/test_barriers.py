"""Reporting a barrier."""

from datetime import date

import pytest
import time_machine
from django.core import signing

from backend.models import BarrierReport
from backend.models.barrier import a_month_from_today
from notifications.models import Message

pytestmark = pytest.mark.django_db
ADDRESS = "/en/accessibility/report/"


def send(client, **fields):
    form = client.get(ADDRESS).context["form"]
    values = {
        "key": form.initial["key"],
        "stamp": form.initial["stamp"],
        "description": "The button has no name.",
    }
    return client.post(ADDRESS, values | fields)


def test_a_report_becomes_a_ticket_and_its_number_is_shown(client):
    response = send(client, page="/events/")

    barrier = BarrierReport.objects.get()
    assert barrier.page == "/events/"
    assert barrier.number in client.get(response["Location"]).content.decode()


def test_the_office_gets_a_mail_with_the_number_and_the_words(client, settings):
    send(client, description="Fish & chips isn't readable")

    mail = Message.objects.get()
    assert mail.to_email == settings.CONTACT_EMAIL
    assert BarrierReport.objects.get().number in mail.subject
    assert "Fish & chips isn't readable" in mail.text


def test_whoever_gives_an_address_gets_a_confirmation(client):
    send(client, email="reader@example.org", name="Mira")

    mail = Message.objects.get(kind="barrier_received")
    assert (mail.to_email, mail.language) == ("reader@example.org", "en")


def test_a_report_needs_a_description(client):
    response = send(client, description="")

    assert response.status_code == 422
    assert not BarrierReport.objects.exists()


def test_a_form_that_came_back_keeps_what_was_typed_and_names_the_error_in_the_title(client):
    html = send(client, description="", page="/events/").content.decode()

    assert 'value="/events/"' in html
    assert "<title>Error:" in html


def test_a_robot_that_fills_the_hidden_field_is_refused(client):
    assert send(client, website="https://spam.example").status_code == 422
    assert not BarrierReport.objects.exists()


def test_too_many_reports_are_refused(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"barrier": "1/3600"}
    send(client)

    assert send(client).status_code == 429
    assert BarrierReport.objects.count() == 1


@pytest.mark.parametrize(
    "ticket", ["nonsense", signing.dumps("B-XXXXXX", salt="barrier-report")], ids=["nonsense", "unknown"]
)
def test_a_forged_ticket_leads_back_to_the_form(client, ticket):
    assert client.get(ADDRESS, {"ticket": ticket})["Location"] == ADDRESS


@pytest.mark.parametrize(
    ("today", "due"),
    [("2026-01-31", date(2026, 2, 28)), ("2026-12-15", date(2027, 1, 15)), ("2026-03-30", date(2026, 4, 30))],
)
def test_the_answer_is_due_within_a_month(today, due):
    with time_machine.travel(f"{today}T12:00:00+01:00"):
        assert a_month_from_today() == due
