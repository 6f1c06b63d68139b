"""Teams that want no suggestions: at once, and for as long as they say so."""

from django.db import transaction
from django.db.models import Q

from networking import signals
from networking.enums import Source
from networking.models import OptOut, Person, Project, Showing, Suggestion
from networking.services import audit, edition, portraits


@transaction.atomic
def leave(project: Project, *, reason: str, actor: Person) -> OptOut:
    """No suggestions for this project from now on, and it stands in none. Twice keeps the last reason."""
    portraits.lock(project)
    opt_out, is_new = OptOut.objects.update_or_create(
        project=project, defaults={"reason": reason, "by": actor}
    )
    either = Q(project=project) | Q(other=project)
    Suggestion.objects.filter(either).delete()
    Showing.objects.filter(either).delete()
    if is_new:
        audit.record("suggestions.leave", project, actor=actor, source=Source.WEB)
        _tell(project)
    return opt_out


@transaction.atomic
def come_back(project: Project, *, actor: Person) -> None:
    """Take part again, from the run that follows. Twice changes nothing the second time."""
    portraits.lock(project)
    if OptOut.objects.filter(project=project).delete()[0]:
        audit.record("suggestions.come-back", project, actor=actor, source=Source.WEB)
        _tell(project)


def _tell(project: Project) -> None:
    edition.rise()
    signals.project_changed.send(Project, project=project)
