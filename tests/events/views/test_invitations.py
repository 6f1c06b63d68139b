"""The page behind an invitation's link: what it shows, to whom, and what its buttons do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import links
from events.models import Invitation
from events.services.invitations import name_deputy
from tests.factories import (
    ask,
    make_contact,
    make_event,
    make_invitation,
    make_registration,
    register_guest,
)

pytestmark = pytest.mark.django_db

TITLE = "Geheime Lage der Chemie"


@pytest.fixture
def dialog():
    return make_event(format="dialog", title_de=TITLE, capacity=10)


def address_of(invitation) -> str:
    return links.invitation_url(invitation).removeprefix("http://testserver")


def test_the_page_shows_the_dialog(dialog, client):
    answer = client.get(address_of(make_invitation(dialog)))

    assert TITLE in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_reading_the_page_answers_nothing(dialog, client):
    invitation = make_invitation(dialog)

    client.get(address_of(invitation))

    invitation.refresh_from_db()
    assert invitation.state == "open"


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"accept": "1"}, "accepted"),
        ({"decline": "1", "reason": "krank"}, "declined"),
        (
            {
                "deputy": "1",
                "deputy-given_name": "Jo",
                "deputy-family_name": "Li",
                "deputy-email": "jo@example.org",
            },
            "open",  # a confidential event's team agrees first
        ),
    ],
)
def test_each_button_answers(dialog, client, sent, state):
    invitation = make_invitation(dialog)

    client.post(address_of(invitation), sent)

    invitation.refresh_from_db()
    assert invitation.state == state


def test_a_forwarded_link_seats_nobody_but_the_person_invited(dialog, client):
    invitation = make_invitation(dialog, email="ada@example.org")

    client.post(address_of(invitation), {"accept": "1", "email": "other@example.org", "family_name": "Other"})

    seat = dialog.registrations.get()
    assert (seat.email, seat.family_name) == ("ada@example.org", invitation.family_name)


def test_a_link_of_another_purpose_opens_no_invitation(client):
    registration = register_guest(make_event())

    assert client.get(f"/invitations/{links.manage_token(registration)}/").status_code == 404


def test_an_invitations_link_opens_no_registration(dialog, client):
    token = address_of(make_invitation(dialog)).split("/")[2]

    assert client.get(f"/r/{token}/").status_code == 404


@pytest.mark.parametrize("state", ["planned", "withdrawn"])
def test_whoever_is_not_invited_any_more_reads_nothing_of_the_event(dialog, client, state):
    invitation = make_invitation(dialog, state=state)

    answer = client.post(address_of(invitation), {"accept": "1"})

    invitation.refresh_from_db()
    assert invitation.state == state
    assert TITLE not in answer.content.decode() + client.get(address_of(invitation)).content.decode()


def test_whoever_handed_on_reads_nothing_of_the_event(dialog, client):
    invitation = name_deputy(make_invitation(dialog), make_contact(), is_agreed=True)

    assert TITLE not in client.get(address_of(invitation)).content.decode()


def test_naming_a_deputy_twice_answers_twice_the_same(client):
    invitation = make_invitation(make_event())
    sent = {
        "deputy": "1",
        "deputy-given_name": "Jo",
        "deputy-family_name": "Li",
        "deputy-email": "jo@example.org",
    }

    first, second = client.post(address_of(invitation), sent), client.post(address_of(invitation), sent)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert invitation.event.invitations.count() == 2


@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {"ends_at": timezone.now() - timedelta(hours=1)}])
def test_a_cancelled_or_past_event_takes_no_answers(dialog, client, fields):
    for name, value in ({"starts_at": timezone.now() - timedelta(hours=3)} | fields).items():
        setattr(dialog, name, value)
    dialog.save()
    invitation = make_invitation(dialog)

    answer = client.post(address_of(invitation), {"accept": "1"})

    assert (answer.status_code, dialog.registrations.count()) == (409, 0)
    assert 'name="accept"' not in answer.content.decode()


def test_after_the_deadline_the_page_has_no_buttons(dialog, client):
    invitation = make_invitation(dialog, deadline_at=timezone.now() - timedelta(hours=1))

    assert 'name="accept"' not in client.get(address_of(invitation)).content.decode()
    assert client.post(address_of(invitation), {"accept": "1"}).status_code == 409


def test_a_full_room_is_said_and_the_invitation_stays_open(client):
    dialog = make_event(format="dialog", capacity=1)
    make_registration(dialog)
    invitation = make_invitation(dialog)

    answer = client.post(address_of(invitation), {"accept": "1"})

    assert answer.status_code == 409
    assert Invitation.objects.get(pk=invitation.pk).state == "open"


def test_the_events_questions_are_asked_with_the_yes(dialog, client):
    question = ask(dialog, "time", is_required=True)
    invitation = make_invitation(dialog)

    refused = client.post(address_of(invitation), {"accept": "1"})
    client.post(address_of(invitation), {"accept": "1", f"answers.{question.identifier}": "Um vier"})

    assert refused.status_code == 422
    assert dialog.registrations.get().answers.get().value == "Um vier"


def test_ones_own_address_is_no_deputy(dialog, client):
    invitation = make_invitation(dialog, email="ada@example.org")
    sent = {
        "deputy": "1",
        "deputy-given_name": "Ada",
        "deputy-family_name": "A",
        "deputy-email": "ADA@example.org",
    }

    assert client.post(address_of(invitation), sent).status_code == 422
