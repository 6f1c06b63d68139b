"""Deputies at confidential events: named by a guest, they come once the event's team has agreed."""

from typing import Any

from events.models import DeputyRequest, Event, Invitation, Registration
from events.services.contact import Contact
from networking.enums import Source
from networking.services import audit

_NAMES = ("given_name", "family_name", "email", "organisation", "language")


def keep(place: Registration | Invitation, contact: Contact, event: Event) -> DeputyRequest:
    """Write down whom somebody wants to send; who is named again takes the place of who was named before.

    The caller holds the event's lock and has made sure that the place may be handed on.
    """
    belongs: dict[str, Any] = {str(place._meta.model_name): place}
    columns = {name: getattr(contact, name) for name in _NAMES}
    request, _is_new = DeputyRequest.objects.update_or_create(**belongs, defaults={"event": event} | columns)
    audit.record("deputy.ask", event, actor=None, source=Source.WEB)
    return request


def drop(place: Registration | Invitation) -> None:
    """The place is lost, answered anew or handed on: nothing is left to agree to."""
    DeputyRequest.objects.filter(**{str(place._meta.model_name): place}).delete()


def contact_of(request: DeputyRequest) -> Contact:
    """The deputy as they were named, for the project of whoever named them."""
    return Contact(**{name: getattr(request, name) for name in _NAMES}, project=request.asker.project)
