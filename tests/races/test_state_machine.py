"""The state machine of registrations agrees with the rules, and finds every fault planted into the house."""

import os

import pytest
from django.db.models import Count, Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from events.models.registration import RegistrationQuerySet
from events.services import ledger, registration, seats
from tests.races.machine import RegistrationMachine

pytestmark = pytest.mark.django_db

EXAMPLES, STEPS = (1000, 50) if os.environ.get("MPI_ATTACK") else (100, 30)
_CALM = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "derandomize": not os.environ.get("MPI_ATTACK"),
    "print_blob": False,
}


def test_the_house_and_the_rules_agree_after_every_step():
    profile = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, **_CALM)

    run_state_machine_as_test(RegistrationMachine, settings=profile)


def last_come_first_served(patch):
    patch.setattr(
        RegistrationQuerySet, "waiting", lambda rows: rows.filter(state="waiting").order_by("-position")
    )


def _counting(*states):
    def tally(event):
        counted = event.registrations.aggregate(
            taken=Count("pk", filter=Q(state__in=states)),
            waiting=Count("pk", filter=Q(state="waiting")),
            overdue=Count("pk", filter=Q(state__in=["held", "offered"])),
        )
        return seats.Tally(**counted)

    return tally


def offered_seats_count_as_free(patch):
    patch.setattr(seats, "tally", _counting("confirmed", "held"))


def held_seats_count_as_free(patch):
    patch.setattr(seats, "tally", _counting("confirmed", "offered"))


def holds_never_run_out(patch):
    patch.setattr(seats, "_expire", lambda event, now, source: None)


def newcomers_overtake_the_line(patch):
    patch.setattr(seats, "settle", lambda event, source="": seats.tally(event))
    patch.setattr(seats, "has_seat_for_newcomer", lambda event, counted: seats.free(event, counted) != 0)


def one_seat_more_than_there_is(patch):
    free = seats.free
    patch.setattr(seats, "free", lambda event, counted: free(event, counted) + 1)


def cancelling_passes_no_seat_on(patch):
    cancel, settle = registration.cancel, seats.settle

    def cancel_only(row, **kwargs):
        patch.setattr(seats, "settle", lambda event, source="": seats.tally(event))
        cancel(row, **kwargs)
        patch.setattr(seats, "settle", settle)

    patch.setattr(registration, "cancel", cancel_only)


def an_expired_hold_is_confirmed(patch):
    confirm, settle = registration.confirm_address, seats.settle

    def confirm_without_settling(row, **kwargs):
        patch.setattr(seats, "settle", lambda event, source="": seats.tally(event))
        state = confirm(row, **kwargs)
        patch.setattr(seats, "settle", settle)
        return state

    patch.setattr(registration, "confirm_address", confirm_without_settling)


def who_comes_back_keeps_the_old_place(patch):
    take_place = registration.take_place

    def keep_position(event, contact, former, state, **kwargs):
        position = former.position if former else None
        row = take_place(event, contact, former, state, **kwargs)
        if former:
            type(former).objects.filter(pk=former.pk).update(position=position)
        return row

    patch.setattr(registration, "take_place", keep_position)


def the_ledger_forgets_a_step(patch):
    write = ledger.write

    def forget_promotions(row, former, **kwargs):
        if former == "waiting":
            return row.changes.last()
        return write(row, former, **kwargs)

    patch.setattr(ledger, "write", forget_promotions)


@pytest.mark.parametrize(
    "fault",
    [
        last_come_first_served,
        offered_seats_count_as_free,
        held_seats_count_as_free,
        holds_never_run_out,
        newcomers_overtake_the_line,
        one_seat_more_than_there_is,
        cancelling_passes_no_seat_on,
        an_expired_hold_is_confirmed,
        who_comes_back_keeps_the_old_place,
        the_ledger_forgets_a_step,
    ],
    ids=lambda fault: fault.__name__,
)
def test_a_planted_fault_is_found(fault, monkeypatch):
    fault(monkeypatch)
    profile = settings(
        max_examples=1000,
        stateful_step_count=30,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        **_CALM,
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(RegistrationMachine, settings=profile)
