"""Private addresses of registrations: derived, one per purpose, revoked by raising the key version."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events.models import Registration
from networking import links

MANAGE = "manage"
CONFIRM = "confirm-address"


def manage_token(registration: Registration) -> str:
    """The token of /r/<token>/."""
    return links.derive(MANAGE, registration.uuid, registration.key_version)


def manage_url(registration: Registration) -> str:
    """The whole address of the person's own page, in their language."""
    return _url("events:mine", manage_token(registration), registration.language)


def confirm_url(registration: Registration) -> str:
    """The whole address where a held seat is confirmed or an offered one accepted."""
    token = links.derive(CONFIRM, registration.uuid, registration.key_version)
    return _url("events:confirm", token, registration.language)


def registration_for(token: str, purpose: str = MANAGE) -> Registration | None:
    """The registration a token opens for that purpose; None for a forged, revoked or foreign token."""
    row_uuid = links.uuid_in(token)
    registration = (
        Registration.objects.filter(uuid=row_uuid).select_related("event", "project").first()
        if row_uuid
        else None
    )
    if registration and links.is_valid(token, purpose, registration.uuid, registration.key_version):
        return registration
    return None


def _url(name: str, token: str, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=[token])
