"""R-03: people register, confirm and cancel, the organiser changes the capacity, and a checker reads all the while."""

import os
import random
import threading
import time
from contextlib import suppress

import pytest
from django.db import connection

from events.errors import CapacityBelowConfirmed, EditedMeanwhile
from events.models import Registration
from events.services import planning, registration
from tests.factories import make_contact, make_event

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 60 if os.environ.get("MPI_ATTACK") else 4
PEOPLE, WORKERS = 60, 8
TAKEN = {"confirmed", "held", "offered"}


@pytest.mark.parametrize("holds", [None, 24], ids=["sure at once", "held until confirmed"])
def test_no_snapshot_ever_shows_a_broken_rule(holds):
    event = make_event(capacity=20, confirm_email_hours=holds)
    until, faults, snapshots = time.monotonic() + SECONDS, [], []

    threads = [threading.Thread(target=_work, args=(event, seed, until, faults)) for seed in range(WORKERS)]
    threads.append(threading.Thread(target=_check, args=(event, until, faults, snapshots)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(snapshots) > 5


def _work(event, seed: int, until: float, faults: list) -> None:
    chance = random.Random(seed)
    try:
        while time.monotonic() < until:
            _do_something(event, chance)
    except Exception as error:  # the test shows it
        faults.append(repr(error))
    finally:
        connection.close()


def _do_something(event, chance: random.Random) -> None:
    email = f"churn{chance.randrange(PEOPLE)}@example.org"
    row = Registration.objects.filter(event=event, email_key=email).first()
    match chance.randrange(10):
        case 0 | 1 | 2 if row:
            registration.cancel(row)
        case 3 | 4 if row:
            registration.confirm_address(row)
        case 5:
            _change_capacity(event, chance.randrange(10, 30))
        case _:
            registration.register(event, make_contact(email=email))


def _change_capacity(event, capacity: int) -> None:
    revision = type(event).objects.values_list("revision", flat=True).get(pk=event.pk)
    with suppress(CapacityBelowConfirmed, EditedMeanwhile):  # refused with a reason: that is the rule
        planning.edit(event, {"capacity": capacity}, actor=None, revision=revision)


def _check(event, until: float, faults: list, snapshots: list) -> None:
    """Read everything in one statement, again and again: each answer is one committed state."""
    try:
        while time.monotonic() < until:
            rows = list(
                Registration.objects.filter(event=event).values_list("state", "position", "event__capacity")
            )
            snapshots.append(len(rows))
            faults.extend(_broken_rules(rows))
            time.sleep(0.01)
    finally:
        connection.close()


def _broken_rules(rows: list[tuple]) -> list[str]:
    if not rows:
        return []
    capacity, taken = rows[0][2], sum(state in TAKEN for state, _position, _capacity in rows)
    line = [position for state, position, _capacity in rows if state == "waiting"]
    broken = [f"{taken} of {capacity} seats taken"] if taken > capacity else []
    broken += (
        [f"{len(line)} wait while {capacity - taken} seats are free"] if line and taken < capacity else []
    )
    return broken + (["a place in line was given twice"] if len(line) != len(set(line)) else [])
