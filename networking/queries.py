"""What people ask the network: which projects are there for a word, a field, a line, a topic."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, PositiveSmallIntegerField, Prefetch, Q, QuerySet, Value
from django.utils.translation import get_language

from networking.enums import Fit
from networking.models import FieldOfAction, Project, Suggestion, Topic, TopicLabel, TransformationLine
from networking.models.taxonomy import label_key, search_words

LONGEST_SEARCH = 200
_MOST_WORDS = 12


@dataclass(frozen=True)
class ProjectFilter:
    """What a visitor asks the directory for; empty values ask for nothing."""

    q: str = ""
    field: str = ""
    line: str = ""
    topic: str = ""
    state: str = ""  # "ongoing", "completed"
    funded: bool = False

    def __bool__(self) -> bool:
        return self != ProjectFilter()


@dataclass(frozen=True)
class Figures:
    """How many projects there are, how many of them go on, are completed, have a grant."""

    projects: int
    ongoing: int
    completed: int
    funded: int


def projects(person, wanted: ProjectFilter = ProjectFilter()) -> QuerySet[Project]:
    """Projects `person` may see that match every filter, by title, with all that a card shows.

    An unknown field, line, topic or state finds nothing: better than a list that ignores what was asked.
    """
    found = Project.objects.visible_to(person)
    if wanted.field:
        found = found.filter(fields_of_action=wanted.field)
    if wanted.line:
        found = found.filter(transformation_lines=wanted.line)
    if wanted.topic:
        found = found.filter(pk__in=_with_topics(family(Topic.objects.filter(slug=wanted.topic).first())))
    if wanted.state:
        states = {"ongoing": found.ongoing, "completed": found.completed}
        found = states.get(wanted.state, found.none)()
    if wanted.funded:
        found = found.funded()
    if wanted.q.strip():
        found = found.filter(_matches(wanted.q[:LONGEST_SEARCH]))
    return with_card(found)


def with_card(found: QuerySet[Project]) -> QuerySet[Project]:
    """The same projects with what a card shows, in a constant number of queries."""
    return found.select_related("grant").prefetch_related(
        "fields_of_action", "transformation_lines", "topics", "applicants"
    )


def with_portrait(found: QuerySet[Project]) -> QuerySet[Project]:
    """The same projects with what their page and one-pager show."""
    return with_card(found).prefetch_related("calls")


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


def topic_named(text: str) -> Topic | None:
    """The topic that has `text` as a label or synonym, in either language, whatever the case."""
    label = TopicLabel.objects.select_related("topic").filter(key=label_key(text[:LONGEST_SEARCH])).first()
    return label.topic if label else None


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


def _with_topics(keys: set[int]) -> QuerySet:
    return Project.topics.through.objects.filter(topic__in=keys).values("project")


def _matches(text: str) -> Q:
    """A name of a topic finds what all its names find; other texts find projects that have all their words."""
    topic = topic_named(text)
    if topic is None:
        return _has_words(text)
    keys = family(topic)
    condition = Q(pk__in=_with_topics(keys))
    for label in TopicLabel.objects.filter(topic__in=keys):
        condition |= _has_phrase(label.text)
    return condition


def _has_phrase(text: str) -> Q:
    """The words side by side, from the beginning of a word; short names such as KI or CE as whole words only."""
    words = search_words(text)
    return (
        Q(search_text__contains=words if len(words.strip()) <= 4 else words.rstrip())
        if words
        else Q(pk__in=())
    )


def _has_words(text: str) -> Q:
    words = search_words(text).split()[:_MOST_WORDS]
    short = set(
        TopicLabel.objects.filter(key__in=[word for word in words if len(word) <= 4]).values_list(
            "key", flat=True
        )
    )
    condition = Q() if words else Q(pk__in=())
    for word in words:
        condition &= Q(search_text__contains=_pattern(word, word in short))
    return condition


def _pattern(word: str, is_name: bool) -> str:
    """Long words are found inside words (Wirtschaft in Kreislaufwirtschaft), short ones only at their beginning,
    names of topics and two letters only as a whole: KI is not in Kiel, AR not in Arbeit."""
    if len(word) <= 2 or is_name:
        return f" {word} "
    return f" {word}" if len(word) <= 4 else word


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


def gaps(person) -> Gaps:
    """What the network's editors should complete."""
    seen = Project.objects.visible_to(person)
    return Gaps(
        without_topics=by_title(seen.filter(topics=None)),
        without_field=by_title(seen.filter(fields_of_action=None)),
        without_line=by_title(seen.filter(transformation_lines=None)),
        without_summary=by_title(seen.filter(summary_de="", summary_en="", portrait_de="", portrait_en="")),
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
    rows = [row for row in fitting.select_related("other") if any(map(_is_shared, row.reasons))][:most]
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


def vocabulary() -> dict[str, list[tuple[str, str]]]:
    """The words lists are narrowed by, as (slug, label in the reader's language), by "field", "line" and "topic".

    One query for all three.
    """
    columns = ("kind", "slug", "label_de", "label_en", "place")
    rows = (
        FieldOfAction.objects.order_by()
        .annotate(kind=Value("field"), place=F("position"))
        .values_list(*columns),
        TransformationLine.objects.order_by()
        .annotate(kind=Value("line"), place=F("position"))
        .values_list(*columns),
        Topic.objects.order_by()
        .annotate(kind=Value("topic"), place=Value(0, PositiveSmallIntegerField()))
        .values_list(*columns),
    )
    words: dict[str, list[tuple[str, str]]] = {"field": [], "line": [], "topic": []}
    german = (get_language() or "de").startswith("de")
    for kind, slug, label_de, label_en, _place in (
        rows[0].union(*rows[1:], all=True).order_by("place", "label_de")
    ):
        words[kind].append((slug, label_de if german else label_en or label_de))
    return words
