"""The mail about a deputy whom the team of an event does not want."""

from events.models import DeputyRequest
from networking.enums import Source
from notifications.models import Message
from notifications.services import outbox


def tell_refused(request: DeputyRequest) -> Message:
    """Owe whoever named the deputy the news, with the link to the place that stays theirs."""
    asker = request.asker
    return outbox.queue(
        "deputy_refused",
        key=f"deputy:{request.uuid}:refused",
        to_email=asker.email,
        to_name=asker.name,
        language=asker.language,
        registration=request.registration,
        invitation=request.invitation,
        event=request.event,
        source=Source.ORGANISER,
    )
