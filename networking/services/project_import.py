"""Importing topics, projects and calls from files: all or nothing, and twice is the same as once."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from networking.errors import ImportRefused
from networking.models import (
    FieldOfAction,
    FundingCall,
    Grant,
    Organisation,
    Project,
    Topic,
    TransformationLine,
)
from networking.services import projects
from networking.services.import_act import Act, Tally, by_slug, tally_of
from networking.services.import_checks import GRANT, Tables, faults_of
from networking.services.import_columns import TABLES
from networking.services.import_rows import Row, place, read_rows
from networking.services.import_topics import write_topics

PACKAGED = Path(__file__).resolve().parent.parent / "data"


def import_projects(path: Path = PACKAGED) -> dict[str, Tally]:
    """Write the topics, projects and calls of a folder or of one file; a tally for each kind of file found.

    A field that the file does not name keeps its value; what the file does not list stays. Raises ImportRefused
    with every fault, and then nothing was written.
    """
    faults: list[str] = []
    files = _files(Path(path), faults)
    tables: Tables = {
        kind: read_rows(files[kind], columns, faults) if kind in files else []
        for kind, columns in TABLES.items()
    }
    with transaction.atomic():
        faults += faults_of(tables)
        if faults:
            raise ImportRefused(faults)
        tallies = {kind: _WRITERS[kind](tables[kind]) for kind in files}
        projects.index()
    return tallies


def _files(path: Path, faults: list[str]) -> dict[str, Path]:
    """Which file holds which kind, in the order of TABLES: the name says it."""
    files: dict[str, Path] = {}
    for kind in TABLES:
        names = [f"{kind}.json", f"{kind}.csv"]
        found = [path / name for name in names if (path / name).is_file()] if path.is_dir() else []
        if not path.is_dir() and path.stem.lower() == kind:
            found = [path]
        if len(found) > 1:
            faults.append(
                place(found[1].name) + _("There is also %(name)s. Please keep one.") % {"name": names[0]}
            )
        elif found:
            files[kind] = found[0]
    if not files and not faults:
        known = ", ".join(f"{kind}.json, {kind}.csv" for kind in TABLES)
        faults.append(
            place(str(path)) + _("Nothing to import here. Known names are: %(names)s.") % {"names": known}
        )
    return files


# --- Projects and calls ----------------------------------------------------------------------------------


def _write_projects(rows: list[Row]) -> Tally:
    related = ("fields_of_action", "transformation_lines", "topics", "applicants")
    known = by_slug(Project.objects.prefetch_related(*related))
    sources: dict[str, dict[str, Any]] = {
        "fields_of_action": FieldOfAction.objects.in_bulk(),
        "transformation_lines": TransformationLine.objects.in_bulk(),
        "topics": by_slug(Topic.objects.all()),
        "applicants": _organisations(name for row in rows for name in row.values.get("applicants", ())),
    }
    acts = {}
    for row in rows:
        slug = row.values["slug"]
        acts[slug] = Act(known.get(slug) or Project(), _without(row.values, *related, *GRANT))
        acts[slug].link(row.values, sources)
    _write_grants(rows, acts)
    return tally_of(acts.values())


def _organisations(names: Iterable[str]) -> dict[str, Organisation]:
    wanted = set(names)
    known = set(Organisation.objects.filter(name__in=wanted).values_list("name", flat=True))
    Organisation.objects.bulk_create(Organisation(name=name) for name in sorted(wanted - known))
    return {organisation.name: organisation for organisation in Organisation.objects.filter(name__in=wanted)}


def _write_grants(rows: list[Row], written: dict[str, Act]) -> None:
    """Freed numbers first: one project may hand its number to another."""
    rows = [row for row in rows if "grant_number" in row.values]
    grants = {grant.project.slug: grant for grant in Grant.objects.select_related("project")}
    for row in rows:
        slug, wanted = row.values["slug"], tuple(row.values[name] for name in GRANT)
        grant = grants.get(slug)
        present = (grant.number, grant.starts_on, grant.ends_on) if grant else (None, None, None)
        written[slug].touch("grant", wanted != present)
        if grant and wanted != present:
            grant.delete()
    for row in rows:
        number, starts_on, ends_on = (row.values[name] for name in GRANT)
        act = written[row.values["slug"]]
        if number is not None and "grant" in act.fields:
            Grant.objects.create(project=act.obj, number=number, starts_on=starts_on, ends_on=ends_on)


def _write_calls(rows: list[Row]) -> Tally:
    known = by_slug(FundingCall.objects.prefetch_related("topics", "projects"))
    sources = {"topics": by_slug(Topic.objects.all()), "projects": by_slug(Project.objects.all())}
    acts = []
    for row in rows:
        values = dict(row.values)
        if "published_on" in values:
            values["published_on"], values["published_is_month"] = values["published_on"]
        act = Act(known.get(values["slug"]) or FundingCall(), _without(values, "topics", "projects"))
        act.link(values, sources)
        acts.append(act)
    return tally_of(acts)


_WRITERS: dict[str, Callable[[list[Row]], Tally]] = {
    "topics": write_topics,
    "projects": _write_projects,
    "calls": _write_calls,
}


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
