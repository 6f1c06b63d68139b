"""Every change of a registration's state passes here and leaves a row that is never altered."""

from datetime import datetime

from django.utils import timezone

from events.models import Registration, RegistrationChange
from networking.models import Person


def move(
    registration: Registration,
    state: str,
    *,
    source: str,
    actor: Person | None = None,
    reason: str = "",
    deadline_at: datetime | None = None,
) -> RegistrationChange:
    """Move a saved registration to `state` and return the ledger's row. The caller holds the event's lock."""
    former = registration.state
    registration.state = state
    registration.deadline_at = deadline_at
    registration.save(update_fields=["state", "deadline_at", "changed_at"])
    return write(registration, former, source=source, actor=actor, reason=reason)


def write(
    registration: Registration,
    former: str,
    *,
    source: str,
    actor: Person | None = None,
    reason: str = "",
) -> RegistrationChange:
    """Note the step from `former` (empty for a new registration) to the present state."""
    return RegistrationChange.objects.create(
        registration=registration,
        from_state=former,
        to_state=registration.state,
        at=timezone.now(),
        actor=actor,
        source=source,
        reason=reason,
    )
