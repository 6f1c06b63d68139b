"""Noting who looked at personal data, so that an event's owner can read it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from events.enums import LookedAt
from events.models import Event, Look, Registration
from networking.models import Person

TOGETHER = timedelta(minutes=10)


def note(event: Event, person: Person, page: LookedAt, registration: Registration | None = None) -> None:
    """One look of somebody; the same page again within ten minutes counts on the same row.

    The only thing a page that is merely looked at may write.
    """
    now = timezone.now()
    same = Look.objects.filter(event=event, person=person, page=page, registration=registration)
    if not same.filter(at__gt=now - TOGETHER).update(last_at=now, times=F("times") + 1):
        Look.objects.create(
            event=event, person=person, page=page, registration=registration, at=now, last_at=now
        )


def note_each(events: Iterable[Event], person: Person, page: LookedAt) -> None:
    """One look at what belongs to several events, in few statements however many they are."""
    now, wanted = timezone.now(), {event.pk for event in events}
    recent = Look.objects.filter(
        event__in=wanted, person=person, page=page, registration=None, at__gt=now - TOGETHER
    )
    known = set(recent.values_list("event", flat=True))
    recent.update(last_at=now, times=F("times") + 1)
    new = {"person": person, "page": page, "at": now, "last_at": now}
    Look.objects.bulk_create(Look(event_id=pk, **new) for pk in sorted(wanted - known))
