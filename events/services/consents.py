"""Consents of participants, one row per thing agreed to."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from events.enums import ENDED, LISTABLE, ConsentKind, RegistrationState
from events.models import Consent, Registration

TEXT_VERSIONS = {
    ConsentKind.PRIVACY: "2026-11",
    **dict.fromkeys(LISTABLE, "2026-11-items"),  # "2026-11" spoke of name and organisation in one sentence
}
"""Raise one with every change of its sentence in the registration form."""


@transaction.atomic
def show(registration: Registration, listed: Collection[str]) -> None:
    """Let other attendees see these items of this person and no others; saying it twice changes nothing.

    Withdrawing is possible at any time. Whoever is not registered any more can only withdraw.
    """
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.state in (*ENDED, RegistrationState.DECLINED) or registration.anonymised_at:
        listed = ()
    standing = registration.consents.filter(withdrawn_at=None)
    standing.filter(kind__in=set(LISTABLE) - set(listed)).update(withdrawn_at=timezone.now())
    present = set(standing.values_list("kind", flat=True))
    _give(registration, [kind for kind in LISTABLE if kind in listed and kind not in present])


def renew(registration: Registration, *, listed: Collection[str], notice_read: bool = True) -> None:
    """What somebody agreed to by registering (again): the privacy notice, and what others may see of them.

    `notice_read` is False for somebody whom an organiser adds by hand, and for a deputy.
    """
    if registration.key_version > 1:
        end(registration)
    _give(registration, [ConsentKind.PRIVACY] * notice_read + [kind for kind in LISTABLE if kind in listed])


def end(registration: Registration) -> None:
    """A registration that ended takes its consents along."""
    registration.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())


def given(registration: Registration) -> set[str]:
    """The kinds of consent that stand."""
    return set(registration.consents.filter(withdrawn_at=None).values_list("kind", flat=True))


def has_given(registration: Registration, kind: str = ConsentKind.ATTENDEE_LIST) -> bool:
    """Whether the consent stands."""
    return registration.consents.filter(kind=kind, withdrawn_at=None).exists()


def _give(registration: Registration, kinds: list[ConsentKind]) -> None:
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(registration=registration, kind=kind, text_version=TEXT_VERSIONS[kind], given_at=now)
        for kind in kinds
    )
