"""Private addresses of registrations: derived, one per purpose, revoked by raising the key version."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from events.enums import RegistrationState
from events.models import Invitation, Registration
from networking import links

MANAGE = "manage"
INVITATION = "invitation"
CONFIRM = "confirm-address"
SECOND_CLICK = timedelta(minutes=10)


def manage_token(registration: Registration) -> str:
    """The token of /r/<token>/."""
    return links.derive(MANAGE, registration.uuid, registration.key_version)


def manage_url(registration: Registration) -> str:
    """The whole address of the person's own page, in their language."""
    return _url("events:mine", manage_token(registration), registration.language)


def cancel_url(registration: Registration) -> str:
    """The whole address of the page that asks whether to cancel."""
    return _url("events:cancel", manage_token(registration), registration.language)


def coming_url(registration: Registration) -> str:
    """The whole address of the page that asks whether the person still comes."""
    return _url("events:coming", manage_token(registration), registration.language)


def meetings_url(registration: Registration) -> str:
    """The whole address of the page with the person's 1:1 meetings."""
    return _url("events:my_meetings", manage_token(registration), registration.language)


def confirm_url(registration: Registration) -> str:
    """The whole address where a held seat is confirmed or an offered one accepted."""
    token = links.derive(CONFIRM, registration.uuid, registration.key_version)
    return _url("events:confirm", token, registration.language)


def registration_for(token: str, purpose: str = MANAGE) -> Registration | None:
    """The registration a token opens for that purpose; None for a forged, revoked or foreign token."""
    registration = _registration_in(token)
    if registration and links.is_valid(token, purpose, registration.uuid, registration.key_version):
        return registration
    return None


def is_used_up(token: str) -> bool:
    """Whether the place of this token was handed on a moment ago, and the token died of it. It opens nothing."""
    registration = _registration_in(token)
    return (
        registration is not None
        and registration.state == RegistrationState.CANCELLED
        and registration.changed_at > timezone.now() - SECOND_CLICK
        and links.is_valid(token, MANAGE, registration.uuid, registration.key_version - 1)
    )


def _registration_in(token: str) -> Registration | None:
    """The registration a token claims to belong to, which proves nothing yet."""
    if not (row_uuid := links.uuid_in(token)):
        return None
    return Registration.objects.filter(uuid=row_uuid).select_related("event", "project").first()


def invitation_url(invitation: Invitation) -> str:
    """The whole address where a personal invitation is answered."""
    token = links.derive(INVITATION, invitation.uuid, invitation.key_version)
    return _url("events:invitation", token, invitation.language)


def invitation_for(token: str) -> Invitation | None:
    """The invitation a token opens; None for a forged, revoked or foreign token."""
    row_uuid = links.uuid_in(token)
    invitations = Invitation.objects.select_related("event", "registration")
    found = invitations.filter(uuid=row_uuid).first() if row_uuid else None
    if found and links.is_valid(token, INVITATION, found.uuid, found.key_version):
        return found
    return None


def _url(name: str, token: str, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=[token])
