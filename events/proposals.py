"""What a cluster or a topic offers for an event: its projects, what they share, and who would be written to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from events.enums import EventState
from events.models import Event
from networking.access import can
from networking.models import FieldOfAction, Person, Project, ProjectMember, Topic, TransformationLine
from networking.queries import family

MOST = 60  # projects one proposal is made of
_NAMED = 2  # topics in a title
_SHARED_BY = 2  # projects that must name a topic


@dataclass(frozen=True)
class Shared:
    """What the projects of a proposal have in common, the most common first."""

    topics: list[Topic]
    fields_of_action: list[FieldOfAction]
    transformation_lines: list[TransformationLine]

    def title(self, language: str) -> str:
        """The first topics as a title; empty where the projects share none."""
        labels = [topic.in_language("label", language) for topic in self.topics[:_NAMED]]
        return {"de": " und ", "en": " and "}[language].join(labels)


@dataclass(frozen=True)
class Seat:
    """Somebody on a project's team; `why_not` is empty for whoever gets an invitation."""

    name: str
    email: str
    why_not: str


@dataclass(frozen=True)
class Offered:
    """A project that may be invited, whether it is chosen, and its people."""

    project: Project
    is_chosen: bool
    people: list[Seat]

    @property
    def invited(self) -> list[Seat]:
        return [seat for seat in self.people if not seat.why_not]

    @property
    def left_out(self) -> list[Seat]:
        return [seat for seat in self.people if seat.why_not]


def offered(person: Person, slugs: Iterable[str], topic: Topic | None) -> list[Project]:
    """The published projects named by `slugs`, else those of the topic and the ones below it; by title."""
    seen = Project.objects.visible_to(person).filter(is_published=True)
    names = list(slugs)[:MOST]
    found = (
        seen.filter(slug__in=names) if names else seen.filter(topics__in=family(topic)).distinct()
    ).prefetch_related("topics", "fields_of_action", "transformation_lines")
    return sorted(found, key=lambda project: project.title.casefold())[:MOST]


def shared(projects: Sequence[Project], first: Topic | None = None) -> Shared:
    """Topics that two of them name, `first` before all; fields and lines that half of them stand in.

    The projects come prefetched.
    """
    topics = _common([project.topics.all() for project in projects], min(_SHARED_BY, len(projects)))
    if first:
        topics = [first, *(topic for topic in topics if topic != first)]
    half = max(1, len(projects) / 2)
    return Shared(
        topics,
        _common([project.fields_of_action.all() for project in projects], half),
        _common([project.transformation_lines.all() for project in projects], half),
    )


def tables_at(person: Person) -> list[Event]:
    """Upcoming events, never confidential ones, to whose programme `person` may add a table and invite."""
    mine = Event.objects.managed_by(person).countable().exclude(state=EventState.CANCELLED).upcoming()
    return [event for event in mine if can(person, "event.edit", event) and not event.is_confidential]


def people_of(
    projects: Iterable[Project], chosen: set[str], members: Iterable[ProjectMember], faults: Mapping[int, str]
) -> list[Offered]:
    """Every project with its team, those who get no invitation with the reason.

    `members` have person and project; `faults` are sentences by the place of a member among those with an open
    account, from 1 on, as `guest_lists.of_teams` counts them.
    """
    seats: dict[int, list[Seat]] = {}
    first: dict[int, Project] = {}
    place = 0
    for member in members:
        why_not = _("The account is closed.")
        if member.person.is_active:
            place += 1
            before = first.setdefault(member.person_id, member.project)
            why_not = faults.get(place, "")
            if before != member.project:
                why_not = _("Stands under “%(project)s” already.") % {"project": before.title}
        seat = Seat(str(member.person), member.person.email, why_not)
        seats.setdefault(member.project_id, []).append(seat)
    return [Offered(project, project.slug in chosen, seats.get(project.pk, [])) for project in projects]


def _common(sets: Sequence[Iterable[Any]], least: float) -> list[Any]:
    """The rows that stand in at least so many sets, the most common first, then in their own order."""
    counted = Counter(row for rows in sets for row in rows)
    return [row for row, number in counted.most_common() if number >= least]
