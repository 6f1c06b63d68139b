"""Whoever waits, or has been offered a seat, is no attendee: in no list of attendees, file, mail or feed."""

import pytest

from events import attendance, exports
from events.calendar import itip
from events.enums import RegistrationState
from events.links import manage_token
from events.models import Event
from events.models.registration import Consent
from events.queries import seat_sums
from notifications.models import Message
from tests.factories import make_event, make_organiser, make_person, make_registration, register_guest

pytestmark = pytest.mark.django_db

NAME = "Zinnober"
NOT_YET = [RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.PENDING]


@pytest.fixture(params=NOT_YET)
def somebody(request):
    """Somebody without a sure seat who agreed to be seen, at an event with one attendee who agreed, too."""
    event = make_event(slug="waerme")
    person = make_person(email="z@example.org")
    row = make_registration(
        event, state=request.param, family_name=NAME, person=person, email="z@example.org"
    )
    seated = make_registration(event, family_name="Sitzt")
    for each in (row, seated):
        for kind in ("attendee-list", "organisation"):
            Consent.objects.create(
                registration=each, kind=kind, text_version="1", given_at="2026-01-01T00:00:00Z"
            )
    return row


def test_attendees_do_not_see_them(client, somebody):
    seated = somebody.event.registrations.confirmed().get()

    shown = client.get(f"/r/{manage_token(seated)}/").content.decode()

    assert NAME not in shown


def test_they_are_not_counted_as_attendees(somebody):
    event = Event.objects.with_seats().get(pk=somebody.event_id)

    assert (event.confirmed, seat_sums(event)["confirmed"]) == (1, 1)


def test_they_stand_on_no_list_to_be_signed(client, somebody):
    client.force_login(make_organiser())

    shown = client.get("/organise/events/waerme/attendees/print/").content.decode()

    assert NAME not in shown
    assert "Sitzt" in shown


def test_a_file_says_what_they_are(somebody):
    lines = exports.csv_rows(
        somebody.event, attendance.attendee_list(somebody.event), ["state", "family_name"]
    )

    line = next(line for line in lines if NAME in line)
    assert not line.startswith("confirmed")


def test_nobody_at_the_door_expects_them(somebody):
    assert somebody not in attendance.door_list(somebody.event)


def test_they_get_no_entry_for_their_calendar(client, somebody):
    assert itip.part_for(somebody) == b""
    assert client.get(f"/r/{manage_token(somebody)}/event.ics").status_code == 404


def test_their_mail_confirms_nothing():
    event = make_event(capacity=1)
    register_guest(event)
    row = register_guest(event)

    assert [mail.kind for mail in Message.objects.filter(registration=row)] == ["waiting_list"]
