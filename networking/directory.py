"""The directory of projects: what is found for a word, a field, a line, a topic, and what each further choice shows."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils.functional import cached_property

from networking.facets import by_topic
from networking.models import Project, Topic, TopicLabel
from networking.models.project import ProjectQuerySet
from networking.models.taxonomy import search_words
from networking.queries import LONGEST_SEARCH, family, topic_named, with_card

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
class Choices:
    """How many projects each value would show, all else staying as chosen."""

    field: Counter[str]
    line: Counter[str]
    topic: Counter[str]
    state: Counter[str]
    funded: int


class Directory:
    """What `person` finds who asks for `wanted`. What is looked up once serves list and figures."""

    def __init__(self, person, wanted: ProjectFilter = ProjectFilter()):
        self.person, self.wanted = person, wanted

    def projects(self) -> QuerySet[Project]:
        """Projects that match every filter, with all that a card shows.

        An unknown field, line, topic or state finds nothing: better than a list that ignores what was asked.
        """
        return with_card(self._narrowed(self.wanted))

    def choices(self, above: dict[str, str]) -> Choices:
        """Count what every field, line, topic, state and the grant would show.

        `above` names the broader topic's slug of every topic that has one.
        """
        rows = self._counted("field", F("fields_of_action")).union(
            self._counted("line", F("transformation_lines")),
            self._counted(
                "state", Case(When(is_completed=True, then=Value("completed")), default=Value("ongoing"))
            ),
            self._counted("funded", Case(When(grant__isnull=False, then=Value("1")))),
            all=True,
        )
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("field", "line", "state", "funded")}
        for name, value, number in rows:
            if value is not None:
                counts[name][value] = number
        return Choices(
            field=counts["field"],
            line=counts["line"],
            state=counts["state"],
            funded=counts["funded"]["1"],
            topic=self._by_topic(above),
        )

    @cached_property
    def _found(self) -> ProjectQuerySet:
        visible = Project.objects.visible_to(self.person)
        words = self.wanted.q[:LONGEST_SEARCH]
        return visible.filter(_matches(words)) if words.strip() else visible

    @cached_property
    def _family(self) -> set[int]:
        return family(Topic.objects.known_as(self.wanted.topic).first())

    def _narrowed(self, wanted: ProjectFilter) -> ProjectQuerySet:
        found = self._found
        if wanted.field:
            found = found.filter(fields_of_action=wanted.field)
        if wanted.line:
            found = found.filter(transformation_lines=wanted.line)
        if wanted.topic:
            found = found.filter(pk__in=_with_topics(self._family))
        if wanted.state:
            states = {"ongoing": found.ongoing, "completed": found.completed}
            found = states.get(wanted.state, found.none)()
        return found.funded() if wanted.funded else found

    def _counted(self, name: str, value) -> QuerySet:
        without = replace(self.wanted, **{name: getattr(ProjectFilter, name)})
        rows = self._narrowed(without).order_by().annotate(facet=Value(name, CharField()), value=value)
        counted = rows.values("facet", "value").annotate(number=Count("pk", distinct=True))
        return counted.values_list("facet", "value", "number")

    def _by_topic(self, above: dict[str, str]) -> Counter[str]:
        shown = self._narrowed(replace(self.wanted, topic="")).order_by().values("pk")
        tagged = Project.topics.through.objects.filter(project__in=shown)
        return by_topic(tagged.values_list("project", "topic__slug"), above)


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
