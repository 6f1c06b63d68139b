"""Work by the clock."""

from networking.models import Project
from networking.services import import_files, introductions, limits, suggestions


def forget_old_windows() -> None:
    limits.forget_old_windows()


def renew_suggestions() -> None:
    suggestions.recompute()


def renew_suggestions_around(project_id: int) -> None:
    """After a change of one project; deleted since, it is nobody's any more."""
    if project := Project.objects.filter(pk=project_id).first():
        suggestions.recompute_around(project)


def forget_old_import_files() -> None:
    import_files.forget_old()


def keep_introductions_in_order() -> None:
    introductions.keep_in_order()
