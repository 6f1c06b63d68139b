"""What must hold between the rows of an import, and between them and what is already there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from networking.models import FieldOfAction, Grant, Project, Topic, TopicLabel, TransformationLine
from networking.models.taxonomy import label_key
from networking.services.import_rows import Row
from networking.services.import_topics import SYNONYMS

Tables = dict[str, list[Row]]
_SYNONYMS_IN = {str(language): field for field, language in SYNONYMS.items()}
GRANT = ("grant_number", "grant_starts_on", "grant_ends_on")


def faults_of(tables: Tables) -> list[str]:
    """Every fault that is not one of a single cell."""
    topics, projects, calls = tables["topics"], tables["projects"], tables["calls"]
    topic_slugs = _slugs(topics) | set(Topic.objects.values_list("slug", flat=True))
    project_slugs = _slugs(projects) | set(Project.objects.values_list("slug", flat=True))
    return [
        *_doubled(topics),
        *_doubled(projects),
        *_doubled(calls),
        *_unknown(topics, "broader", topic_slugs),
        *_shared_names(topics),
        *_cycles(topics),
        *_unknown(projects, "fields_of_action", set(FieldOfAction.objects.values_list("pk", flat=True))),
        *_unknown(
            projects, "transformation_lines", set(TransformationLine.objects.values_list("pk", flat=True))
        ),
        *_unknown(projects, "topics", topic_slugs),
        *_unknown_in_exchanges(projects, topic_slugs),
        *_grants(projects),
        *_unknown(calls, "topics", topic_slugs),
        *_unknown(calls, "projects", project_slugs),
        *_order_of_calls(calls),
    ]


def _slugs(rows: list[Row]) -> set[str]:
    return {row.values["slug"] for row in rows if "slug" in row.values}


def _doubled(rows: list[Row], field: str = "slug", owners: dict[object, str] | None = None) -> Iterator[str]:
    """A fault for every value that an earlier row, or somebody in `owners`, already has."""
    owners = dict(owners or {})
    for row in rows:
        value = row.values.get(field)
        if value in owners:
            words = {"value": value, "owner": owners[value]}
            yield row.fault(field, _("“%(value)s” is already used by %(owner)s.") % words)
        elif value is not None:
            owners[value] = _("line %(line)d") % {"line": row.line}


def _unknown(rows: list[Row], field: str, known: set[str]) -> Iterator[str]:
    for row in rows:
        found = row.values.get(field) or ()
        for value in (found,) if isinstance(found, str) else found:
            if value not in known:
                yield row.fault(field, _("“%(value)s” is unknown.") % {"value": value})


def _unknown_in_exchanges(rows: list[Row], known: set[str]) -> Iterator[str]:
    for row in rows:
        for field in ("offers", "seeks"):
            topics = {topic for _de, _en, named in row.values.get(field, ()) for topic in named}
            for value in sorted(topics - known):
                yield row.fault(field, _("“%(value)s” is unknown.") % {"value": value})


# --- Topics ----------------------------------------------------------------------------------------------


def _shared_names(rows: list[Row]) -> Iterator[str]:
    """A name leads to exactly one topic, whatever its case."""
    owners = _names_kept(rows)
    for row in rows:
        slug = row.values.get("slug", "?")
        mine = {}
        for field, name in _names_of(row):
            key = label_key(name)
            if owners.get(key, slug) != slug:
                words = {"value": name, "owner": owners[key]}
                yield row.fault(field, _("“%(value)s” is already a name of the topic %(owner)s.") % words)
            mine[key] = slug
        owners = mine | owners


def _names_kept(rows: list[Row]) -> dict[str, str]:
    """Key of every name that topics keep, because the file does not mention the topic or the field."""
    values = {row.values["slug"]: row.values for row in rows if "slug" in row.values}
    kept = {}
    for label in TopicLabel.objects.select_related("topic"):
        given = values.get(label.topic.slug, {})
        fields = [_SYNONYMS_IN[label.language]] if label.is_synonym else ["label_de", "label_en"]
        if not given or any(field not in given and label.key in _keys_of(label, field) for field in fields):
            kept[label.key] = label.topic.slug
    return kept


def _keys_of(label: TopicLabel, field: str) -> list[str]:
    return [label.key if label.is_synonym else label_key(getattr(label.topic, field))]


def _names_of(row: Row) -> list[tuple[str, str]]:
    """The names the row gives its topic, each with the field it stands in."""
    names = [(field, row.values.get(field)) for field in ("label_de", "label_en")]
    names += [(field, name) for field in SYNONYMS for name in row.values.get(field, ())]
    return [(field, name) for field, name in names if name]


def _cycles(rows: list[Row]) -> Iterator[str]:
    """Going from broader to broader topic must come to an end."""
    above = dict(Topic.objects.values_list("slug", "broader__slug"))
    above |= {
        row.values["slug"]: row.values["broader"] for row in rows if {"slug", "broader"} <= row.values.keys()
    }
    for row in rows:
        start = row.values.get("slug", "")
        seen: list[str] = []
        current = above.get(start)
        while current is not None and current != start and current not in seen:
            seen.append(current)
            current = above.get(current)
        if start and current == start:
            way = " → ".join([start, *seen, start])
            yield row.fault("broader", _("The broader topics lead in a circle: %(way)s.") % {"way": way})


# --- Grants and calls ------------------------------------------------------------------------------------


def _grants(rows: list[Row]) -> Iterator[str]:
    kept = Grant.objects.exclude(project__slug__in=_slugs(rows)).select_related("project")
    yield from _doubled(rows, "grant_number", {grant.number: grant.project.slug for grant in kept})
    for row in rows:
        missing = [name for name in GRANT if row.values.get(name) is None]
        if 0 < len(missing) < len(GRANT) and not row.unread.intersection(missing):
            yield row.fault(missing[0], _("A grant needs its number, start and end."))
        yield from _ends_before(row, "grant_starts_on", "grant_ends_on")


def _order_of_calls(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        published_on, is_month = row.values.get("published_on") or (None, False)
        dated = Row(row.file, row.line, row.entry, row.values | {"published_on": published_on})
        yield from _ends_before(dated, "published_on", "deadline_on")
        yield from _ends_before(dated, "deadline_on", "decided_on")


def _ends_before(row: Row, start: str, end: str) -> Iterator[str]:
    first, last = row.values.get(start), row.values.get(end)
    if first and last and last < first:
        yield row.fault(
            end, _("The end (%(end)s) is before the start (%(start)s).") % {"end": last, "start": first}
        )
