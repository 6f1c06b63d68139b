"""Adding people by hand: past dates and the way in, never past the number of seats."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from events.enums import ENDED, Entry, EventState, Format, RegistrationState
from events.errors import AlreadyRegistered, NobodyComesIn, OverForNewcomers, RoomFull
from events.services.admission import add
from networking.enums import Source
from notifications.models import Message
from tests.factories import make_contact, make_event, make_organiser, make_registration, register_guest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def organiser():
    return make_organiser()


def test_an_added_person_has_a_sure_seat_and_a_mail(organiser):
    registration = add(make_event(), make_contact(), actor=organiser)

    assert registration.state == RegistrationState.CONFIRMED
    assert Message.objects.get().kind == "seat_confirmed"


def test_the_ledger_names_who_added_them(organiser):
    registration = add(make_event(), make_contact(), actor=organiser)

    row = registration.changes.get()
    assert (row.from_state, row.to_state, row.actor, row.source) == (
        "",
        "confirmed",
        organiser,
        Source.ORGANISER,
    )


def test_who_is_added_has_agreed_to_nothing(organiser):
    assert not add(make_event(), make_contact(), actor=organiser).consents.exists()


@pytest.mark.parametrize("rules", [
    {"registration_closes_at": timezone.now() - timedelta(days=1)},
    {"registration_opens_at": timezone.now() + timedelta(days=1)},
    {"entry": Entry.INVITATION},
    {"entry": Entry.APPROVAL},
    {"confirm_email_hours": 24},
    {"format": Format.DIALOG},
    {"starts_at": timezone.now() - timedelta(hours=1)},
    {"capacity": None},
])  # fmt: skip
def test_dates_and_the_way_in_bind_visitors_not_organisers(organiser, rules):
    assert add(make_event(**rules), make_contact(), actor=organiser).state == "confirmed"


def test_nobody_is_added_above_the_number_of_seats(organiser):
    event = make_event(capacity=2)
    register_guest(event), register_guest(event)

    with pytest.raises(RoomFull, match="2 of 2 seats are taken"):
        add(event, make_contact(), actor=organiser)

    assert event.registrations.count() == 2


def test_a_seat_that_ran_out_is_free_again(organiser):
    event = make_event(capacity=1, waiting_list="off")
    overdue = timezone.now() - timedelta(minutes=1)
    make_registration(event, state=RegistrationState.HELD, deadline_at=overdue)

    assert add(event, make_contact(), actor=organiser).state == "confirmed"


def test_nobody_is_added_before_those_who_wait_for_the_same_seat(organiser):
    event = make_event(capacity=1)
    waiting = make_registration(event, state=RegistrationState.WAITING)

    with pytest.raises(RoomFull):
        add(event, make_contact(), actor=organiser)

    waiting.refresh_from_db()
    assert (
        waiting.state == "waiting"
    )  # what settle did goes with the refused transaction; the clock does it anew


@pytest.mark.parametrize("state", sorted(set(RegistrationState) - {*ENDED, RegistrationState.DECLINED}))
def test_a_known_address_is_named_and_stays_as_it_is(organiser, state):
    event = make_event()
    known = make_registration(event, given_name="Grete", email="g@example.org", state=state)

    with pytest.raises(AlreadyRegistered, match="Grete"):
        add(event, make_contact(email="G@example.org"), actor=organiser)

    known.refresh_from_db()
    assert known.state == state


@pytest.mark.parametrize("state", ["cancelled", "expired", "declined"])
def test_who_cancelled_or_was_declined_can_be_added_again(organiser, state):
    event = make_event()
    known = make_registration(event, email="g@example.org", state=state, key_version=3)

    added = add(event, make_contact(email="g@example.org"), actor=organiser)

    assert (added.pk, added.state, added.key_version) == (known.pk, "confirmed", 4)


def test_the_same_form_twice_adds_one_person_with_one_mail(organiser):
    event, contact = make_event(), make_contact()

    first, second = (add(event, contact, actor=organiser, key="form") for _ in range(2))

    assert first == second
    assert Message.objects.count() == 1


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
def test_nobody_is_added_to_an_event_that_does_not_take_place(organiser, state):
    with pytest.raises(NobodyComesIn):
        add(make_event(state=state), make_contact(), actor=organiser)


def test_nobody_is_added_to_an_event_that_is_over(organiser):
    event = make_event(starts_at=timezone.now() - timedelta(days=1))

    with pytest.raises(OverForNewcomers):
        add(event, make_contact(), actor=organiser)
