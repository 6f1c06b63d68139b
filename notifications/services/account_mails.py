"""The mails of signing in."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from networking.models import Person
from notifications.enums import Priority
from notifications.models import Message
from notifications.services import outbox

KINDS = {"login_code", "unknown_account"}


def queue_account_mail(
    kind: str, *, email: str, language: str, message_uuid: uuid.UUID | None = None
) -> Message:
    """Owe a mail of the sign-in. A code is derived from `message_uuid`, so that no table holds it.

    Raises ValueError for a kind this house does not send.
    """
    if kind not in KINDS:
        raise ValueError(f"No account mail of kind {kind}")
    person = Person.objects.filter(email__iexact=email).first()
    message_uuid = message_uuid or uuid.uuid4()
    return outbox.queue(
        kind,
        key=f"account:{message_uuid}",
        to_email=email,
        to_name=person.get_full_name() if person else "",
        language=person.language if person else language,
        person=person,
        priority=Priority.SIGN_IN,
        expires_at=timezone.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
        message_uuid=message_uuid,
    )
