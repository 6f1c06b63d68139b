"""What people ask the network: which projects are there for a word, a field, a line, a topic."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import (
    CharField,
    Count,
    F,
    Model,
    PositiveSmallIntegerField,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.fields.reverse_related import ManyToManyRel
from django.utils.translation import get_language

from networking.enums import ExchangeKind, Fit
from networking.models import (
    Exchange,
    FieldOfAction,
    Project,
    Suggestion,
    Topic,
    TopicLabel,
    TransformationLine,
    Welcome,
)
from networking.models.taxonomy import label_key, search_words

LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Figures:
    """How many projects there are, how many of them go on, are completed, have a grant."""

    projects: int
    ongoing: int
    completed: int
    funded: int


def with_card(found: QuerySet[Project]) -> QuerySet[Project]:
    """The same projects with what a card shows, in a constant number of queries."""
    return found.select_related("grant").prefetch_related(
        "fields_of_action", "transformation_lines", "topics", "applicants"
    )


def with_portrait(found: QuerySet[Project]) -> QuerySet[Project]:
    """The same projects with what their page and one-pager show; the picture's own bytes come when asked for."""
    pictured = with_card(found).select_related("picture").defer("picture__content")
    return pictured.prefetch_related("calls", "links", "exchanges__topics", "contacts")


def exchanges_of(project: Project, kind: ExchangeKind) -> list[Exchange]:
    """What the project offers, or seeks; of a project `with_portrait`."""
    return [row for row in project.exchanges.all() if row.kind == kind]


def open_welcomes() -> QuerySet[Welcome]:
    """New projects that are still to be welcomed, the longest waiting first."""
    return Welcome.objects.filter(done_at=None).select_related("project").order_by("created_at")


def figures(person) -> Figures:
    """The totals over the projects `person` may see."""
    counts = Project.objects.visible_to(person).aggregate(
        projects=Count("pk"),
        ongoing=Count("pk", filter=Q(is_completed=False)),
        completed=Count("pk", filter=Q(is_completed=True)),
        funded=Count("pk", filter=Q(grant__isnull=False)),
    )
    return Figures(**counts)


def fields_of_action(person) -> QuerySet[FieldOfAction]:
    """All four, each with `count`: the projects `person` may see in it."""
    return FieldOfAction.objects.annotate(count=_visible(person))


def transformation_lines(person) -> QuerySet[TransformationLine]:
    """All three, each with `count`: the projects `person` may see in it."""
    return TransformationLine.objects.annotate(count=_visible(person))


def topics(person) -> QuerySet[Topic]:
    """All topics, each with `count`: the projects `person` may see that name it itself."""
    return Topic.objects.select_related("broader").annotate(count=_visible(person))


def with_names(found: QuerySet[Topic]) -> QuerySet[Topic]:
    """The same topics with `synonyms`, broader and narrower topics."""
    synonyms = Prefetch("labels", TopicLabel.objects.filter(is_synonym=True), to_attr="synonyms")
    return found.select_related("broader").prefetch_related(synonyms, "narrower")


