"""The programme of an event: written as a whole, as the form shows it."""

from dataclasses import dataclass, field
from datetime import datetime

from events.enums import ProgrammeKind
from events.models import Event, ProgrammeItem, Speaker
from networking.models import Project


@dataclass(frozen=True)
class Item:
    """One point as the organiser typed it. `former` is its place in the programme they had before them."""

    title_de: str
    title_en: str = ""
    text_de: str = ""
    text_en: str = ""
    kind: str = ProgrammeKind.OTHER
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: str = ""
    project: Project | None = None
    speakers: list[tuple[str, str]] = field(default_factory=list)  # name, organisation
    former: int | None = None


_COLUMNS = ("title_de", "title_en", "text_de", "text_en", "kind", "starts_at", "ends_at", "room", "project")


def write(event: Event, items: list[Item]) -> bool:
    """Make the programme what `items` say, in their order, and return whether anything changed.

    Points keep their row when their `former` place is known. The caller owns the transaction and has compared the
    event's revision, so the places are still those the organiser saw.
    """
    rows = list(event.programme.prefetch_related("speakers"))
    kept = [_former_row(item, rows) for item in items]
    gone = [row.pk for row in rows if row not in kept]
    changed = bool(event.programme.filter(pk__in=gone).delete()[0]) if gone else False
    for position, (item, row) in enumerate(zip(items, kept, strict=True)):
        changed |= _write_item(event, item, row, position)
    return changed


def stored(event: Event) -> list[Item]:
    """The programme as it is, in its order."""
    rows = event.programme.select_related("project").prefetch_related("speakers")
    return [
        Item(
            **{name: getattr(row, name) for name in _COLUMNS},
            speakers=[(speaker.name, speaker.organisation) for speaker in row.speakers.all()],
        )
        for row in rows
    ]


def _former_row(item: Item, rows: list[ProgrammeItem]) -> ProgrammeItem | None:
    return rows[item.former] if item.former is not None and item.former < len(rows) else None


def _write_item(event: Event, item: Item, row: ProgrammeItem | None, position: int) -> bool:
    columns = {name: getattr(item, name) for name in _COLUMNS} | {"position": position}
    speakers = [(s.name, s.organisation) for s in row.speakers.all()] if row else []
    if row and speakers == item.speakers and all(getattr(row, n) == v for n, v in columns.items()):
        return False
    row = row or ProgrammeItem(event=event)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    _write_speakers(row, item.speakers)
    return True


def _write_speakers(row: ProgrammeItem, speakers: list[tuple[str, str]]) -> None:
    row.speakers.all().delete()
    Speaker.objects.bulk_create(
        Speaker(item=row, name=name, organisation=organisation, position=position)
        for position, (name, organisation) in enumerate(speakers)
    )
