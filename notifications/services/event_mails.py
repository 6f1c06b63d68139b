"""The mails an event causes to everybody who holds a place in it."""

from collections.abc import Iterable

from events.calendar import itip
from events.enums import RegistrationState
from events.models import Event, Registration
from networking.enums import Source
from notifications.services import letter, marks, outbox


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
            calendar=itip.part_for(registration).decode(),
            source=Source.ORGANISER,
        )
    return len(registrations)


def announce_moved(event: Event, former: Event, registrations: Iterable[Registration]) -> None:
    """Owe these people the new time or place beside the old one, once per calendar sequence.

    Whoever has a sure seat gets the invitation again; its raised sequence moves the entry they have.
    """
    for registration in registrations:
        has_entry = registration.state == RegistrationState.CONFIRMED
        outbox.queue(
            "event_moved",
            key=f"event:{event.uuid}:moved:{event.sequence}:{registration.uuid}",
            to_email=registration.email,
            to_name=registration.name,
            language=registration.language,
            registration=registration,
            event=event,
            context=_moved(event, former) | {"has_entry": has_entry},
            calendar=itip.part_for(registration).decode(),
            source=Source.ORGANISER,
        )


def preview_moved(event: Event, former: Event, *, language: str, to_name: str) -> letter.Letter:
    """The mail of `announce_moved` as somebody with a sure seat would get it, private links masked."""
    context = _moved(event, former) | {"event": event, "to_name": to_name, "has_entry": True}
    return _masked(letter.write("event_moved", language, context))


def preview_cancelled(event: Event, *, language: str, to_name: str) -> letter.Letter:
    """The mail of `announce_cancelled` with the reason that stands on `event`, which need not be saved."""
    return _masked(letter.write("event_cancelled", language, {"event": event, "to_name": to_name}))


def _masked(written: letter.Letter) -> letter.Letter:
    """Private links stay the recipient's."""
    return letter.Letter(*(marks.masked(part) for part in (written.subject, written.text, written.html)))


def _moved(event: Event, former: Event) -> dict:
    """What the mail compares."""

    def differs(*names):
        return any(getattr(event, name) != getattr(former, name) for name in names)

    return {
        "former": former,
        "new_time": differs("starts_at", "ends_at", "all_day"),
        "new_place": differs("venue", "street", "locality", "is_online"),
        "new_link": event.is_online and differs("online_url"),
    }
