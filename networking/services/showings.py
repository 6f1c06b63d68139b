"""How often suggestions stood before a team without an answer: they fade, so that others have their turn.

Looking at the page writes nothing. Once a suggestion has stood among the first for a whole period and somebody of
the team has signed in meanwhile, the run counts it as shown once. Any answer (asking, later) starts anew.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from networking.models import Project, ProjectMember, Showing, Suggestion

PERIOD = timedelta(weeks=4)  # as long as a request for contact is open
PLACES = 5  # of a list, as many as the page shows

Pair = tuple[int, int]


def times() -> dict[tuple[str, str], int]:
    """How often each suggestion was shown, by the slugs of both; without those never counted."""
    rows = Showing.objects.filter(times__gt=0).values_list("project__slug", "other__slug", "times")
    return {(project, other): number for project, other, number in rows}


@transaction.atomic
def note() -> int:
    """Count the periods that are over, begin new ones, and return how many suggestions were counted.

    In five statements, however many projects. Twice changes nothing the second time.
    """
    now, looked = timezone.now(), _last_looks()
    standing = _standing()
    rows = list(Showing.objects.all())
    begun = standing - {(row.project_id, row.other_id) for row in rows}
    changed, counted = [], 0
    for row in rows:
        before = (row.since, row.times)
        is_over = row.since is not None and row.since <= now - PERIOD
        if (row.project_id, row.other_id) not in standing:
            row.since = None
        elif row.since is None:
            row.since = now
        elif is_over and looked.get(row.project_id, row.since) > row.since:
            row.since, row.times = now, row.times + 1
            counted += 1
        if (row.since, row.times) != before:
            changed.append(row)
    Showing.objects.bulk_update(changed, ["since", "times"], batch_size=500)
    Showing.objects.bulk_create(
        [Showing(project_id=project, other_id=other, since=now) for project, other in sorted(begun)],
        batch_size=500,
    )
    Showing.objects.filter(since=None, times=0).delete()
    return counted


def forget(project: Project, other: Project) -> None:
    """The team answered: from now on the suggestion counts as never shown."""
    Showing.objects.filter(project=project, other=other).delete()


def _standing() -> set[Pair]:
    first = Suggestion.objects.filter(is_knowledge=False, rank__lte=PLACES).order_by()
    return set(first.values_list("project", "other"))


def _last_looks() -> dict[int, datetime]:
    """When somebody of each project's team signed in last."""
    teams = ProjectMember.objects.filter(person__is_active=True, person__last_login__isnull=False).order_by()
    return dict(teams.values_list("project").annotate(Max("person__last_login")))
