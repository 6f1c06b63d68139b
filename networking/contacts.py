"""What a project's team reads of its network: whom to meet and why, who asks, whom it was introduced to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from networking.enums import Fit, IntroductionState, OpinionKind, PairRuleKind
from networking.models import Introduction, Opinion, PairRule, Person, Project, ProjectMember, Suggestion
from networking.queries import Vocabulary

Pair = tuple[int, int]


@dataclass(frozen=True)
class Reasoned:
    """A suggestion with its reasons in words, the weightiest first; `areas` are topics above theirs."""

    project: Project
    fit: Fit
    topics: list[str]
    areas: list[str]
    words: list[str]
    fields: list[str]
    lines: list[str]
    exchanges: list[str]  # topics one of the two offers and the other seeks


@dataclass(frozen=True)
class Suggested:
    """Whom a project should meet, and with whom it should share what was learnt: one of those two is completed."""

    meet: list[Reasoned]
    learn: list[Reasoned]


@dataclass(frozen=True)
class Requests:
    """The introductions of one project, sorted by what its team can do with them."""

    received: list[Introduction]
    sent: list[Introduction]
    made: list[Introduction]


def projects_of(person: Person) -> QuerySet[Project]:
    """The projects the person speaks for."""
    mine = Project.objects.filter(memberships__person=person).select_related("opt_out")
    return mine.order_by("title_de", "pk")


def suggested(project: Project, words: Vocabulary, most: int = 5, most_learn: int = 3) -> Suggested:
    """Whom the project should meet or learn from, with the reasons; in one query.

    From completed projects one learns only where they fit well. Left out: whom it has asked, was asked by or was
    introduced to, whom it set aside, and whoever said that this project does not fit.
    """
    now, this = timezone.now(), OuterRef("other")
    known = Introduction.objects.filter(
        Q(asking=project, asked=this) | Q(asking=this, asked=project),
        Q(state=IntroductionState.ACCEPTED)
        | Q(state__in=(IntroductionState.ASKED, IntroductionState.DECLINED), expires_at__gt=now),
    )
    aside = Opinion.objects.filter(
        Q(project=project, other=this, kind=OpinionKind.UNFIT)
        | Q(project=project, other=this, kind=OpinionKind.LATER, until__gt=now)
        | Q(project=this, other=project, kind=OpinionKind.UNFIT)
    )
    rows = Suggestion.objects.filter(project=project, other__is_published=True).exclude(
        Exists(known) | Exists(aside)
    )
    told = [
        row for row in rows.select_related("other").order_by("rank") if any(map(_is_sayable, row.reasons))
    ]
    return Suggested(
        [_reasoned(row, words) for row in told if not row.is_knowledge][:most],
        [_reasoned(row, words) for row in told if row.is_knowledge and row.fit != Fit.POSSIBLE][:most_learn],
    )


def reasons_between(project: Project, other: Project, words: Vocabulary) -> Reasoned | None:
    """Why the project should meet the other; None where nothing is known to speak for it."""
    row = Suggestion.objects.filter(project=project, other=other).select_related("other").first()
    return _reasoned(row, words) if row and any(map(_is_sayable, row.reasons)) else None


def reasons_with(project: Project, others: Collection[int], words: Vocabulary) -> dict[int, Reasoned]:
    """Why the project should meet each of the others, by their keys, the best fitting first; one query."""
    rows = Suggestion.objects.filter(project=project, other__in=others).select_related("other")
    told = [row for row in rows.order_by("rank") if any(map(_is_sayable, row.reasons))]
    return {row.other_id: _reasoned(row, words) for row in told}


def shared_topics(project: Project, others: Collection[int]) -> dict[int, list[str]]:
    """What the project has in common with each of the others, by their keys; one query. Who shares none is left out."""
    pairs = Project.topics.through.objects.filter(project__in=others, topic__projects=project)
    found: dict[int, list[str]] = {}
    for pair in pairs.select_related("topic"):
        found.setdefault(pair.project_id, []).append(pair.topic.label)
    return {key: sorted(labels, key=str.casefold) for key, labels in found.items()}


def kept_apart(projects: Collection[int]) -> tuple[set[Pair], set[Pair]]:
    """Pairs among these projects that editors hide, and (who, whom) where a team said that the other does not fit."""
    both = {"project__in": projects, "other__in": projects}
    hidden = PairRule.objects.filter(kind=PairRuleKind.HIDDEN, **both).order_by()
    unfit = Opinion.objects.filter(kind=OpinionKind.UNFIT, **both).order_by()
    declined = Introduction.objects.filter(
        state=IntroductionState.DECLINED, asking__in=projects, asked__in=projects
    ).order_by()
    unwanted = set(unfit.values_list("project", "other")) | set(declined.values_list("asked", "asking"))
    return set(hidden.values_list("project", "other")), unwanted


def set_aside(project: Project) -> QuerySet[Opinion]:
    """What the team put away and can take up again, the latest first."""
    return project.opinions.filter(other__is_published=True).select_related("other")


def requests_of(project: Project) -> Requests:
    """All introductions of the project, in one query; refused ones are hidden from the side that refused."""
    unwanted = Opinion.objects.filter(project=project, other=OuterRef("asking"), kind=OpinionKind.UNFIT)
    known = Introduction.objects.of(project).select_related("asking", "asked")
    rows = list(known.annotate(is_unwanted=Exists(unwanted)))
    return Requests(
        received=[
            row
            for row in rows
            if row.asked_id == project.pk and row.is_open and not row.is_unwanted  # type: ignore[attr-defined]
        ],
        sent=[
            row
            for row in rows
            if row.asking_id == project.pk
            and row.state in (IntroductionState.ASKED, IntroductionState.DECLINED, IntroductionState.EXPIRED)
        ],
        made=[row for row in rows if row.state == IntroductionState.ACCEPTED],
    )


def contacts_of(project: Project) -> list[Person]:
    """Who speaks for the project towards another: its contacts, else whoever is in the team longest."""
    members = ProjectMember.objects.filter(project=project, person__is_active=True).select_related("person")
    rows = list(members.order_by("created_at", "pk"))
    return [row.person for row in rows if row.is_contact] or [row.person for row in rows[:1]]


def _is_sayable(reason: dict[str, Any]) -> bool:
    """Something both have themselves; being near a third project is no reason to tell a stranger."""
    return reason["kind"] in ("topic", "word", "field", "line", "exchange")


def _reasoned(row: Suggestion, words: Vocabulary) -> Reasoned:
    labels = {"topic": dict(words.topic), "field": dict(words.field), "line": dict(words.line)}
    labels["exchange"] = labels["topic"]

    def named(kind: str, shared: bool = True) -> list[str]:
        told = [
            reason["name"] for reason in row.reasons if reason["kind"] == kind and reason["shared"] == shared
        ]
        return [labels[kind][name] for name in told if name in labels[kind]]

    return Reasoned(
        project=row.other,
        fit=Fit(row.fit),
        topics=named("topic"),
        areas=named("topic", shared=False),
        words=[reason["name"] for reason in row.reasons if reason["kind"] == "word"],
        fields=named("field"),
        lines=named("line"),
        exchanges=named("exchange"),
    )
