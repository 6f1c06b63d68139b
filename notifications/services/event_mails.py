"""The mails an event causes to everybody who holds a place in it."""

from events.models import Event
from networking.enums import Source
from notifications.services import outbox


def announce_cancelled(event: Event) -> int:
    """Owe everybody with a place, a waiting place or a request the news. Returns how many mails."""
    registrations = event.registrations.active().select_related("event")
    for registration in registrations:
        outbox.queue(
            "event_cancelled",
            key=f"event:{event.uuid}:cancelled:{registration.uuid}",
            to_email=registration.email,
            to_name=registration.name,
            language=registration.language,
            registration=registration,
            event=event,
            source=Source.ORGANISER,
        )
    return len(registrations)
