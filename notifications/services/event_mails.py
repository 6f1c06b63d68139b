"""The mails an event causes to everybody who holds a place in it."""

from collections.abc import Iterable

from events import calendar
from events.enums import RegistrationState
from events.models import Event, Invitation, Registration
from networking.enums import Source
from notifications.models import Message
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
            source=Source.ORGANISER,
        )
    return len(registrations)


def announce_moved(event: Event, former: Event, registrations: Iterable[Registration]) -> None:
    """Owe these people the new time or place beside the old one, once per calendar sequence.

    Whoever has a sure seat gets the calendar file again; its raised sequence replaces the entry they have.
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
            calendar=calendar.registration_calendar(registration).decode() if has_entry else "",
            source=Source.ORGANISER,
        )


def preview_moved(event: Event, former: Event, *, language: str, to_name: str) -> letter.Letter:
    """The mail of `announce_moved` as somebody with a sure seat would get it, private links masked."""
    context = _moved(event, former) | {"event": event, "to_name": to_name, "has_entry": True}
    written = letter.write("event_moved", language, context)
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


def announce_invitation(invitation: Invitation) -> Message:
    """Owe the invited person the mail with their private link."""
    return outbox.queue(
        "invitation",
        key=f"invitation:{invitation.uuid}:{invitation.key_version}",
        to_email=invitation.email,
        to_name=f"{invitation.given_name} {invitation.family_name}".strip(),
        language=invitation.language,
        invitation=invitation,
        event=invitation.event,
        source=Source.ORGANISER,
    )


def delete_mails(event: Event) -> int:
    """Delete every mail about the event: addresses and texts are personal data. Returns how many."""
    return Message.objects.filter(event=event).delete()[0]
