"""The photograph of an event."""

from django.db import transaction
from django.utils import timezone

from events.models import Event
from events.services import seats
from networking.enums import Source
from networking.models import Person, Picture
from networking.services import audit, pictures


@transaction.atomic
def show(
    event: Event,
    shot: pictures.Shot | None,
    *,
    alt_de: str,
    alt_en: str = "",
    credit: str = "",
    actor: Person,
) -> Event:
    """Show the photograph on the event's page, or, without a new one, change the words of the one there is."""
    event = seats.lock(event.pk)
    words = {"alt_de": alt_de, "alt_en": alt_en, "credit": credit}
    former = event.picture
    if shot is None:
        if former is None:
            return event
        shot = pictures.Shot(bytes(former.content), former.width, former.height)
    # always a new row: a copy of the event may show the former one, and its words are another's
    event.picture = pictures.keep(shot, **words, actor=actor)
    _save(event, former, actor)
    return event


@transaction.atomic
def remove(event: Event, *, actor: Person) -> Event:
    """Show no photograph any more. Removing twice changes nothing the second time."""
    event = seats.lock(event.pk)
    former, event.picture = event.picture, None
    if former:
        _save(event, former, actor)
    return event


def _save(event: Event, former: Picture | None, actor: Person) -> None:
    event.changed_at = timezone.now()
    event.save(update_fields=["picture", "changed_at"])
    if former and not former.events.exists():
        former.delete()
    audit.record("event.picture", event, actor=actor, source=Source.ORGANISER, fields=["picture"])
