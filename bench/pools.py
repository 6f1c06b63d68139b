"""Seats with pools: registering into three of them beside a line, and passing five hundred seats on at once."""

import time

from django.db import transaction
from django.utils import timezone

from bench import world
from events.enums import PoolKind, RegistrationState
from events.models import Event, Pool, Registration
from events.services import planning


def divided(capacity: int) -> Event:
    """An event with three pools besides the room and a hundred people who wait for one of them."""
    event = world.hot(capacity)
    Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=0, categories=["press"])
    Pool.objects.create(event=event, kind=PoolKind.TEAMS, seats=20)
    Pool.objects.create(event=event, kind=PoolKind.PROJECT, seats=3)
    _let_wait(event, 100, category="press")
    return event


def promote(people: int) -> float:
    """How many seconds it takes to raise the capacity for so many people who wait, their mails included."""
    with transaction.atomic():
        event = world.hot(1)
    _let_wait(event, people)
    start = time.perf_counter()
    planning.edit(event, {"capacity": people}, actor=None, revision=event.revision)
    seconds = time.perf_counter() - start
    assert event.registrations.confirmed().count() == people
    return seconds


def _let_wait(event: Event, people: int, **columns) -> None:
    rows = [
        Registration(
            event=event,
            state=RegistrationState.WAITING,
            given_name="Mira",
            family_name=f"Muster {number}",
            email=f"waits{number}@example.org",
            email_key=f"waits{number}@example.org",
            position=number + 1,
            created_at=timezone.now(),
            **columns,
        )
        for number in range(people)
    ]
    Registration.objects.bulk_create(rows, batch_size=500)
