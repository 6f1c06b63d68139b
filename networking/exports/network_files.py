"""All projects and all topics as files that the import reads again: bringing them back changes nothing.

People do not leave the house this way: contacts and teams are not in these files.
"""

import json
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from django.db.models import Prefetch

from networking.enums import ExchangeKind
from networking.exports import cells, skos
from networking.models import Exchange, Project, Topic
from networking.services.import_columns import TABLES
from networking.services.import_topics import SYNONYMS

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle; charset=utf-8",
}
OFFERED = {"projects": ("csv", "xlsx", "json"), "topics": ("ttl", "csv", "xlsx", "json")}


def content(kind: str, ending: str) -> bytes:
    """Everything of one kind ("projects", "topics") as a file; OFFERED says which there are."""
    if ending == "ttl":
        return skos.turtle()
    rows = list(_ROWS[kind]())
    if ending == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2).encode()
    names = [column.name for column in TABLES[kind]]
    table = [[_cell(row[name]) for name in names] for row in rows]
    if ending == "csv":
        return "".join(cells.csv_lines(names, table)).encode()
    file = BytesIO()
    cells.write_xlsx(kind, names, table, file)
    return file.getvalue()


def _projects() -> Iterator[dict[str, Any]]:
    exchanges = Prefetch("exchanges", Exchange.objects.prefetch_related("topics"))
    related = ("fields_of_action", "transformation_lines", "topics", "applicants", "links", exchanges)
    for project in Project.objects.select_related("grant").prefetch_related(*related).order_by("slug"):
        yield _project(project)


def _project(project: Project) -> dict[str, Any]:
    grant, columns = getattr(project, "grant", None), [column.name for column in TABLES["projects"]]
    own = {field.name for field in project._meta.concrete_fields}
    row = {name: getattr(project, name) or None for name in columns if name in own}
    row |= {
        "is_completed": project.is_completed,
        "is_published": project.is_published,
        "applicants": [organisation.name for organisation in project.applicants.all()],
        "grant_number": grant and grant.number,
        "grant_starts_on": grant and grant.starts_on.isoformat(),
        "grant_ends_on": grant and grant.ends_on.isoformat(),
        "grant_amount": grant and grant.amount,
        "links": [{"label": link.label, "url": link.url} for link in project.links.all()],
    }
    for name in ("fields_of_action", "transformation_lines", "topics"):
        row[name] = _slugs(getattr(project, name).all())
    for name, kind in (("offers", ExchangeKind.OFFER), ("seeks", ExchangeKind.SEEK)):
        found = [row for row in project.exchanges.all() if row.kind == kind]
        row[name] = [
            {"text_de": e.text_de, "text_en": e.text_en, "topics": _slugs(e.topics.all())} for e in found
        ]
    return {name: row[name] for name in columns}


def _topics() -> Iterator[dict[str, Any]]:
    for topic in Topic.objects.select_related("broader").prefetch_related("labels").order_by("slug"):
        labels = [label for label in topic.labels.all() if label.is_synonym]
        synonyms = {
            name: [label.text for label in labels if label.language == language]
            for name, language in SYNONYMS.items()
        }
        columns = {
            name: getattr(topic, name) or None
            for name in ("slug", "label_de", "label_en", "note_de", "note_en")
        }
        row = columns | synonyms | {"broader": topic.broader.slug if topic.broader else None}
        yield {column.name: row[column.name] for column in TABLES["topics"]}


def _slugs(rows: Iterable[Any]) -> list[str]:
    return sorted(row.slug for row in rows)


def _cell(value: Any) -> str:
    """One cell of a table, as networking/services/import_cells.py reads it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "\n".join(map(_line, value))
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _line(part: dict[str, Any]) -> str:
    if "url" in part:
        return f"{part['label']} {part['url']}"
    sentence = " | ".join(filter(None, [part["text_de"], part["text_en"]]))
    if not part["text_de"]:
        sentence = f"| {part['text_en']}"
    return f"{sentence} [{', '.join(part['topics'])}]" if part["topics"] else sentence


_ROWS = {"projects": _projects, "topics": _topics}
