"""The mails an event causes to everybody who holds a place in it."""

from events.models import Event, Invitation
from networking.enums import Source
from notifications.models import Message
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
