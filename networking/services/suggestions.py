"""Suggestions of whom to meet: computed for all published projects, or around one that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from networking.enums import ExchangeKind, Fit, IntroductionState, OpinionKind, PairRuleKind
from networking.matching.exclusions import Reason
from networking.matching.model import Feedback, Model, build, topic_factor
from networking.matching.neighbours import Progress, silent
from networking.matching.portrait import Portrait, Topic
from networking.matching.reasons import Reasons, sayable, shortened
from networking.models import Introduction, Opinion, PairRule, Project, Suggestion, TopicWeight
from networking.models import Topic as StoredTopic

LENGTH = 10


@dataclass
class Tally:
    """What a run did to the suggestions."""

    projects: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0


def recompute(length: int = LENGTH, *, progress: Progress = silent) -> Tally:
    """Bring the suggestions of all published projects up to date. Twice changes nothing the second time."""
    model = _model(progress)
    lists = model.suggestions(length)
    return _write(model, lists, Suggestion.objects.all(), progress)


def recompute_around(project: Project, length: int = LENGTH) -> Tally:
    """After a change of one project: renew its own list and those that show it or should; all others wait for the
    next full run, so that one edit does not shuffle everybody."""
    model = _model(silent)
    shown_to = set(Suggestion.objects.filter(other=project).values_list("project__slug", flat=True))
    lists = {
        slug: others
        for slug, others in model.suggestions(length).items()
        if slug == project.slug or slug in shown_to or project.slug in others
    }
    stored = Suggestion.objects.filter(Q(project=project) | Q(project__slug__in=lists))
    return _write(model, lists, stored, silent)


@dataclass(frozen=True)
class Change:
    """What a run would do to one project's list: who would come and who would go."""

    project: str
    comes: list[str]
    goes: list[str]


def preview(length: int = LENGTH) -> list[Change]:
    """What `recompute` would change now, by slugs; nothing is written."""
    stored: dict[str, list[str]] = {}
    for slug, other in Suggestion.objects.order_by("rank").values_list("project__slug", "other__slug"):
        stored.setdefault(slug, []).append(other)
    changes = []
    for slug, others in sorted(_model(silent).suggestions(length).items()):
        before = stored.get(slug, [])
        comes, goes = [o for o in others if o not in before], [o for o in before if o not in others]
        if comes or goes:
            changes.append(Change(slug, comes, goes))
    return changes


# --- What the model is told ---------------------------------------------------------------------------------


def _model(progress: Progress) -> Model:
    return build(_portraits(), _topics(), feedback=_feedback(), progress=progress)


def _portraits() -> list[Portrait]:
    published = Project.objects.filter(is_published=True).prefetch_related(
        "topics", "applicants", "fields_of_action", "transformation_lines", "exchanges__topics"
    )
    return [_portrait(project) for project in published]


def _portrait(project: Project) -> Portrait:
    """Both languages count: a German portrait meets an English one where words and topics are the same."""
    return Portrait(
        id=project.slug,
        title=_joined(project.title_de, project.title_en),
        text=_joined(project.summary_de, project.portrait_de, project.summary_en, project.portrait_en),
        topics=tuple(topic.slug for topic in project.topics.all()),
        organisations=tuple(organisation.name for organisation in project.applicants.all()),
        offers=_exchanged(project, ExchangeKind.OFFER),
        seeks=_exchanged(project, ExchangeKind.SEEK),
        fields_of_action=tuple(field.slug for field in project.fields_of_action.all()),
        transformation_lines=tuple(line.slug for line in project.transformation_lines.all()),
    )


def _exchanged(project: Project, kind: ExchangeKind) -> tuple[str, ...]:
    """The topics of what the project offers or seeks, each once."""
    rows = [row for row in project.exchanges.all() if row.kind == kind]
    return tuple(dict.fromkeys(topic.slug for row in rows for topic in row.topics.all()))


def _joined(*texts: str) -> str:
    return "\n".join(dict.fromkeys(filter(None, texts)))


