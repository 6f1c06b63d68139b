"""Lists of attendees leave the house only soon after signing in."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from events.models import Event
from notifications.services import outbox
from tests.factories import make_event, make_person

pytestmark = pytest.mark.django_db
EXPORTS = ["attendees.csv", "attendees.xlsx", "attendees/print/", "attendees/export/"]


@pytest.fixture(autouse=True)
def _minutes(settings):
    settings.EXPORT_SIGN_IN_MINUTES = 15


@pytest.fixture
def owner():
    return make_event(slug="runde", format="dialog", owner=make_person()).team.get().person


def sign_in(client, mailoutbox, person, **extra):
    client.post("/account/login/code/", {"email": person.email, **extra})
    outbox.deliver_due()
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mailoutbox[-1].body)[0]
    return client.post("/account/login/code/confirm/", {"code": code, **extra})


def test_soon_after_signing_in_the_list_comes(client, mailoutbox, owner):
    sign_in(client, mailoutbox, owner)

    assert client.get("/organise/events/runde/attendees.csv").status_code == 200


@pytest.mark.parametrize("export", EXPORTS)
def test_later_one_signs_in_again_and_goes_on_where_one_was(client, mailoutbox, owner, export):
    page = f"/organise/events/runde/{export}?state=confirmed"
    with time_machine.travel(timezone.now() - timedelta(minutes=16)):
        sign_in(client, mailoutbox, owner)

    asked = client.get(page)
    again = client.get(asked.url)
    out = client.post("/account/again/", {"next": page})
    back = sign_in(client, mailoutbox, owner, next=page)

    assert asked.url.startswith("/account/again/?next=%2Forganise%2Fevents%2Frunde%2F")
    assert "neuen Code" in again.content.decode()
    assert out.url.startswith("/account/login/code/?next=")
    there = client.get(page)
    b"".join(there)  # which closes the file
    assert (back.url, there.status_code) == (page, 200)


def test_whoever_has_a_second_factor_proves_it_by_that(client, mailoutbox, owner):
    TOTP.activate(owner, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.force_login(owner)

    asked = client.get("/organise/events/runde/attendees.csv")

    assert asked.url.startswith("/account/second-factor/reauthenticate/?next=")


def test_a_look_at_the_list_itself_asks_for_nothing(client, owner):
    client.force_login(owner)

    assert client.get("/organise/events/runde/attendees/").status_code == 200


def test_zero_minutes_ask_nobody(client, owner, settings):
    settings.EXPORT_SIGN_IN_MINUTES = 0
    client.force_login(owner)

    assert client.get("/organise/events/runde/attendees.csv").status_code == 200


def test_a_file_of_a_confidential_event_tells_nothing_by_its_name(client, owner, settings):
    settings.EXPORT_SIGN_IN_MINUTES = 0
    Event.objects.update(slug="geheime-lage")
    client.force_login(owner)

    for ending in ("csv", "xlsx"):
        answer = client.get(f"/organise/events/geheime-lage/attendees.{ending}")
        b"".join(answer)  # which closes the file
        assert answer.headers["Content-Disposition"] == f'attachment; filename="attendees.{ending}"'