def topic_uses() -> dict[int, Counter[str]]:
    """How often each topic is named, by the kind of what names it ("projects", "events", …); on every floor."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for relation in Topic._meta.related_objects:
        if isinstance(relation, ManyToManyRel):
            topic = relation.field.m2m_reverse_field_name()
            rows = countable_rows(relation).values_list(topic).annotate(number=Count("pk"))
            for pk, number in rows.order_by():
                found[pk][relation.get_accessor_name() or ""] = number
    return found


def countable_rows(relation: ManyToManyRel) -> QuerySet:
    """Who names which topic, without those of whom not even a figure may tell (a manager's `countable()`)."""
    rows, owners = _table(relation)._default_manager.all(), relation.related_model._default_manager
    if not hasattr(owners, "countable"):
        return rows
    return rows.filter(**{f"{relation.field.m2m_field_name()}__in": owners.countable().values("pk")})


def _table(relation: ManyToManyRel) -> type[Model]:
    """The table between the two: there is one for every relation of this kind."""
    return cast("type[Model]", relation.through)


def topic_named(text: str) -> Topic | None:
    """The topic that has `text` as a label or synonym, in either language, whatever the case."""
    label = TopicLabel.objects.select_related("topic").filter(key=label_key(text[:LONGEST_SEARCH])).first()
    return label.topic if label else None


def present_slugs(named: Iterable[str]) -> dict[str, str]:
    """The present short name of each topic among the `named` that went into another one."""
    former = [slug for slug in named if "\x00" not in slug]
    rows = Topic.objects.filter(former_slugs__slug__in=former)
    return dict(rows.values_list("former_slugs__slug", "slug"))


def family(topic: Topic | None) -> set[int]:
    """Keys of the topic and of all topics below it; empty for None."""
    if topic is None:
        return set()
    below: dict[int | None, list[int]] = {}
    for pk, broader in Topic.objects.order_by().values_list("pk", "broader"):
        below.setdefault(broader, []).append(pk)
    found, waiting = set(), [topic.pk]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += below.get(current, [])
    return found


def _visible(person) -> Count:
    return Count("projects", filter=Q(projects__in=Project.objects.visible_to(person)), distinct=True)


def by_title(found: QuerySet[Project]) -> list[Project]:
    """In the order of a German dictionary, the same on every database."""
    return sorted(found, key=lambda project: dictionary_key(project.title))


def by_label(found: QuerySet[Topic]) -> list[Topic]:
    """In the order of a German dictionary, the same on every database."""
    return sorted(found, key=lambda topic: dictionary_key(topic.label))


def dictionary_key(text: str) -> str:
    """Without case, accents and punctuation: Ökologie stands beside Okular, „Azubi“ at A."""
    letters = unicodedata.normalize("NFD", search_words(text))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()


@dataclass(frozen=True)
class Gaps:
    """Projects that visitors find less easily, because something is missing."""

    without_topics: list[Project]
    without_field: list[Project]
    without_line: list[Project]
    without_summary: list[Project]
    without_team: list[Project]
    unpublished: list[Project]


def gaps(person) -> Gaps:
    """What the network's editors should complete."""
    seen = Project.objects.edited_by(person)
    return Gaps(
        without_topics=by_title(seen.filter(topics=None)),
        without_field=by_title(seen.filter(fields_of_action=None)),
        without_line=by_title(seen.filter(transformation_lines=None)),
        without_summary=by_title(seen.filter(summary_de="", summary_en="", portrait_de="", portrait_en="")),
        without_team=by_title(seen.filter(memberships=None)),
        unpublished=by_title(seen.filter(is_published=False)),
    )


@dataclass(frozen=True)
class Related:
    """A project close to another, and what they share, the weightiest first; `areas` are topics above theirs."""

    project: Project
    fit: Fit
    topics: list[Topic]
    areas: list[Topic]
    words: list[str]
    fields: list[FieldOfAction]
    lines: list[TransformationLine]


def related(project: Project, person, most: int = 4) -> list[Related]:
    """Projects `person` may see that fit `project` well enough to name a reason. `project` comes `with_portrait`."""
    fitting = Suggestion.objects.filter(project=project, other__in=Project.objects.visible_to(person))
    ordered = fitting.select_related("other").order_by("is_knowledge", "rank")
    rows = [row for row in ordered if any(map(_is_shared, row.reasons))][:most]
    areas = {r["name"] for row in rows for r in row.reasons if r["kind"] == "topic" and not r["shared"]}
    topics = [*project.topics.all(), *(Topic.objects.filter(slug__in=areas) if areas else ())]
    return [_related(row, project, {topic.slug: topic for topic in topics}) for row in rows]


def _is_shared(reason: dict[str, Any]) -> bool:
    """Something both have themselves; being near a third project is no reason to tell a stranger."""
    return reason["kind"] in ("topic", "word", "field", "line")


def _related(row: Suggestion, project: Project, topics: dict[str, Topic]) -> Related:
    fields = {field.slug: field for field in project.fields_of_action.all()}
    lines = {line.slug: line for line in project.transformation_lines.all()}

    def named(kind: str, known: dict[str, Any], shared: bool = True) -> list[Any]:
        told = [r["name"] for r in row.reasons if r["kind"] == kind and r["shared"] == shared]
        return [known[name] for name in told if name in known]

    return Related(
        project=row.other,
        fit=Fit(row.fit),
        topics=named("topic", topics),
        areas=named("topic", topics, shared=False),
        words=[reason["name"] for reason in row.reasons if reason["kind"] == "word"],
        fields=named("field", fields),
        lines=named("line", lines),
    )


@dataclass(frozen=True)
class Vocabulary:
    """The words lists are narrowed by, as (slug, label in the reader's language); which topic is above which."""

    field: list[tuple[str, str]]
    line: list[tuple[str, str]]
    topic: list[tuple[str, str]]
    above: dict[str, str]  # slug of a topic: slug of its broader one


def vocabulary() -> Vocabulary:
    """All fields of action, transformation lines and topics; one query for all three."""
    columns = ("kind", "slug", "label_de", "label_en", "place", "above")
    nothing = Value("", CharField())
    rows = (
        FieldOfAction.objects.order_by()
        .annotate(kind=Value("field"), place=F("position"), above=nothing)
        .values_list(*columns),
        TransformationLine.objects.order_by()
        .annotate(kind=Value("line"), place=F("position"), above=nothing)
        .values_list(*columns),
        Topic.objects.order_by()
        .annotate(kind=Value("topic"), place=Value(0, PositiveSmallIntegerField()), above=F("broader__slug"))
        .values_list(*columns),
    )
    words = Vocabulary([], [], [], {})
    german = (get_language() or "de").startswith("de")
    for kind, slug, label_de, label_en, _place, above in (
        rows[0].union(*rows[1:], all=True).order_by("place", "label_de")
    ):
        getattr(words, kind).append((slug, label_de if german else label_en or label_de))
        if above:
            words.above[slug] = above
    return words
