"""The mails a registration causes: which kind, to whom, with what."""

from datetime import timedelta

from django.utils import timezone

from events import calendar
from events.enums import RegistrationState
from events.models import Registration, RegistrationChange
from networking.enums import Source
from notifications.models import Message
from notifications.services import outbox

REPEAT_PAUSE = timedelta(minutes=10)


def announce(kind: str, registration: Registration, change: RegistrationChange) -> Message:
    """Owe the mail for one step of the ledger; the step's id makes it once only."""
    return _queue(
        kind,
        registration,
        key=f"change:{change.pk}:{kind}",
        source=change.source,
        context={"reason": change.reason},
    )


def send_link_again(registration: Registration) -> Message | None:
    """A known address registered again: send its link, at most once in ten minutes. None when it was too soon."""
    now = timezone.now()
    if registration.messages.filter(created_at__gt=now - REPEAT_PAUSE).exists():
        return None
    return _queue("registration_link", registration, key=f"link:{registration.uuid}:{now.isoformat()}")


def _queue(
    kind: str,
    registration: Registration,
    *,
    key: str,
    source: str = Source.WEB,
    context: dict | None = None,
) -> Message:
    return outbox.queue(
        kind,
        key=key,
        to_email=registration.email,
        to_name=registration.name,
        language=registration.language,
        registration=registration,
        event=registration.event,
        calendar=_calendar_file(registration),
        source=source,
        context=context,
    )


def _calendar_file(registration: Registration) -> str:
    """Only a sure seat makes a calendar entry."""
    if registration.state != RegistrationState.CONFIRMED:
        return ""
    return calendar.registration_calendar(registration).decode()
