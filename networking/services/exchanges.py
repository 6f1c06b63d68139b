"""Writing what hangs on a project's page in rows of its own: offers, seeks, links, contacts."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from networking.models import Exchange, Project, ProjectContact, ProjectLink, Topic

Row = TypeVar("Row", ProjectLink, ProjectContact)
Sentence = tuple[str, str, tuple[str, ...]]  # German, English, slugs of topics


def write(project: Project, kind: str, wanted: Iterable[Sentence], topics: Mapping[str, Topic]) -> bool:
    """Make these the project's offers or seeks, in this order; returns whether anything changed."""
    wanted = [(german, english, tuple(sorted(named))) for german, english, named in wanted]
    if wanted == of(project, kind):
        return False
    project.exchanges.filter(kind=kind).delete()
    for position, (german, english, named) in enumerate(wanted):
        row = Exchange.objects.create(
            project=project, kind=kind, text_de=german, text_en=english, position=position
        )
        row.topics.set([topics[slug] for slug in named])
    return True


def of(project: Project, kind: str) -> list[Sentence]:
    """The project's offers or seeks as `write` takes them."""
    rows = project.exchanges.filter(kind=kind).prefetch_related("topics")
    return [(row.text_de, row.text_en, tuple(sorted(t.slug for t in row.topics.all()))) for row in rows]


def write_links(project: Project, wanted: Iterable[tuple[str, str]]) -> bool:
    """Make these (name, address) the project's links; returns whether anything changed."""
    rows = [{"label": label, "url": url} for label, url in wanted]
    return _replace(project, ProjectLink, rows, ("label", "url"))


def write_contacts(project: Project, wanted: Iterable[Mapping[str, Any]]) -> bool:
    """Make these the project's contacts; returns whether anything changed."""
    return _replace(project, ProjectContact, wanted, ("name", "role", "email", "phone", "is_public"))


def _replace(
    project: Project,
    model: type[Row],
    wanted: Iterable[Mapping[str, Any]],
    columns: tuple[str, ...],
) -> bool:
    rows = [dict(row) for row in wanted]
    if rows == list(model._default_manager.filter(project=project).values(*columns)):
        return False
    model._default_manager.filter(project=project).delete()
    model._default_manager.bulk_create(
        model(project=project, position=position, **row) for position, row in enumerate(rows)
    )
    return True
