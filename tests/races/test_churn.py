"""R-03: people register, confirm and cancel, the organiser changes the capacity, and a checker reads all the while."""

import os
import random
import threading
import time
from contextlib import suppress

import pytest
from django.db import connection

from events.enums import PoolKind
from events.errors import CapacityBelowConfirmed, EditedMeanwhile, PoolBelowTaken
from events.models import Pool, Registration
from events.services import planning, registration
from tests.factories import make_contact, make_event

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 60 if os.environ.get("MPI_ATTACK") else 3
PEOPLE, WORKERS = 60, 8
TAKEN = {"confirmed", "held", "offered"}


@pytest.mark.parametrize(
    ("rules", "press"),
    [({}, None), ({"confirm_email_hours": 24}, None), ({"confirm_email_hours": 24}, 4)],
    ids=["sure at once", "held until confirmed", "with pools"],
)
def test_no_snapshot_ever_shows_a_broken_rule(rules, press):
    event = make_event(capacity=20, **rules)
    if press:
        Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=press, categories=["press"])
        Pool.objects.create(event=event, kind=PoolKind.TEAMS, seats=5)
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
    number = chance.randrange(PEOPLE)
    email, category = f"churn{number}@example.org", ("press", "company")[number % 2]
    row = Registration.objects.filter(event=event, email_key=email).first()
    match chance.randrange(10):
        case 0 | 1 | 2 if row:
            registration.cancel(row)
        case 3 | 4 if row:
            registration.confirm_address(row)
        case 5:
            _change_capacity(event, chance.randrange(10, 30))
        case _:
            registration.register(event, make_contact(email=email, category=category))


def _change_capacity(event, capacity: int) -> None:
    revision = type(event).objects.values_list("revision", flat=True).get(pk=event.pk)
    with suppress(
        CapacityBelowConfirmed, EditedMeanwhile, PoolBelowTaken
    ):  # refused with a reason: that is the rule
        planning.edit(event, {"capacity": capacity}, actor=None, revision=revision)


def _check(event, until: float, faults: list, snapshots: list) -> None:
    """Read everything in one statement, again and again: each answer is one committed state."""
    size = {pool.kind: pool.seats for pool in event.pools.all()}
    try:
        while time.monotonic() < until:
            rows = list(
                Registration.objects.filter(event=event).values_list(
                    "state", "category", "position", "event__capacity"
                )
            )
            snapshots.append(len(rows))
            faults.extend(_broken_rules(rows, press=size.get("categories"), kept=size.get("teams", 0)))
            time.sleep(0.01)
    finally:
        connection.close()


def _broken_rules(rows: list[tuple], *, press: int | None, kept: int) -> list[str]:
    """Nobody here comes for a project, so all but the seats `kept` for teams are everybody's."""
    if not rows:
        return []
    size = max(rows[0][3] - kept, 0)
    seated = [category for state, category, *_rest in rows if state in TAKEN]
    line = [(position, category) for state, category, position, _capacity in rows if state == "waiting"]
    broken = [f"{len(seated)} of {size} seats taken"] if len(seated) > size else []
    broken += ["too many of the press"] if press is not None and seated.count("press") > press else []
    for _position, category in line if len(seated) < size else []:
        if category != "press" or press is None or seated.count("press") < press:
            broken.append(f"{category} waits while {size - len(seated)} seats are free")
    return broken + (["a place in line was given twice"] if len(line) != len(dict(line)) else [])
