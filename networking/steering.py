"""What the network's editors read: who is suggested to whom with which figures, who gets none, what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from networking.enums import IntroductionState, Outcome
from networking.matching.exclusions import Exclusion, Reason
from networking.models import Introduction, OptOut, Project, Suggestion
from networking.network_map import LINKED, Map, drawn

_BETWEEN_TEAMS = (Reason.CONTACT, Reason.UNWANTED)


@dataclass(frozen=True)
class Coverage:
    """How far suggestions reach: projects with some, those without and why, and those shown most often."""

    published: int
    covered: int
    without: Sequence[tuple[Project, bool]]  # the project, and whether it has something to be compared by
    opted_out: QuerySet[OptOut]
    most_shown: list[tuple[str, int]]


@dataclass(frozen=True)
class Outcomes:
    """Introductions by state, and what the teams said came of those that were made."""

    states: dict[str, int]
    outcomes: dict[str, int]
    latest: QuerySet[Introduction]


def figures(project: Project) -> QuerySet[Suggestion]:
    """The project's suggestions with score and parts, the best first, completed projects after all others."""
    return project.suggestions.select_related("other").order_by("is_knowledge", "rank")


@dataclass(frozen=True)
class LeftOut:
    """Who is never suggested to a project. What the teams themselves said of each other is only counted."""

    named: list[tuple[str, Reason, str]]  # title, reason, shared organisations
    settled: int


def left_out(excluded: Mapping[str, Exclusion]) -> LeftOut:
    """The excluded projects (by slug) in words for editors, by title; one query."""
    titles = {row.slug: row.title for row in Project.objects.filter(slug__in=excluded)}
    named = [
        (titles[slug], exclusion.reason, ", ".join(exclusion.organisations))
        for slug, exclusion in excluded.items()
        if exclusion.reason not in _BETWEEN_TEAMS
    ]
    return LeftOut(sorted(named, key=lambda row: row[0].casefold()), len(excluded) - len(named))


def coverage() -> Coverage:
    """In four queries, however many projects."""
    published = Project.objects.filter(is_published=True, opt_out=None)
    without = published.filter(suggestions=None).annotate(known=Count("topics")).order_by("title_de")
    shown = Counter(Suggestion.objects.values_list("other__title_de", flat=True))
    texts = ("summary_de", "summary_en", "portrait_de", "portrait_en")
    rows = [(row, bool(row.known or any(getattr(row, text) for text in texts))) for row in without]
    number = published.count()
    opted_out = OptOut.objects.select_related("project", "by")
    return Coverage(number, number - len(rows), rows, opted_out, shown.most_common(5))


def outcomes() -> Outcomes:
    """In three queries; whom a no concerns stays between the two."""
    rows = Introduction.objects.order_by()
    states = dict(rows.values_list("state").annotate(Count("pk")))
    said = rows.filter(state=IntroductionState.ACCEPTED).values_list("asking_outcome", "asked_outcome")
    counted = Counter(outcome for pair in said for outcome in pair if outcome)
    latest = Introduction.objects.exclude(state=IntroductionState.DECLINED).select_related("asking", "asked")
    return Outcomes(
        {str(state.label): states.get(state, 0) for state in IntroductionState},
        {str(outcome.label): counted[outcome] for outcome in Outcome},
        latest[:50],
    )


def network_map(*, topic: str = "", line: str = "") -> Map:
    """The picture of all published projects, or of those with a topic or in a transformation line.

    A completed project is linked to the nearest that goes on, and stands in no cluster.
    """
    shown = Project.objects.filter(is_published=True, opt_out=None).prefetch_related("topics")
    shown = shown.filter(Q(topics__slug=topic) if topic else Q())
    shown = shown.filter(Q(transformation_lines=line) if line else Q()).distinct()
    rows = list(shown)
    pairs = Suggestion.objects.filter(project__in=rows, other__in=rows).order_by("project__slug", "rank")
    pairs = pairs.exclude(is_knowledge=True, rank__gt=1)
    told = pairs.values_list("project__slug", "other__slug", "rank", "is_knowledge")
    return drawn(
        {row.slug: row.title for row in rows},
        [(one, other, LINKED if is_knowledge else rank) for one, other, rank, is_knowledge in told],
        {row.slug: [topic.label for topic in row.topics.all()] for row in rows},
    )
