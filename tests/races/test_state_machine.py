"""The state machine of seats agrees with the rules, and finds every fault planted into the house."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Count, Q
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from events import pools, queries, working_hours
from events.models import Event
from events.models.registration import RegistrationQuerySet
from events.services import deputies, erasure, invitations, ledger, registration, seats, waves
from notifications.services import registration_mails
from tests.races.machine import SeatMachine

pytestmark = pytest.mark.django_db

EXAMPLES, STEPS = (1000, 50) if os.environ.get("MPI_ATTACK") else (100, 30)
PARTS = 4  # so that several workers share them
_CALM = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "derandomize": not os.environ.get("MPI_ATTACK"),
    "print_blob": False,
}


@pytest.mark.parametrize("part", range(PARTS))
def test_the_house_and_the_rules_agree_after_every_step(part):
    profile = settings(max_examples=EXAMPLES // PARTS, stateful_step_count=STEPS, **_CALM)
    machine = type("SeatMachine", (SeatMachine,), {})

    run_state_machine_as_test(seed(part)(machine) if _CALM["derandomize"] else machine, settings=profile)


# --- The line, holds, offers -----------------------------------------------------------------------------


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
        return seats.Tally(event, **counted)

    return tally


def offered_seats_count_as_free(patch):
    patch.setattr(seats, "tally", _counting("confirmed", "held"))


def held_seats_count_as_free(patch):
    patch.setattr(seats, "tally", _counting("confirmed", "offered"))


def holds_never_run_out(patch):
    patch.setattr(seats, "_expire", lambda event, now, source: None)


def newcomers_overtake_the_line(patch):
    patch.setattr(seats, "settle", lambda event, source="": seats.tally(event))
    patch.setattr(
        seats, "has_seat_for_newcomer", lambda event, counted, needs: seats.free(event, counted) != 0
    )


def one_seat_more_than_there_is(patch):
    patch.setattr(pools, "room_size", lambda event: event.capacity + event.overbooking + 1)


def planned_overbooking_counts_for_nothing(patch):
    patch.setattr(pools, "room_size", lambda event: event.capacity)


def _without_settling(patch, module, name):
    """The service acts as it does, but passes no seat on."""
    act, settle = getattr(module, name), seats.settle

    def act_only(*arguments, **said):
        patch.setattr(seats, "settle", lambda event, source="": seats.tally(event))
        try:
            return act(*arguments, **said)
        finally:
            patch.setattr(seats, "settle", settle)

    patch.setattr(module, name, act_only)


def cancelling_passes_no_seat_on(patch):
    _without_settling(patch, registration, "cancel")


def an_expired_hold_is_confirmed(patch):
    _without_settling(patch, registration, "confirm_address")


def who_comes_back_keeps_the_old_place(patch):
    take_place = registration.take_place

    def keep_position(event, contact, former, state, **kwargs):
        position = former.position if former else None
        row = take_place(event, contact, former, state, **kwargs)
        if former:
            type(former).objects.filter(pk=former.pk).update(position=position)
        return row

    patch.setattr(registration, "take_place", keep_position)


def offers_run_out_at_night(patch):
    patch.setattr(working_hours, "later", lambda moment, hours: moment + timedelta(hours=hours))


def the_last_seats_are_passed_on_after_the_start(patch):
    patch.setattr(pools, "stopped", lambda event, now=None: "")


def the_deadline_for_cancelling_counts_for_nothing(patch):
    patch.setattr(registration, "_refuse_after_deadline", lambda *arguments: None)


# --- Pools -----------------------------------------------------------------------------------------------


def a_full_category_lets_people_in(patch):
    applies = pools.applies
    patch.setattr(
        pools, "applies", lambda limit, needs: limit.share.kind != "categories" and applies(limit, needs)
    )


def seats_of_teams_go_to_others(patch):
    patch.setattr(pools, "keeps", lambda pool, event, now: False)


def the_clock_forgets_seats_kept_for_teams(patch):
    patch.setattr(queries, "events_to_settle", lambda: Event.objects.none())


def a_project_sends_as_many_as_it_likes(patch):
    applying = pools.Seating.applying
    patch.setattr(
        pools.Seating, "applying", lambda seating, needs: applying(seating, needs._replace(project=None))
    )


def places_of_a_tour_are_not_counted(patch):
    patch.setattr(pools, "choices_with_places", lambda event: [])


def one_full_pool_stops_the_whole_line(patch):
    def stops(seating, waiting):
        found = []
        for person in waiting:
            if not seating.fits(person.needs):
                break
            seating.take(person.needs)
            found.append(person)
        return found

    patch.setattr(pools, "next_in", stops)


def a_change_squeezes_into_a_full_pool(patch):
    patch.setattr(seats, "reseat", lambda row, former, source: seats.settle(row.event, source=source))


# --- Deputies, invitations, erasing ----------------------------------------------------------------------


def the_line_gets_the_seat_of_a_deputy(patch):
    seat = deputies._seat

    def settle_first(event, *arguments, **said):
        seats.settle(event)
        seat(event, *arguments, **said)

    patch.setattr(deputies, "_seat", settle_first)


def a_seat_is_handed_on_without_end(patch):
    write_place = registration.write_place

    def forget(*arguments, **said):
        row = write_place(*arguments, **said)
        row.registration.times_handed_on = 0
        row.registration.save(update_fields=["times_handed_on"])
        return row

    patch.setattr(registration, "write_place", forget)


def seats_kept_by_invitations_count_as_free(patch):
    tally = seats.tally
    patch.setattr(seats, "tally", lambda event: replace(tally(event), reserved=0))


def an_invitation_opens_after_its_deadline(patch):
    patch.setattr(invitations, "_refuse_if_over", lambda invitation: None)


def the_invited_squeeze_into_a_full_pool(patch):
    """As if whoever waits for one pool were invited into another."""
    patch.setattr(invitations.pools, "needs_of", lambda row: pools.ANYBODY)


def a_withdrawn_invitation_frees_its_seat_later(patch):
    _without_settling(patch, waves, "withdraw")


def who_had_a_seat_keeps_the_one_of_the_invitation(patch):
    _without_settling(patch, invitations, "accept")


def who_is_erased_keeps_the_seat(patch):
    patch.setattr(erasure, "_give_back", lambda *arguments: None)


# --- What is written and told ----------------------------------------------------------------------------


def the_ledger_forgets_a_step(patch):
    def forget(rows):
        return [row.registration.changes.last() for row in rows]

    patch.setattr(ledger, "_written", forget)


def nobody_is_told_of_a_seat_passed_on(patch):
    patch.setattr(registration_mails, "announce_passed_on", lambda changes: None)


def a_place_in_line_is_told_as_a_seat(patch):
    announce = registration_mails.announce

    def mistake(kind, *arguments, **said):
        return announce("seat_confirmed" if kind == "waiting_list" else kind, *arguments, **said)

    patch.setattr(registration_mails, "announce", mistake)


def attendees_see_who_waits(patch):
    seen = ["confirmed", "waiting"]
    patch.setattr(RegistrationQuerySet, "confirmed", lambda rows: rows.filter(state__in=seen))


FULL = {"size": 1}
ROOMY = {"size": 3}
BACK, AGAIN, LINK, PAST = (
    "give_a_seat_back",
    "think_again_while_waiting",
    "use_the_link_in_the_mail",
    "the_next_deadline_passes",
)
CHANGE, HAND_ON, INVITE = "change_what_is_needed", "hand_on", "invite"
ACCEPT, WITHDRAW = "accept_an_invitation", "withdraw_an_invitation"
INVITE_AGAIN, LOOK, RESIZE = "invite_somebody_who_is_there", "everybody_looks", "change_the_capacity"
FAULTS = {
    last_come_first_served: (FULL, BACK),
    offered_seats_count_as_free: (FULL | {"waiting_list": "offer"}, BACK),
    held_seats_count_as_free: (FULL | {"holds": True}, BACK),
    holds_never_run_out: (FULL | {"holds": True}, PAST),
    newcomers_overtake_the_line: (FULL, BACK),
    one_seat_more_than_there_is: (FULL,),
    planned_overbooking_counts_for_nothing: (FULL | {"extra": 1},),
    cancelling_passes_no_seat_on: (FULL, BACK),
    an_expired_hold_is_confirmed: (FULL | {"holds": True}, PAST, LINK),
    who_comes_back_keeps_the_old_place: (FULL, BACK, AGAIN),
    offers_run_out_at_night: (FULL | {"waiting_list": "offer"}, BACK),
    the_last_seats_are_passed_on_after_the_start: (FULL, PAST, RESIZE),
    the_deadline_for_cancelling_counts_for_nothing: ({"cancel_hours": 200}, BACK, PAST),
    a_full_category_lets_people_in: (FULL | {"press": 0},),
    seats_of_teams_go_to_others: (FULL | {"kept": 1},),
    the_clock_forgets_seats_kept_for_teams: (FULL | {"kept": 1}, PAST),
    a_project_sends_as_many_as_it_likes: (ROOMY | {"each": 1},),
    places_of_a_tour_are_not_counted: (ROOMY | {"tour": 1},),
    one_full_pool_stops_the_whole_line: (FULL | {"press": 0}, BACK),
    a_change_squeezes_into_a_full_pool: (ROOMY | {"press": 0}, CHANGE),
    the_line_gets_the_seat_of_a_deputy: (FULL, HAND_ON),
    a_seat_is_handed_on_without_end: (ROOMY, HAND_ON),
    seats_kept_by_invitations_count_as_free: (FULL, INVITE),
    an_invitation_opens_after_its_deadline: (ROOMY, INVITE, ACCEPT, PAST),
    the_invited_squeeze_into_a_full_pool: (ROOMY | {"press": 0}, INVITE_AGAIN, ACCEPT),
    a_withdrawn_invitation_frees_its_seat_later: (FULL, INVITE, WITHDRAW),
    who_had_a_seat_keeps_the_one_of_the_invitation: ({"size": 2}, INVITE_AGAIN, ACCEPT),
    who_is_erased_keeps_the_seat: (FULL, "erase"),
    the_ledger_forgets_a_step: (FULL, BACK),
    nobody_is_told_of_a_seat_passed_on: (FULL, BACK),
    a_place_in_line_is_told_as_a_seat: (FULL,),
    attendees_see_who_waits: (FULL, LOOK),
}
"""Each fault, with the plan and the steps by which the machine comes upon it soon."""
_PLAIN = {"extra": 0, "waiting_list": "automatic", "holds": False, "approval": False, "cancel_hours": 0}
_PLAIN |= {"press": None, "kept": None, "each": None, "tour": None, "deputies": 1}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault, monkeypatch):
    plan, *steps = FAULTS[fault]
    fault(monkeypatch)
    monkeypatch.setattr(SeatMachine, "fixed", _PLAIN | plan)
    monkeypatch.setattr(SeatMachine, "only", {"register", *steps})
    profile = settings(
        max_examples=400,
        stateful_step_count=10,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        **_CALM,
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(SeatMachine, settings=profile)
