"""What people ask the network: which projects are there for a word, a field, a line, a topic."""

import unicodedata
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from networking.models import FieldOfAction, Project, Topic, TopicLabel, TransformationLine
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
