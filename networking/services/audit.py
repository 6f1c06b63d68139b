"""Writing the audit ledger."""

from networking.enums import Source
from networking.models import AuditEntry, Person


def record(
    verb: str, obj, *, actor: Person | None, source: str = Source.WEB, fields: list[str] | None = None
) -> None:
    """Note that `actor` did `verb` to `obj`, through which door, touching which fields (names, never values)."""
    AuditEntry.objects.create(
        actor=actor if actor is not None and actor.pk else None,
        source=source,
        verb=verb,
        object_kind=obj._meta.label_lower,
        object_id=str(getattr(obj, "public_id", None) or getattr(obj, "uuid", None) or obj.pk),
        fields=fields or [],
    )
