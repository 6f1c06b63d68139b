"""Invitations are personal and answered behind their link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import links
from events.enums import PoolKind
from events.errors import (
    EventFull,
    HandedOnTooOften,
    InvitationOver,
    InvitedRoomFull,
    NoDeputy,
    RegistrationClosed,
)
from events.models import Invitation, Pool
from events.services.adoption import adopt
from events.services.deputies import hand_on
from events.services.invitations import accept, decline, name_deputy
from events.services.inviting import invite
from notifications.services import outbox
from tests.factories import (
    make_contact,
    make_event,
    make_invitation,
    make_organiser,
    make_person,
    make_project,
    make_registration,
    make_wave,
    register_guest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialog(db):
    return make_event(format="dialog", title_de="Geheime Lage der Chemie", capacity=10)


def _invite(event, **fields):
    return invite(event, make_contact(**fields), actor=make_organiser())


def test_an_invitation_opens_an_event_that_is_by_invitation(dialog):
    invitation = accept(_invite(dialog))

    assert (invitation.state, invitation.registration.state) == ("accepted", "confirmed")


def test_accepting_twice_changes_nothing_the_second_time(dialog):
    invitation = accept(_invite(dialog))

    accept(invitation)

    assert invitation.registration.changes.count() == 1


def test_declining_gives_a_taken_seat_back(dialog):
    invitation = accept(_invite(dialog))

    decline(invitation, reason="ill")

    invitation.registration.refresh_from_db()
    assert (invitation.state, invitation.registration.state) == ("declined", "cancelled")


def test_who_declined_may_still_accept(dialog):
    invitation = decline(_invite(dialog))

    assert accept(invitation).registration.state == "confirmed"


def test_an_invitation_gives_no_seat_in_a_full_room():
    dialog = make_event(format="dialog", capacity=1)
    accept(_invite(dialog))

    with pytest.raises(EventFull):
        accept(_invite(dialog))


@pytest.mark.parametrize(
    "fields", [{"state": "withdrawn"}, {"deadline_at": timezone.now() - timedelta(minutes=1)}]
)
def test_a_withdrawn_or_overdue_invitation_is_refused(dialog, fields):
    invitation = _invite(dialog)
    Invitation.objects.update(**fields)

    with pytest.raises(RegistrationClosed):
        accept(invitation)


def test_signing_in_with_the_invited_address_opens_the_events_page(dialog, client):
    invitation = _invite(dialog, email="ada@example.org")
    client.force_login(make_person(email="ada@example.org"))

    assert client.get(f"/events/{dialog.slug}/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.person is not None


def test_adopting_twice_finds_nothing_the_second_time():
    register_guest(make_event(), email="ada@example.org")
    person = make_person(email="Ada@Example.org")
    adopt(person)

    assert adopt(person) == 0


def _deputy(**fields):
    return make_contact(email="deputy@example.org", **fields)


def test_a_deputy_is_invited_in_their_turn_and_the_old_link_is_over(dialog, mailoutbox):
    invitation = name_deputy(_invite(dialog), _deputy(), is_agreed=True)

    deputy = dialog.invitations.get(email_key="deputy@example.org")
    outbox.deliver_due()
    assert (invitation.state, deputy.state, deputy.replaces) == ("deputised", "open", invitation)
    assert "Geheime" not in "".join(mail.subject + mail.body for mail in mailoutbox)
    with pytest.raises(InvitationOver):
        accept(invitation)


def test_a_deputy_takes_the_seat_that_was_given_up_for_them():
    dialog = make_event(format="dialog", capacity=1, waiting_list="automatic")
    invitation = accept(_invite(dialog))
    former, token = invitation.registration, links.manage_token(invitation.registration)
    waiting = make_registration(dialog, state="waiting")

    name_deputy(invitation, _deputy(), is_agreed=True)

    former.refresh_from_db()
    waiting.refresh_from_db()
    assert (former.state, waiting.state) == ("cancelled", "waiting")
    assert links.registration_for(token) is None
    assert accept(dialog.invitations.get(email_key="deputy@example.org")).registration.state == "confirmed"


def test_a_deputy_names_no_deputy_where_the_event_allows_one(dialog):
    name_deputy(_invite(dialog), _deputy(), is_agreed=True)
    deputy = dialog.invitations.get(email_key="deputy@example.org")

    with pytest.raises(NoDeputy):
        name_deputy(deputy, make_contact(), is_agreed=True)


def test_the_seat_of_an_invited_deputy_counts_as_handed_on(dialog):
    """Else the place would go on by the private link, although the event lets it change hands but once."""
    name_deputy(_invite(dialog), _deputy(), is_agreed=True)
    seat = accept(dialog.invitations.get(email_key="deputy@example.org")).registration

    with pytest.raises(HandedOnTooOften):
        hand_on(seat, make_contact())
    assert seat.times_handed_on == 1


def test_a_seat_that_was_handed_on_is_not_handed_on_by_an_invitation_that_came_later():
    event = make_event(deputies=1)
    hand_on(register_guest(event), _deputy())
    invitation = accept(_invite(event, email="deputy@example.org"))

    with pytest.raises(NoDeputy):
        name_deputy(invitation, make_contact())


def test_handing_the_seat_on_ends_the_invitation_it_came_of():
    event = make_event()
    invitation = accept(_invite(event))

    hand_on(invitation.registration, _deputy())

    invitation.refresh_from_db()
    assert invitation.state == "deputised"


def test_naming_somebody_invited_already_tells_nothing_and_changes_nothing_for_them(dialog):
    known = _invite(dialog, email="deputy@example.org")

    invitation = name_deputy(_invite(dialog), _deputy(), is_agreed=True)

    known.refresh_from_db()
    assert (invitation.state, known.state, known.replaces, dialog.invitations.count()) == (
        "deputised",
        "open",
        None,
        2,
    )


def test_a_kept_seat_goes_to_the_invited_and_not_to_the_line():
    event = make_event(capacity=1)
    waiting = make_registration(event, state="waiting")
    invitation = make_invitation(event, reserves_seat=True)

    accept(invitation)

    waiting.refresh_from_db()
    assert (invitation.registration.state, waiting.state) == ("confirmed", "waiting")


def test_without_a_kept_seat_a_full_room_leaves_the_invitation_open():
    event = make_event(capacity=1)
    make_registration(event)
    invitation = make_invitation(event)

    with pytest.raises(InvitedRoomFull):
        accept(invitation)

    invitation.refresh_from_db()
    assert (invitation.state, event.registrations.count()) == ("open", 1)


def test_an_invitation_needs_no_approval():
    event = make_event(entry="approval")

    assert accept(make_invitation(event)).registration.state == "confirmed"


def test_who_registered_before_keeps_that_registration():
    event = make_event(entry="approval")
    registered = make_registration(event, email="ada@example.org", state="pending")

    invitation = accept(make_invitation(event, email="ada@example.org"))

    assert (invitation.registration, invitation.registration.state) == (registered, "confirmed")


def test_who_accepted_may_decline_after_the_deadline(dialog):
    invitation = accept(_invite(dialog))
    Invitation.objects.update(deadline_at=timezone.now() - timedelta(minutes=1))

    assert decline(invitation).state == "declined"


def test_declining_passes_a_kept_seat_on():
    event = make_event(capacity=1)
    waiting = make_registration(event, state="waiting")

    decline(make_invitation(event, reserves_seat=True))

    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_an_invitation_does_not_open_a_pool_that_somebody_waits_for():
    event = make_event(capacity=5)
    Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=0, categories=["press"])
    guest = register_guest(event, category="press")

    with pytest.raises(InvitedRoomFull):
        accept(make_invitation(event, email=guest.email))

    guest.refresh_from_db()
    assert guest.state == "waiting"


def test_who_has_a_seat_and_accepts_leaves_the_kept_one_to_the_line():
    event = make_event(capacity=2)
    seated = register_guest(event)
    invitation = make_invitation(event, email=seated.email, reserves_seat=True)
    waiting = register_guest(event)

    accept(invitation)

    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_a_seat_of_the_teams_can_be_kept_for_somebody_invited_for_a_project():
    event, project = make_event(capacity=1), make_project()
    Pool.objects.create(event=event, kind=PoolKind.TEAMS, seats=1)
    wave = make_wave(event, reserves_seats=True, sent_at=timezone.now())

    invitation = invite(event, make_contact(project=project), actor=make_organiser(), wave=wave)

    assert invitation.reserves_seat
