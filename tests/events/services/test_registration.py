"""Registering, changing, cancelling: the rules of DESIGN.md section 3."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Entry, EventState, Format, WaitingList
from events.errors import (
    EventCancelled,
    EventFull,
    EventPast,
    InvitationRequired,
    KeyReused,
    NotChangeable,
    NotYetOpen,
    RegistrationClosed,
    TooLateToCancel,
    TooLateToChange,
)
from events.services import registration
from events.services.registration import (
    approve,
    cancel,
    change,
    confirm_address,
    decline,
    register,
)
from networking.enums import Source
from networking.models import AuditEntry
from tests.factories import make_contact, make_event, make_organiser, make_project, register_guest

pytestmark = pytest.mark.django_db


def test_a_free_seat_is_confirmed_at_once():
    event = make_event(capacity=1)

    state = register(event, make_contact())

    assert state == "confirmed"


def test_a_full_event_puts_newcomers_on_the_waiting_list():
    event = make_event(capacity=1)
    register_guest(event)

    state = register(event, make_contact())

    assert state == "waiting"


def test_an_event_without_limit_is_never_full():
    event = make_event(capacity=None)
    register_guest(event)

    assert register(event, make_contact()) == "confirmed"


def test_a_freed_seat_goes_to_the_longest_waiting():
    event = make_event(capacity=1)
    seat = register_guest(event)
    first, second = register_guest(event), register_guest(event)

    cancel(seat)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("confirmed", "waiting")


def test_newcomers_never_overtake_the_waiting_list():
    event = make_event(capacity=1, waiting_list=WaitingList.OFFER)
    seat = register_guest(event)
    register_guest(event)
    cancel(seat)  # the freed seat is offered, not free

    assert register(event, make_contact()) == "waiting"


def test_without_a_waiting_list_a_full_event_refuses():
    event = make_event(capacity=1, waiting_list=WaitingList.OFF)
    register_guest(event)

    with pytest.raises(EventFull):
        register(event, make_contact())


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"state": EventState.CANCELLED}, EventCancelled),
        ({"state": EventState.DRAFT}, RegistrationClosed),
        ({"starts_at": timezone.now() - timedelta(days=2)}, EventPast),
        ({"entry": Entry.INVITATION}, InvitationRequired),
        ({"format": Format.DIALOG}, InvitationRequired),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, NotYetOpen),
        ({"registration_closes_at": timezone.now() - timedelta(minutes=1)}, RegistrationClosed),
    ],
)
def test_a_closed_event_says_why(fields, refusal):
    event = make_event(**fields)

    with pytest.raises(refusal):
        register(event, make_contact())


def test_a_refused_try_leaves_nothing_behind():
    event = make_event(state=EventState.CANCELLED)

    with pytest.raises(EventCancelled):
        register(event, make_contact(), key="abc")

    assert (event.registrations.count(), event.submissions.count()) == (0, 0)


def test_a_second_try_with_a_known_address_makes_no_second_row():
    event = make_event()
    register(event, make_contact(email="ada@example.org"))

    register(event, make_contact(email=" ADA@Example.org "))

    assert event.registrations.count() == 1


def test_a_second_try_answers_what_a_new_address_would_get_now():
    event = make_event(capacity=1)
    register(event, make_contact(email="ada@example.org"))

    assert register(event, make_contact(email="ada@example.org")) == "waiting"


def test_a_second_try_never_changes_the_first_ones_data():
    event = make_event()
    known = register_guest(event, email="ada@example.org", given_name="Ada")

    register(event, make_contact(email="ada@example.org", given_name="Mallory"))

    known.refresh_from_db()
    assert known.given_name == "Ada"


def test_a_second_try_on_a_closed_event_is_refused_like_a_first():
    event = make_event()
    register(event, make_contact(email="ada@example.org"))
    type(event).objects.filter(pk=event.pk).update(registration_closes_at=timezone.now())

    with pytest.raises(RegistrationClosed):
        register(event, make_contact(email="ada@example.org"))


def test_a_repeat_of_the_same_form_gets_the_first_answer():
    event, contact = make_event(capacity=1), make_contact()
    register(event, contact, key="form-1")

    assert register(event, contact, key="form-1") == "confirmed"


def test_a_repeat_gets_the_first_answer_even_when_registration_has_closed_since():
    event, contact = make_event(capacity=1), make_contact()
    register(event, contact, key="form-1")
    type(event).objects.filter(pk=event.pk).update(state=EventState.CANCELLED)

    assert register(event, contact, key="form-1") == "confirmed"


def test_one_key_with_two_contents_is_refused():
    event = make_event()
    register(event, make_contact(), key="form-1")

    with pytest.raises(KeyReused):
        register(event, make_contact(), key="form-1")


def test_cancelling_keeps_the_row_and_writes_the_ledger():
    seat = register_guest(make_event())

    cancel(seat, reason="ill")

    steps = [(row.from_state, row.to_state, row.reason) for row in seat.changes.all()]
    assert steps == [("", "confirmed", ""), ("confirmed", "cancelled", "ill")]


def test_cancelling_twice_changes_nothing_the_second_time():
    event = make_event(capacity=1)
    seat = register_guest(event)
    cancel(seat)
    register_guest(event)

    cancel(seat)

    assert seat.changes.count() == 2


def test_cancelling_when_the_event_is_over_is_refused():
    event = make_event()
    seat = register_guest(event)
    past = timezone.now() - timedelta(days=1)
    type(event).objects.filter(pk=event.pk).update(starts_at=past - timedelta(hours=3), ends_at=past)

    with pytest.raises(NotChangeable):
        cancel(seat)


def test_registering_again_after_cancelling_goes_to_the_end_of_the_line():
    event = make_event(capacity=1)
    register_guest(event)
    early = register_guest(event, email="early@example.org")
    late = register_guest(event)
    cancel(early)

    register(event, make_contact(email="early@example.org"))

    assert list(event.registrations.waiting()) == [late, early]


def test_registering_again_reuses_the_row_and_revokes_its_links():
    event = make_event()
    former = register_guest(event, email="ada@example.org")
    cancel(former)

    register(event, make_contact(email="ada@example.org"))

    again = event.registrations.get()
    assert (again.pk, again.key_version) == (former.pk, former.key_version + 1)


def test_a_held_seat_counts_as_taken():
    event = make_event(capacity=1, confirm_email_hours=24)
    register(event, make_contact())

    assert register(event, make_contact()) == "waiting"


def test_a_hold_that_ran_out_goes_to_the_next_in_line():
    event = make_event(capacity=1, confirm_email_hours=24)
    held, waiting = register_guest(event), register_guest(event)
    type(held).objects.filter(pk=held.pk).update(deadline_at=timezone.now() - timedelta(seconds=1))

    registration.settle(event.pk)

    held.refresh_from_db()
    waiting.refresh_from_db()
    assert (held.state, waiting.state) == ("expired", "confirmed")


def test_the_link_in_the_mail_makes_a_held_seat_sure():
    held = register_guest(make_event(confirm_email_hours=24))

    assert confirm_address(held) == "confirmed"


def test_the_link_of_a_hold_that_ran_out_confirms_nothing():
    held = register_guest(make_event(confirm_email_hours=24))
    type(held).objects.filter(pk=held.pk).update(deadline_at=timezone.now() - timedelta(seconds=1))

    assert confirm_address(held) == "expired"


def test_an_offer_is_taken_by_its_link():
    event = make_event(capacity=1, waiting_list=WaitingList.OFFER)
    seat, waiting = register_guest(event), register_guest(event)
    cancel(seat)

    assert confirm_address(waiting) == "confirmed"


def test_an_offers_deadline_is_a_quarter_of_the_time_left_at_most():
    event = make_event(
        capacity=1, waiting_list=WaitingList.OFFER, starts_at=timezone.now() + timedelta(hours=8)
    )
    seat, waiting = register_guest(event), register_guest(event)
    cancel(seat)

    waiting.refresh_from_db()
    assert waiting.deadline_at - timezone.now() <= timedelta(hours=2)


def test_nobody_is_promoted_into_an_event_that_has_begun():
    event = make_event(capacity=1)
    seat, waiting = register_guest(event), register_guest(event)
    type(event).objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(minutes=1))

    cancel(seat)

    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_under_approval_a_registration_is_pending_and_takes_no_seat():
    event = make_event(capacity=1, entry=Entry.APPROVAL)
    register_guest(event)

    assert register(event, make_contact()) == "pending"


def test_an_approved_registration_gets_a_seat():
    pending = register_guest(make_event(entry=Entry.APPROVAL))

    assert approve(pending, actor=make_organiser()) == "confirmed"


def test_an_approved_registration_waits_when_the_event_is_full():
    event = make_event(capacity=1, entry=Entry.APPROVAL)
    first, second = register_guest(event), register_guest(event)
    approve(first, actor=make_organiser())

    assert approve(second, actor=make_organiser()) == "waiting"


def test_a_declined_registration_keeps_who_and_why():
    pending, organiser = register_guest(make_event(entry=Entry.APPROVAL)), make_organiser()

    decline(pending, actor=organiser, reason="no seat for press")

    row = pending.changes.last()
    assert (row.to_state, row.actor, row.reason) == ("declined", organiser, "no seat for press")


def test_somebody_with_a_seat_is_not_declined():
    seat = register_guest(make_event())

    with pytest.raises(NotChangeable):
        decline(seat, actor=make_organiser())


def test_participants_change_their_data_but_not_the_address():
    event, project = make_event(), make_project()
    seat = register_guest(event, email="ada@example.org")

    change(seat, make_contact(email="other@example.org", organisation="TU Berlin", project=project))

    seat.refresh_from_db()
    assert (seat.email, seat.organisation, seat.project) == ("ada@example.org", "TU Berlin", project)


def test_a_cancelled_registration_cannot_be_changed():
    seat = register_guest(make_event())
    cancel(seat)

    with pytest.raises(NotChangeable):
        change(seat, make_contact())


def test_consents_are_rows_of_their_own():
    seat = register_guest(make_event(), listed=("attendee-list", "project"))

    assert list(seat.consents.values_list("kind", flat=True)) == ["privacy", "attendee-list", "project"]


def test_every_step_knows_its_door():
    event = make_event()

    register(event, make_contact(), source=Source.API)

    assert event.registrations.get().changes.get().source == "api"


def test_after_the_deadline_a_participant_is_told_whom_to_write_to():
    soon = timezone.now() + timedelta(hours=10)
    event = make_event(starts_at=soon, cancel_until_hours=24, contact_email="team@example.org")
    registration = register_guest(event)

    with pytest.raises(TooLateToCancel, match="team@example.org"):
        cancel(registration)
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_an_organiser_cancels_after_the_deadline():
    event = make_event(starts_at=timezone.now() + timedelta(hours=10), cancel_until_hours=24)
    registration = register_guest(event)

    cancel(registration, actor=make_organiser(), source=Source.ORGANISER)

    registration.refresh_from_db()
    assert registration.state == "cancelled"


def test_after_the_deadline_only_an_organiser_changes_details():
    event = make_event(starts_at=timezone.now() + timedelta(hours=10), change_until_hours=24)
    registration = register_guest(event)
    contact = make_contact(given_name="Neu")

    with pytest.raises(TooLateToChange):
        change(registration, contact)
    change(registration, contact, actor=make_organiser(), source=Source.ORGANISER)

    registration.refresh_from_db()
    assert registration.given_name == "Neu"


def test_a_change_is_noted_by_its_fields_and_never_by_what_they_said():
    registration = register_guest(make_event(), given_name="Altname", organisation="Werk")
    organiser = make_organiser()

    change(
        registration,
        make_contact(given_name="Neu", family_name=registration.family_name, organisation="Werk"),
        actor=organiser,
        source=Source.ORGANISER,
    )

    entry = AuditEntry.objects.get(verb="registration.change")
    assert (entry.actor, entry.source, entry.fields) == (organiser, "organiser", ["given_name"])


def test_saving_the_same_details_again_is_no_change():
    contact = make_contact()
    event = make_event()
    register(event, contact)

    change(event.registrations.get(), contact)

    assert not AuditEntry.objects.exists()
