"""At a confidential event a deputy comes only if the team agrees; until then nothing changes."""

import pytest

from events.models import DeputyRequest
from events.services import deputies, waves
from events.services.deputies import hand_on
from events.services.invitations import accept, decline, name_deputy
from events.services.inviting import invite
from events.services.registration import cancel
from networking.models import AuditEntry
from notifications.models import Message
from tests.factories import make_contact, make_event, make_invitation, make_organiser, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialog():
    return make_event(format="dialog")


def _guest(dialog):
    return accept(invite(dialog, make_contact(), actor=make_organiser())).registration


def _deputy(**fields):
    return make_contact(**({"email": "deputy@example.org"} | fields))


def _mails(kind):
    return Message.objects.filter(kind=kind)


def test_naming_a_deputy_changes_nothing_but_waits(dialog):
    seat = _guest(dialog)

    hand_on(seat, _deputy(organisation="Werk"))

    seat.refresh_from_db()
    assert (seat.state, seat.invitation.state, dialog.registrations.count()) == ("confirmed", "accepted", 1)
    assert dialog.deputy_requests.get().organisation == "Werk"
    assert not Message.objects.filter(to_email="deputy@example.org").exists()


def test_with_the_teams_yes_the_deputy_has_the_seat_and_the_invitation_is_over(dialog):
    seat = _guest(dialog)
    hand_on(seat, _deputy())

    deputies.agree(dialog.deputy_requests.get(), actor=make_organiser())

    seat.refresh_from_db()
    assert (seat.state, seat.invitation.state) == ("cancelled", "deputised")
    assert dialog.registrations.confirmed().get().email == "deputy@example.org"
    assert not dialog.deputy_requests.exists()


def test_an_invitation_waits_and_goes_on_likewise(dialog):
    invitation = invite(dialog, make_contact(), actor=make_organiser())

    waiting = name_deputy(invitation, _deputy()).state
    deputies.agree(dialog.deputy_requests.get(), actor=make_organiser())

    invitation.refresh_from_db()
    assert (waiting, invitation.state) == ("open", "deputised")
    assert dialog.invitations.get(email_key="deputy@example.org").replaces == invitation


def test_without_it_the_place_stays_and_whoever_asked_is_told(dialog):
    seat = _guest(dialog)
    hand_on(seat, _deputy())

    deputies.refuse(dialog.deputy_requests.get(), actor=make_organiser())

    seat.refresh_from_db()
    assert (seat.state, dialog.deputy_requests.exists()) == ("confirmed", False)
    assert _mails("deputy_refused").get().to_email == seat.email


def test_an_invited_person_is_told_with_the_link_to_the_invitation(dialog):
    invitation = invite(dialog, make_contact(), actor=make_organiser())
    name_deputy(invitation, _deputy())

    deputies.refuse(dialog.deputy_requests.get(), actor=make_organiser())

    assert _mails("deputy_refused").get().invitation == invitation


def test_whom_one_names_again_takes_the_place_of_the_first(dialog):
    seat = _guest(dialog)
    hand_on(seat, _deputy())

    hand_on(seat, _deputy(email="other@example.org"))

    assert dialog.deputy_requests.get().email == "other@example.org"


@pytest.mark.parametrize("decide", [deputies.agree, deputies.refuse])
def test_deciding_twice_changes_nothing_the_second_time(dialog, decide):
    hand_on(_guest(dialog), _deputy())
    asked = dialog.deputy_requests.get()
    deputies.agree(asked, actor=make_organiser())
    before = Message.objects.count()

    decide(asked, actor=make_organiser())

    assert Message.objects.count() == before


@pytest.mark.parametrize("end", [cancel, lambda seat: decline(seat.invitation)])
def test_who_gives_the_place_back_asks_for_nothing_more(dialog, end):
    seat = _guest(dialog)
    hand_on(seat, _deputy())

    end(seat)

    assert not DeputyRequest.objects.exists()


def test_an_invitation_that_is_withdrawn_asks_for_nothing_more(dialog):
    invitation = make_invitation(dialog)
    name_deputy(invitation, _deputy())

    waves.withdraw(invitation, actor=make_organiser())

    assert not DeputyRequest.objects.exists()


def test_elsewhere_nobody_is_asked():
    event = make_event()

    hand_on(make_registration(event), _deputy())

    assert event.registrations.confirmed().get().email == "deputy@example.org"


def test_the_ledger_knows_who_agreed_and_names_nobody(dialog):
    hand_on(_guest(dialog), _deputy())
    owner = make_organiser()

    deputies.agree(dialog.deputy_requests.get(), actor=owner)

    entry = AuditEntry.objects.get(verb="deputy.agree")
    assert (entry.actor, entry.object_id, entry.fields) == (owner, str(dialog.uuid), [])
