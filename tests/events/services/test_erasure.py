"""Whoever wants to be forgotten is forgotten at once, in every table."""

from io import StringIO

import pytest
from django.core.management import call_command

from events import links
from events.models import Event, Invitation
from events.services import meetings
from events.services.deputies import hand_on
from events.services.erasure import erase
from events.services.invitations import accept
from events.services.inviting import invite
from notifications.models import Message
from notifications.services import lost_links
from tests.factories import (
    make_contact,
    make_event,
    make_meeting,
    make_party,
    make_person,
    make_round,
    register_guest,
    tick,
)

pytestmark = pytest.mark.django_db
CANARY = {"given_name": "Adelheid", "family_name": "Canary", "email": "canary@example.org"}


def _dump() -> str:
    out = StringIO()
    call_command("dumpdata", "events", "notifications", stdout=out)
    return out.getvalue().lower()


def test_nothing_of_the_person_is_left_in_any_table():
    event = make_event()
    seat = register_guest(event, **CANARY, organisation="Canary GmbH")
    seat.note = "Canary bringt einen Rollstuhl mit"
    seat.save()
    tick(seat, by=make_person())
    lost_links.ask(CANARY["email"], "de")
    lost_links.answer_due()
    assert "canary" in _dump()

    erase(seat)

    assert "canary" not in _dump()


def test_mails_in_which_a_deputy_reads_the_name_go_too():
    event = make_event()
    former = register_guest(event, **CANARY)
    hand_on(former, make_contact())

    erase(former)

    assert "canary" not in _dump()
    assert not Message.objects.filter(kind="deputy_seated").exists()


def test_why_a_meeting_was_cancelled_is_forgotten_and_who_joined():
    meeting_round = make_round(state="published")
    party = make_party(meeting_round)
    meetings.cancel(make_meeting(party, make_party(meeting_round)), by=party, reason="Canary ist krank")
    Message.objects.all().delete()

    erase(party.joined_by)

    assert "canary" not in _dump()
    party.refresh_from_db()
    assert party.joined_by is None


def test_an_invitation_to_the_address_is_forgotten_with_it():
    dialog = make_event(format="dialog")
    invitation = accept(invite(dialog, make_contact(**CANARY), actor=make_person()))

    erase(invitation.registration)

    assert "canary" not in _dump()
    assert Invitation.objects.get().state == "accepted"


def test_the_place_is_given_back_to_the_next_in_line():
    event = make_event(capacity=1)
    seat, waiting = register_guest(event), register_guest(event)

    erase(seat)

    seat.refresh_from_db()
    waiting.refresh_from_db()
    assert (seat.state, waiting.state) == ("cancelled", "confirmed")


def test_after_the_event_the_figures_stay():
    event = make_event()
    seat = register_guest(event)
    Event.objects.update(starts_at="2026-01-01T10:00Z", ends_at="2026-01-01T12:00Z")

    erase(seat)

    seat.refresh_from_db()
    assert (seat.state, seat.family_name, seat.name) == ("confirmed", "", "Name gelöscht")


def test_the_private_link_dies():
    seat = register_guest(make_event())
    token = links.manage_token(seat)

    erase(seat)

    assert links.registration_for(token) is None


def test_erasing_twice_changes_nothing_the_second_time():
    seat = register_guest(make_event())
    erase(seat)
    before = seat.changes.count()

    erase(seat)

    assert seat.changes.count() == before


def test_others_at_the_event_keep_everything():
    event = make_event()
    seat, other = register_guest(event), register_guest(event, given_name="Berta")

    erase(seat)

    other.refresh_from_db()
    assert (other.given_name, other.messages.count()) == ("Berta", 1)
