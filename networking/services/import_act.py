"""Writing one row of an import: only what differs, with a line in the audit ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from networking.enums import Source
from networking.models import Person
from networking.services import audit


@dataclass
class Tally:
    """How the rows of one file compared with what was there; `touched` are the new and changed ones."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    touched: list["Act"] = field(default_factory=list, compare=False, repr=False)


class Act:
    """The writing of one row: saves what differs and remembers which fields did."""

    def __init__(self, obj: Any, values: dict[str, Any]):
        self.obj, self.is_new = obj, obj.pk is None
        self.fields = [name for name, value in values.items() if self.is_new or getattr(obj, name) != value]
        for name in self.fields:
            setattr(obj, name, values[name])
        if self.fields:
            obj.save()

    def set(self, name: str, value: Any) -> None:
        if getattr(self.obj, name) != value:
            setattr(self.obj, name, value)
            self.obj.save(update_fields=[name])
            self.touch(name, True)

    def link(self, values: dict[str, Any], sources: dict[str, dict[str, Any]]) -> None:
        """Set the many-to-many fields that `values` names; `sources` holds the rows by slug."""
        for name, source in sources.items():
            if name not in values:
                continue
            wanted = {source[key] for key in values[name]}
            if self.is_new or set(getattr(self.obj, name).all()) != wanted:
                getattr(self.obj, name).set(wanted)
                self.touch(name, True)

    def touch(self, name: str, happened: bool) -> None:
        if happened and name not in self.fields:
            self.fields.append(name)


def tally_of(acts: Iterable[Act], actor: Person | None = None) -> Tally:
    """Count the acts, and note the new and changed ones in the audit ledger."""
    tally = Tally()
    for act in acts:
        if not act.fields:
            tally.unchanged += 1
            continue
        verb = f"{act.obj._meta.model_name}.{'create' if act.is_new else 'change'}"
        audit.record(verb, act.obj, actor=actor, source=Source.IMPORT, fields=act.fields)
        tally.touched.append(act)
        if act.is_new:
            tally.new += 1
        else:
            tally.changed += 1
    return tally


def by_slug(rows: Iterable[Any]) -> dict[str, Any]:
    return {row.slug: row for row in rows}
