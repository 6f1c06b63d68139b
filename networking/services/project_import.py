"""Importing topics, projects and calls from files: all or nothing, and twice is the same as once."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from networking import signals
from networking.enums import ExchangeKind
from networking.errors import ImportRefused
from networking.models import (
    FieldOfAction,
    FundingCall,
    Grant,
    Organisation,
    Person,
    Project,
    Topic,
    TransformationLine,
)
from networking.services import edition, exchanges, projects
from networking.services.import_act import Act, Tally, by_slug, tally_of
from networking.services.import_checks import GRANT, Tables, faults_of
from networking.services.import_columns import TABLES
from networking.services.import_rows import Row, place, read_rows
from networking.services.import_topics import write_topics

ENDINGS = (".json", ".csv", ".xlsx")
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
    return _write(tables, list(files), faults)


def import_rows(kind: str, rows: list[Row], faults: list[str], *, actor: Person) -> Tally:
    """Write what was read of one uploaded file. Raises ImportRefused as above."""
    tables: Tables = {name: rows if name == kind else [] for name in TABLES}
    return _write(tables, [kind], faults, actor=actor)[kind]


@transaction.atomic
def _write(
    tables: Tables, kinds: list[str], faults: list[str], *, actor: Person | None = None
) -> dict[str, Tally]:
    edition.rise()  # first statement: imports and editors of the vocabulary wait for each other
    faults = [*faults, *faults_of(tables)]
    if faults:
        raise ImportRefused(faults)
    tallies = {kind: tally_of(_WRITERS[kind](tables[kind]), actor) for kind in kinds}
    for tally in tallies.values():
        _raise_revisions(tally)
    projects.index()
    if any(tally.touched for tally in tallies.values()):
        signals.vocabulary_changed.send(Topic, renamed=_touched(Topic, tallies.values()))
    return tallies


def _raise_revisions(tally: Tally) -> None:
    """Whoever has the form of one of these open learns of the change when they save."""
    for model in (Topic, Project):
        keys = [obj.pk for obj in _touched(model, [tally])]
        model._default_manager.filter(pk__in=keys).update(revision=F("revision") + 1)


def _touched(model: type[Model], tallies: Iterable[Tally]) -> list[Any]:
    """The rows of that kind that were there already and are others now."""
    acts = [act for tally in tallies for act in tally.touched]
    return [act.obj for act in acts if isinstance(act.obj, model) and not act.is_new]


def _files(path: Path, faults: list[str]) -> dict[str, Path]:
    """Which file holds which kind, in the order of TABLES: the name says it."""
    files: dict[str, Path] = {}
    for kind in TABLES:
        names = [f"{kind}{ending}" for ending in ENDINGS]
        found = [path / name for name in names if (path / name).is_file()] if path.is_dir() else []
        if not path.is_dir() and path.stem.lower() == kind:
            found = [path]
        if len(found) > 1:
            faults.append(
                place(found[1].name) + _("There is also %(name)s. Please keep one.") % {"name": found[0].name}
            )
        elif found:
            files[kind] = found[0]
    if not files and not faults:
        known = ", ".join(f"{kind}{ending}" for kind in TABLES for ending in ENDINGS)
        faults.append(
            place(str(path)) + _("Nothing to import here. Known names are: %(names)s.") % {"names": known}
        )
    return files


# --- Projects and calls ----------------------------------------------------------------------------------


_ROWS = ("offers", "seeks", "links")


def _write_projects(rows: list[Row]) -> Iterable[Act]:
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
        acts[slug] = Act(
            known.get(slug) or Project(), _without(row.values, *related, *GRANT, "grant_amount", *_ROWS)
        )
        acts[slug].link(row.values, sources)
        _write_rows(acts[slug], row.values, sources["topics"])
    _write_grants(rows, acts)
    return acts.values()


def _write_rows(act: Act, values: dict[str, Any], topics: dict[str, Topic]) -> None:
    """What hangs on a project in tables of its own."""
    for name, kind in (("offers", ExchangeKind.OFFER), ("seeks", ExchangeKind.SEEK)):
        if name in values:
            act.touch(name, exchanges.write(act.obj, kind, values[name], topics))
    if "links" in values:
        act.touch("links", exchanges.write_links(act.obj, values["links"]))


def _organisations(names: Iterable[str]) -> dict[str, Organisation]:
    wanted = set(names)
    known = set(Organisation.objects.filter(name__in=wanted).values_list("name", flat=True))
    Organisation.objects.bulk_create(Organisation(name=name) for name in sorted(wanted - known))
    return {organisation.name: organisation for organisation in Organisation.objects.filter(name__in=wanted)}


def _write_grants(rows: list[Row], written: dict[str, Act]) -> None:
    """Freed numbers first: one project may hand its number to another."""
    rows = [row for row in rows if "grant_number" in row.values]
    amounts: dict[str, int | None] = {}
    grants = {grant.project.slug: grant for grant in Grant.objects.select_related("project")}
    for row in rows:
        slug, wanted = row.values["slug"], tuple(row.values[name] for name in GRANT)
        grant = grants.get(slug)
        wanted += (row.values.get("grant_amount", grant.amount if grant else None),)
        present = (grant.number, grant.starts_on, grant.ends_on, grant.amount) if grant else (None,) * 4
        amounts[slug] = wanted[-1]
        written[slug].touch("grant", wanted != present)
        if grant and wanted != present:
            grant.delete()
    for row in rows:
        number, starts_on, ends_on = (row.values[name] for name in GRANT)
        act = written[row.values["slug"]]
        if number is not None and "grant" in act.fields:
            period = {"starts_on": starts_on, "ends_on": ends_on}
            Grant.objects.create(project=act.obj, number=number, amount=amounts[act.obj.slug], **period)


def _write_calls(rows: list[Row]) -> Iterable[Act]:
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
    return acts


_WRITERS: dict[str, Callable[[list[Row]], Iterable[Act]]] = {
    "topics": write_topics,
    "projects": _write_projects,
    "calls": _write_calls,
}


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
