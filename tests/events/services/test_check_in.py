"""Who came: ticking, taking back, letting in."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from events.enums import EventState, RegistrationState
from events.errors import HasNoSeat, NobodyComesIn, OverForNewcomers, RoomFullAtTheDoor
from events.services.check_in import arrive, let_in, undo, walk_in
from networking.enums import Source
from notifications.models import Message
from tests.factories import make_contact, make_event, make_organiser, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def helper():
    return make_organiser()


def kinds(registration):
    return list(registration.check_ins.values_list("kind", flat=True))


def test_a_tick_notes_when_and_by_whom(helper):
    registration = make_registration(make_event())

    row = arrive(registration, actor=helper, nonce="a")

    assert (row.kind, row.by, row.source) == ("arrived", helper, Source.ORGANISER)
    assert timezone.now() - row.at < timedelta(seconds=10)


def test_one_tap_sent_twice_is_one_row(helper):
    registration = make_registration(make_event())

    first, second = (arrive(registration, actor=helper, nonce="a") for _ in range(2))

    assert first == second
    assert kinds(registration) == ["arrived"]


def test_a_second_phone_gets_the_first_one_s_row(helper):
    registration = make_registration(make_event())
    first = arrive(registration, actor=helper, nonce="a")

    assert arrive(registration, actor=make_organiser(), nonce="b") == first


def test_an_undone_tick_stays_on_record(helper):
    registration = make_registration(make_event())
    arrive(registration, actor=helper, nonce="a")

    undo(registration, actor=helper, nonce="b")

    assert kinds(registration) == ["arrived", "undone"]


def test_a_late_repeat_of_an_undone_tap_changes_nothing(helper):
    registration = make_registration(make_event())
    arrive(registration, actor=helper, nonce="a")
    undo(registration, actor=helper, nonce="b")

    arrive(registration, actor=helper, nonce="a")

    assert kinds(registration) == ["arrived", "undone"]


def test_a_late_repeat_of_an_undoing_changes_nothing(helper):
    registration = make_registration(make_event())
    arrive(registration, actor=helper, nonce="a")
    undo(registration, actor=helper, nonce="b")
    arrive(registration, actor=helper, nonce="c")

    undo(registration, actor=helper, nonce="b")

    assert kinds(registration) == ["arrived", "undone", "arrived"]


def test_somebody_may_come_undo_and_come_again(helper):
    registration = make_registration(make_event())
    arrive(registration, actor=helper, nonce="a")
    undo(registration, actor=helper, nonce="b")

    arrive(registration, actor=helper, nonce="c")

    assert kinds(registration) == ["arrived", "undone", "arrived"]


def test_undoing_what_never_was_writes_nothing(helper):
    registration = make_registration(make_event())

    assert undo(registration, actor=helper, nonce="a") is None
    assert kinds(registration) == []


@pytest.mark.parametrize("state", sorted(set(RegistrationState) - {RegistrationState.CONFIRMED}))
def test_only_a_sure_seat_can_be_ticked(helper, state):
    registration = make_registration(make_event(), state=state)

    with pytest.raises(HasNoSeat):
        arrive(registration, actor=helper, nonce="a")

    assert kinds(registration) == []


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
def test_nobody_comes_to_an_event_that_does_not_take_place(helper, state):
    registration = make_registration(make_event(state=state))

    with pytest.raises(NobodyComesIn):
        arrive(registration, actor=helper, nonce="a")


def test_the_paper_list_can_be_typed_in_after_the_end(helper):
    registration = make_registration(make_event(starts_at=timezone.now() - timedelta(days=2)))

    assert arrive(registration, actor=helper, nonce="a").kind == "arrived"


# --- on the list, without a sure seat ---


@pytest.mark.parametrize("state", ["waiting", "pending", "held", "offered", "cancelled", "expired"])
def test_whoever_is_on_the_list_is_let_in_while_seats_are_free(helper, state):
    registration = make_registration(make_event(starts_at=timezone.now()), state=state)

    let_in(registration, actor=helper, nonce="a")

    registration.refresh_from_db()
    assert (registration.state, kinds(registration)) == ("confirmed", ["arrived"])


def test_a_full_room_needs_a_reason(helper):
    event = make_event(capacity=1, starts_at=timezone.now())
    make_registration(event)
    registration = make_registration(event, state=RegistrationState.WAITING)

    with pytest.raises(RoomFullAtTheDoor, match="1 of 1 seats are taken"):
        let_in(registration, actor=helper, nonce="a")

    assert kinds(registration) == []


def test_the_reason_stands_in_the_ledger(helper):
    event = make_event(capacity=1, starts_at=timezone.now())
    make_registration(event)
    registration = make_registration(event, state=RegistrationState.WAITING)

    let_in(registration, actor=helper, nonce="a", reason="Vier kamen nicht")

    row = registration.changes.get()
    assert (row.to_state, row.reason, row.actor) == ("confirmed", "Vier kamen nicht", helper)


@pytest.mark.parametrize("state", ["held", "offered"])
def test_a_kept_seat_needs_no_reason_in_a_full_room(helper, state):
    event = make_event(capacity=1, starts_at=timezone.now())
    registration = make_registration(event, state=state, deadline_at=timezone.now() + timedelta(hours=1))

    let_in(registration, actor=helper, nonce="a")

    assert kinds(registration) == ["arrived"]


def test_whoever_was_declined_stays_out(helper):
    registration = make_registration(make_event(), state=RegistrationState.DECLINED)

    with pytest.raises(HasNoSeat):
        let_in(registration, actor=helper, nonce="a", reason="doch")


# --- not on the list ---


def test_a_walk_in_is_registered_and_there_in_one_step(helper):
    event = make_event(starts_at=timezone.now())

    row = walk_in(event, make_contact(family_name="Spontan"), actor=helper, nonce="a")

    registration = event.registrations.get()
    assert (registration.state, registration.source) == ("confirmed", Source.ORGANISER)
    assert (row.registration, row.kind) == (registration, "arrived")


def test_a_walk_in_gets_the_usual_mail(helper):
    walk_in(make_event(), make_contact(), actor=helper, nonce="a")

    assert Message.objects.get().kind == "seat_confirmed"


def test_a_walk_in_never_exceeds_the_seats_in_silence(helper):
    event = make_event(capacity=1)
    make_registration(event)

    with pytest.raises(RoomFullAtTheDoor):
        walk_in(event, make_contact(), actor=helper, nonce="a")

    assert event.registrations.count() == 1


def test_a_walk_in_above_the_seats_is_stated(helper):
    event = make_event(capacity=1)
    make_registration(event)

    row = walk_in(event, make_contact(), actor=helper, nonce="a", reason="Stehplatz")

    assert row.registration.changes.get().reason == "Stehplatz"


def test_a_walk_in_s_form_sent_twice_is_one_person_and_one_tick(helper):
    event, contact = make_event(capacity=1), make_contact()

    first, second = (walk_in(event, contact, actor=helper, nonce="a") for _ in range(2))

    assert first == second
    assert event.registrations.count() == 1


def test_a_known_address_comes_in_as_the_person_it_is(helper):
    event = make_event(capacity=1)
    known = make_registration(event, email="g@example.org", family_name="Gemeldet")

    row = walk_in(event, make_contact(email="g@example.org"), actor=helper, nonce="a")

    known.refresh_from_db()
    assert (row.registration, known.family_name) == (known, "Gemeldet")


def test_nobody_walks_into_an_event_that_is_over(helper):
    event = make_event(starts_at=timezone.now() - timedelta(days=1))

    with pytest.raises(OverForNewcomers):
        walk_in(event, make_contact(), actor=helper, nonce="a")