def _topics() -> list[Topic]:
    """Each topic under all its names."""
    stored = StoredTopic.objects.select_related("broader").prefetch_related("labels")
    return [
        Topic(
            id=topic.slug,
            label=" ".join(label.text for label in topic.labels.all()) or topic.label_de,
            broader=topic.broader.slug if topic.broader else None,
        )
        for topic in stored
    ]


_ANSWERS = {
    IntroductionState.ASKED: Reason.CONTACT,
    IntroductionState.ACCEPTED: Reason.CONTACT,
    IntroductionState.DECLINED: Reason.UNWANTED,
}


def _known() -> dict[tuple[str, str], Reason]:
    """Pairs that have asked each other already, and those of which one does not want it."""
    rows = Introduction.objects.filter(state__in=_ANSWERS).order_by("asked_at", "pk")
    found = rows.values_list("asking__slug", "asked__slug", "state")
    known = {(asking, asked): _ANSWERS[IntroductionState(state)] for asking, asked, state in found}
    unfit = Opinion.objects.filter(kind=OpinionKind.UNFIT).values_list("project__slug", "other__slug")
    return known | dict.fromkeys(unfit, Reason.UNWANTED)


def _feedback() -> Feedback:
    """What teams and editors have said."""
    pairs = {kind: _pairs(kind) for kind in PairRuleKind}
    steps = TopicWeight.objects.values_list("topic__slug", "steps")
    return Feedback(
        excluded=_known() | dict.fromkeys(pairs[PairRuleKind.HIDDEN], Reason.HIDDEN),
        pinned=pairs[PairRuleKind.PINNED],
        topics={slug: topic_factor(max(number, 0), max(-number, 0)) for slug, number in steps},
    )


def _pairs(kind: str) -> list[tuple[str, str]]:
    rules = PairRule.objects.filter(kind=kind).order_by("pk")
    return list(rules.values_list("project__slug", "other__slug"))


# --- What is kept -------------------------------------------------------------------------------------------


@transaction.atomic
def _write(
    model: Model, lists: Mapping[str, list[str]], replaced: Iterable[Suggestion], progress: Progress
) -> Tally:
    """Write what differs; `replaced` are the stored suggestions that the lists take the place of."""
    keys = dict(Project.objects.filter(slug__in=model.numbers).values_list("slug", "pk"))
    stored = {(row.project_id, row.other_id): row for row in replaced}
    tally, now = Tally(projects=len(lists)), timezone.now()
    new, changed = [], []
    for done, (slug, others) in enumerate(sorted(lists.items()), start=1):
        for row in _rows(model, slug, others, keys, now):
            before = stored.pop((row.project_id, row.other_id), None)
            if before is None:
                new.append(row)
            elif _content(before) != _content(row):
                row.pk = before.pk
                changed.append(row)
            else:
                tally.same += 1
        progress("reasons", done, len(lists))
    tally.new, tally.changed, tally.gone = len(new), len(changed), len(stored)
    Suggestion.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    Suggestion.objects.bulk_update(changed, [*_CONTENT, "computed_at"], batch_size=200)
    Suggestion.objects.bulk_create(new, batch_size=200)
    return tally


_CONTENT = ("rank", "score", "nearness", "fit", "reasons", "parts")


def _content(row: Suggestion) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _CONTENT)


def _rows(
    model: Model, slug: str, others: list[str], keys: Mapping[str, int], now: datetime
) -> Iterable[Suggestion]:
    why = Reasons(model, slug)
    for rank, other in enumerate(others, start=1):
        parts, nearness = why.parts(other), why.nearness(other)
        yield Suggestion(
            project_id=keys[slug],
            other_id=keys[other],
            rank=rank,
            score=why.score(other),
            nearness=nearness,
            fit=_fit(nearness, model.usual),
            reasons=[asdict(said) for said in sayable(model, slug, other, parts)],
            parts=[asdict(part) for part in shortened(parts)],
            computed_at=now,
        )


def _fit(nearness: float, usual: float) -> Fit:
    """In words: as near as the best few usually are, at least half as near, or less."""
    if nearness >= usual:
        return Fit.VERY_GOOD
    return Fit.GOOD if nearness >= usual / 2 else Fit.POSSIBLE
