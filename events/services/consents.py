"""Consents of participants, one row per thing agreed to."""

from django.utils import timezone

from events.enums import ConsentKind
from events.models import Consent, Registration

TEXT_VERSION = "2026-11"  # raise it with every change of the sentences in the registration form


def note(registration: Registration, kind: str, given: bool) -> None:
    """Write what the participant says now about `kind`; repeating it changes nothing."""
    current = registration.consents.filter(kind=kind, withdrawn_at=None)
    if given and not current.exists():
        Consent.objects.create(
            registration=registration, kind=kind, text_version=TEXT_VERSION, given_at=timezone.now()
        )
    elif not given:
        current.update(withdrawn_at=timezone.now())


def renew(registration: Registration, *, listed: bool, notice_read: bool = True) -> None:
    """What somebody agreed to by registering (again): the privacy notice, and the attendee list if they said so.

    `notice_read` is False for somebody whom an organiser adds by hand.
    """
    now = timezone.now()
    if registration.key_version > 1:  # a former registration's consents ended with it
        registration.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    said = {ConsentKind.PRIVACY: notice_read, ConsentKind.ATTENDEE_LIST: listed}
    Consent.objects.bulk_create(
        Consent(registration=registration, kind=kind, text_version=TEXT_VERSION, given_at=now)
        for kind, given in said.items()
        if given
    )


def has_given(registration: Registration, kind: str = ConsentKind.ATTENDEE_LIST) -> bool:
    """Whether the consent stands."""
    return registration.consents.filter(kind=kind, withdrawn_at=None).exists()
