"""The fixed part of the taxonomy: four fields of action, three transformation lines."""

import json
from pathlib import Path

from networking.models import FieldOfAction, TransformationLine

_FILE = Path(__file__).resolve().parent.parent / "data" / "taxonomy.json"


def lay_down(**kwargs) -> None:
    """Write the fixed rows where they are missing; called after every migration."""
    words = json.loads(_FILE.read_text(encoding="utf-8"))
    for model, rows in (
        (FieldOfAction, words["fields_of_action"]),
        (TransformationLine, words["transformation_lines"]),
    ):
        known = set(model.objects.values_list("pk", flat=True))
        model.objects.bulk_create(
            model(position=position, **row) for position, row in enumerate(rows) if row["slug"] not in known
        )
