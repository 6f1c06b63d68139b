"""Editions: which event came before another, from year to year."""

from django.db import transaction

from events.errors import EditionCircle
from events.models import Event
from events.services import seats
from networking.enums import Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def follow(event: Event, previous: Event | None, *, actor: Person, source: str = Source.ORGANISER) -> Event:
    """Say which edition came before this event, None for none. Twice changes nothing. Raises EditionCircle.

    Both neighbours are locked, too: their pages name this event, and what is kept of them is old from now on.
    """
    neighbours = {pk for pk in (event.pk, event.previous_id, previous.pk if previous else None) if pk}
    locked = {pk: seats.lock(pk) for pk in sorted(neighbours)}
    event = locked[event.pk]
    if event.previous_id == (previous and previous.pk):
        return event
    if previous and _comes_after(previous, event):
        raise EditionCircle
    event.previous = previous
    event.save(update_fields=["previous"])
    audit.record("event.series", event, actor=actor, source=source, fields=["previous"])
    return event


def _comes_after(edition: Event | None, event: Event) -> bool:
    """Whether going back from `edition` one comes to the event, or is there already."""
    while edition and edition != event:
        edition = edition.previous
    return edition is not None
