"""The organisers' note on one person; nobody else reads it."""

from django.db import transaction

from events.models import Registration
from networking.enums import Source
from networking.models import Person
from networking.services import audit


@transaction.atomic
def annotate(registration: Registration, note: str, *, actor: Person) -> None:
    """Write the note. That it was changed stands in the audit ledger, what it says does not."""
    if registration.note == note:
        return
    registration.note = note
    registration.save(update_fields=["note", "changed_at"])
    audit.record("attendee.note", registration, actor=actor, source=Source.ORGANISER, fields=["note"])
