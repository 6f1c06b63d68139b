"""The photograph of a project."""

from django.db import transaction

from networking.models import Person, Picture, Project
from networking.services import audit, edition, pictures, portraits


@transaction.atomic
def show(
    project: Project,
    shot: pictures.Shot | None,
    *,
    alt_de: str,
    alt_en: str = "",
    credit: str = "",
    actor: Person,
) -> Project:
    """Show the photograph on the project's page, or, without a new one, change the words of the one there is."""
    project = portraits.lock(project)
    former = project.picture
    if shot is None:
        if former is None:
            return project
        shot = pictures.Shot(bytes(former.content), former.width, former.height)
    project.picture = pictures.keep(shot, alt_de=alt_de, alt_en=alt_en, credit=credit, actor=actor)
    _save(project, former, actor)
    return project


@transaction.atomic
def remove(project: Project, *, actor: Person) -> Project:
    """Show no photograph any more. Removing twice changes nothing the second time."""
    project = portraits.lock(project)
    former, project.picture = project.picture, None
    if former:
        _save(project, former, actor)
    return project


def _save(project: Project, former: Picture | None, actor: Person) -> None:
    project.save(update_fields=["picture", "changed_at"])
    if former:
        former.delete()
    edition.rise()
    audit.record("project.picture", project, actor=actor, fields=["picture"])
