"""Files brought by the network's editor: kept, judged as often as one looks, and written at once."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from networking.enums import ImportKind
from networking.errors import ImportRefused
from networking.models import ImportFile, Person
from networking.services import import_rows, project_import, skos_rows
from networking.services.import_act import Tally
from networking.services.import_columns import TABLES
from networking.services.import_rows import Row

LARGEST = 10_000_000  # bytes
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Touched:
    """What a file would do to one project or topic: the names of the fields that change."""

    name: str
    is_new: bool
    fields: list[str]


@dataclass(frozen=True)
class Judgement:
    """Every fault of a file, or what writing it would change."""

    faults: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    @property
    def touched(self) -> list[Touched]:
        return [Touched(str(act.obj), act.is_new, sorted(act.fields)) for act in self.tally.touched]


def keep(kind: str, name: str, content: bytes, *, actor: Person) -> ImportFile:
    """Keep an upload until somebody has looked at what it would do."""
    return ImportFile.objects.create(kind=kind, name=name[-200:], content=content, created_by=actor)


def judge(kept: ImportFile) -> Judgement:
    """Do everything and take it back: what the preview tells is what happens."""
    try:
        with transaction.atomic():
            tally = _import(kept)
            transaction.set_rollback(True)
    except ImportRefused as refusal:
        return Judgement(faults=refusal.faults)
    return Judgement(tally=tally)


@transaction.atomic
def write(kept: ImportFile) -> Tally:
    """Import the file and forget it, all or nothing. Raises ImportRefused(faults)."""
    tally = _import(kept)
    kept.delete()
    return tally


def forget_old() -> int:
    """Delete files that nobody imported within a day; returns how many. The clock calls it."""
    return ImportFile.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _import(kept: ImportFile) -> Tally:
    faults: list[str] = []
    rows = _rows(kept, faults)
    return project_import.import_rows(kept.kind, rows, faults, actor=kept.created_by)


def _rows(kept: ImportFile, faults: list[str]) -> list[Row]:
    content, columns = bytes(kept.content), TABLES[kept.kind]
    if kept.kind == ImportKind.TOPICS and kept.name.lower().endswith((".ttl", ".turtle")):
        return skos_rows.rows_of(kept.name, content, columns, faults)
    return import_rows.rows_of(kept.name, content, columns, faults)
