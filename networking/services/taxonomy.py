"""The fixed part of the taxonomy: four fields of action, three transformation lines."""

import json
from pathlib import Path

from django.db import connection

from networking.models import Edition, FieldOfAction, TransformationLine

_FILE = Path(__file__).resolve().parent.parent / "data" / "taxonomy.json"


def lay_down(**kwargs) -> None:
    """Write the fixed rows where they are missing; called after every migration, backwards too.

    A table that the schema does not have at that point gets nothing.
    """
    tables = set(connection.introspection.table_names())
    if not {m._meta.db_table for m in (Edition, FieldOfAction, TransformationLine)} <= tables:
        return
    words = json.loads(_FILE.read_text(encoding="utf-8"))
    _add(FieldOfAction, words["fields_of_action"])
    _add(TransformationLine, words["transformation_lines"])
    Edition.objects.get_or_create(name=Edition.NETWORK)


def _add(model: type[FieldOfAction] | type[TransformationLine], rows: list[dict]) -> None:
    known = set(model.objects.values_list("pk", flat=True))
    for position, row in enumerate(rows):
        if row["slug"] not in known:
            model.objects.create(position=position, **row)
