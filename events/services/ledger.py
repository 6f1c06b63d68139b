"""Every change of a registration's state passes here and leaves a row that is never altered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from events.enums import RegistrationState
from events.models import Registration, RegistrationChange
from networking.models import Person

_AT_ONCE = 500  # keys in one statement


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


def move_all(
    registrations: Sequence[Registration], state: str, *, source: str, deadline_at: datetime | None = None
) -> list[RegistrationChange]:
    """Move many saved registrations to `state`, in few statements however many they are. Returns the ledger's rows."""
    now, rows, revised = timezone.now(), [], []
    for registration in registrations:
        former, registration.state = registration.state, state
        registration.deadline_at, registration.changed_at = deadline_at, now
        if _revises_entry(registration, former):
            registration.entry_sequence += 1
            revised.append(registration)
        step = {"from_state": former, "to_state": state, "at": now, "source": source}
        rows.append(RegistrationChange(registration=registration, **step))
    _update(registrations, state=state, deadline_at=deadline_at, changed_at=now)
    _update(revised, entry_sequence=F("entry_sequence") + 1)
    return _written(rows)


def _update(registrations: Sequence[Registration], **columns: Any) -> None:
    for start in range(0, len(registrations), _AT_ONCE):
        keys = [registration.pk for registration in registrations[start : start + _AT_ONCE]]
        Registration.objects.filter(pk__in=keys).update(**columns)


def _written(rows: list[RegistrationChange]) -> list[RegistrationChange]:
    """The rows with their keys; an old SQLite does not tell the keys of many."""
    if connection.features.can_return_rows_from_bulk_insert:
        return RegistrationChange.objects.bulk_create(rows)
    for row in rows:
        row.save(force_insert=True)
    return rows


def write(
    registration: Registration,
    former: str,
    *,
    source: str,
    actor: Person | None = None,
    reason: str = "",
) -> RegistrationChange:
    """Note the step from `former` (empty for a new registration) to the present state."""
    if _revises_entry(registration, former):
        registration.entry_sequence += 1
        registration.save(update_fields=["entry_sequence"])
    return RegistrationChange.objects.create(
        registration=registration,
        from_state=former,
        to_state=registration.state,
        at=timezone.now(),
        actor=actor,
        source=source,
        reason=reason,
    )


def _revises_entry(registration: Registration, former: str) -> bool:
    """Whether a sure seat was lost or regained: calendars take the step for news only with a higher number."""
    was_sure, is_sure = (state == RegistrationState.CONFIRMED for state in (former, registration.state))
    return was_sure != is_sure and (was_sure or registration.entry_sequence > 0)
