"""Which projects come to an event: those of its programme and, for attendees, those whose people show their project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from events.enums import ConsentKind, RegistrationState
from events.models import Contribution, Event, ProgrammeItem, Registration
from networking.models import Project, Suggestion


@dataclass(frozen=True)
class Coming:
    """An event and the projects of its programme; `suggested` are those that fit the reader's own."""

    event: Event
    projects: list[Project]
    suggested: list[Project]


def projects_at(events: Iterable[Event], own: Sequence[Project] = ()) -> list[Coming]:
    """The published projects in the programme of each event, without the reader's own; four queries for all events."""
    events = list(events)
    pairs = _in_programmes(events)
    named = Project.objects.filter(is_published=True, pk__in={project for _event, project in pairs})
    shown = {project.pk: project for project in named if project not in own}
    fitting = set(Suggestion.objects.filter(project__in=own).values_list("other", flat=True))
    found = []
    for event in events:
        keys = {project for at, project in pairs if at == event.pk and project in shown}
        projects = sorted((shown[key] for key in keys), key=lambda project: project.title.casefold())
        found.append(Coming(event, projects, [project for project in projects if project.pk in fitting]))
    return found


def whom_to_meet(registration: Registration, most: int = 3) -> list[Project]:
    """The projects at the event that fit the registration's project best, for somebody with a sure seat.

    Those suggested to it come first, then those to whom it is suggested: few of its own list may be there.

    Attendees see the project of another only as long as that person agrees; confidential events suggest nobody.
    """
    is_sure = registration.state == RegistrationState.CONFIRMED
    if not is_sure or registration.project_id is None or registration.event.is_confidential:
        return []
    here = {project for _event, project in _in_programmes([registration.event])} | _shown_by_people(
        registration
    )
    mine = registration.project_id
    rows = Suggestion.objects.filter(
        Q(project=mine, other__in=here, other__is_published=True)
        | Q(other=mine, project__in=here, project__is_published=True)
    )
    rows = rows.select_related("project", "other").order_by("is_knowledge", "rank")
    suggested = [row.other for row in rows if row.project_id == mine]
    suggested += [row.project for row in rows if row.other_id == mine]
    return list(dict.fromkeys(suggested))[:most]


def _in_programmes(events: Sequence[Event]) -> set[tuple[int, int]]:
    """(event, project) of all that present, host, have a stand or a point of the programme."""
    points = ProgrammeItem.objects.filter(project__isnull=False)
    sources = (Contribution.objects.all(), points)
    return {
        pair
        for rows in sources
        for pair in rows.filter(event__in=events).order_by().values_list("event", "project")
    }


def _shown_by_people(registration: Registration) -> set[int]:
    seats = registration.event.registrations.confirmed().filter(
        project__isnull=False, consents__kind=ConsentKind.PROJECT, consents__withdrawn_at=None
    )
    return set(seats.exclude(pk=registration.pk).order_by().values_list("project", flat=True))
