"""Suggestions of whom to meet: computed for all published projects, or around one that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from networking.enums import ExchangeKind, Fit, IntroductionState, OpinionKind, PairRuleKind
from networking.matching.exclusions import Exclusion, Exclusions, Reason
from networking.matching.model import VERSION, Feedback, Model, build, topic_factor
from networking.matching.neighbours import Progress, silent
from networking.matching.portrait import Portrait, Topic
from networking.matching.reasons import Reasons, sayable, shortened
from networking.matching.version import mark
from networking.models import Introduction, Opinion, PairRule, Project, Suggestion, TopicWeight
from networking.models import Topic as StoredTopic
from networking.services import showings

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
    made = _made(length, progress)
    tally = _write(made, made.lists, Suggestion.objects.all(), progress)
    showings.note()
    return tally


def recompute_around(project: Project, length: int = LENGTH) -> Tally:
    """After a change of one project: renew its own list and those that show it or should; all others wait for the
    next full run, so that one edit does not shuffle everybody."""
    made = _made(length, silent)
    shown_to = set(Suggestion.objects.filter(other=project).values_list("project__slug", flat=True))
    lists = {
        slug: places
        for slug, places in made.lists.items()
        if slug == project.slug or slug in shown_to or any(place.other == project.slug for place in places)
    }
    stored = Suggestion.objects.filter(Q(project=project) | Q(project__slug__in=lists))
    return _write(made, lists, stored, silent)


@dataclass(frozen=True)
class Change:
    """What a run would do to one project's list: who would come and who would go."""

    project: str
    comes: list[str]
    goes: list[str]


@dataclass(frozen=True)
class Preview:
    """What `recompute` would change now, and why: another model (its former version), other data, or both."""

    changes: list[Change]
    version: int
    former_version: int | None
    has_new_data: bool


def preview(length: int = LENGTH) -> Preview:
    """By slugs; nothing is written."""
    stored: dict[str, list[str]] = {}
    rows = Suggestion.objects.order_by("is_knowledge", "rank")
    for slug, other in rows.values_list("project__slug", "other__slug"):
        stored.setdefault(slug, []).append(other)
    made = _made(length, silent)
    changes = []
    for slug in sorted(made.lists.keys() | stored.keys()):
        before, others = stored.get(slug, []), [place.other for place in made.lists.get(slug, ())]
        comes, goes = [o for o in others if o not in before], [o for o in before if o not in others]
        if comes or goes:
            changes.append(Change(slug, comes, goes))
    oldest = Suggestion.objects.aggregate(Min("model_version"))["model_version__min"]
    latest = Suggestion.objects.order_by("-computed_at", "-pk").values_list("data_version", flat=True).first()
    return Preview(
        changes=changes,
        version=VERSION,
        former_version=oldest if oldest != VERSION else None,
        has_new_data=latest != made.data_version,
    )


def left_out(project: Project) -> dict[str, Exclusion]:
    """Everybody who is never suggested to this project, by slug, each with the reason; nothing is written."""
    if hasattr(project, "opt_out"):
        return {}
    return Exclusions(_portraits(), _feedback().excluded).of(project.slug)


# --- What the model is told ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Somebody's place in a list."""

    other: str
    rank: int
    is_knowledge: bool


@dataclass(frozen=True)
class Made:
    """A run: its model, the lists by slug, and the mark of what it was told."""

    model: Model
    lists: Mapping[str, list[Place]]
    data_version: str


def _made(length: int, progress: Progress) -> Made:
    portraits, topics, feedback = _portraits(), _topics(), _feedback()
    model = build(portraits, topics, feedback=feedback, progress=progress)
    known = model.knowledge()
    lists = {
        slug: [*_places(others, False), *_places(known[slug], True)]
        for slug, others in model.suggestions(length).items()
    }
    return Made(model, lists, mark(portraits, topics, feedback))


def _places(others: list[str], is_knowledge: bool) -> list[Place]:
    return [Place(other, rank, is_knowledge) for rank, other in enumerate(others, start=1)]


def _portraits() -> list[Portrait]:
    """The published projects but those that want no suggestions."""
    published = Project.objects.filter(is_published=True, opt_out=None).prefetch_related(
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
        is_completed=project.is_completed,
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
        shown=showings.times(),
    )


def _pairs(kind: str) -> list[tuple[str, str]]:
    rules = PairRule.objects.filter(kind=kind).order_by("pk")
    return list(rules.values_list("project__slug", "other__slug"))


# --- What is kept -------------------------------------------------------------------------------------------


@transaction.atomic
def _write(
    made: Made, lists: Mapping[str, list[Place]], replaced: Iterable[Suggestion], progress: Progress
) -> Tally:
    """Write what differs; `replaced` are the stored suggestions that the lists take the place of."""
    keys = dict(Project.objects.filter(slug__in=made.model.numbers).values_list("slug", "pk"))
    stored = {(row.project_id, row.other_id): row for row in replaced}
    tally, now = Tally(projects=len(lists)), timezone.now()
    new, changed = [], []
    for done, (slug, places) in enumerate(sorted(lists.items()), start=1):
        for row in _rows(made, slug, places, keys, now):
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
    Suggestion.objects.bulk_update(changed, [*_CONTENT, "data_version", "computed_at"], batch_size=200)
    Suggestion.objects.bulk_create(new, batch_size=200)
    return tally


_CONTENT = ("rank", "score", "nearness", "fit", "reasons", "parts", "is_knowledge", "model_version")


def _content(row: Suggestion) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _CONTENT)


def _rows(
    made: Made, slug: str, places: list[Place], keys: Mapping[str, int], now: datetime
) -> Iterable[Suggestion]:
    model, why = made.model, Reasons(made.model, slug)
    for place in places:
        parts, nearness = why.parts(place.other), why.nearness(place.other)
        yield Suggestion(
            project_id=keys[slug],
            other_id=keys[place.other],
            rank=place.rank,
            score=why.score(place.other),
            nearness=nearness,
            fit=_fit(nearness, model.usual),
            reasons=[asdict(said) for said in sayable(model, slug, place.other, parts)],
            parts=[asdict(part) for part in shortened(parts)],
            is_knowledge=place.is_knowledge,
            model_version=VERSION,
            data_version=made.data_version,
            computed_at=now,
        )


def _fit(nearness: float, usual: float) -> Fit:
    """In words: as near as the best few usually are, at least half as near, or less."""
    if nearness >= usual:
        return Fit.VERY_GOOD
    return Fit.GOOD if nearness >= usual / 2 else Fit.POSSIBLE
