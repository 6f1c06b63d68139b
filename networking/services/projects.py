"""Writing projects."""

from collections.abc import Iterable, Iterator

from networking.models import Project, Topic
from networking.models.taxonomy import search_words
from networking.services import edition

_SEARCHED = ("title_de", "title_en", "summary_de", "summary_en", "portrait_de", "portrait_en")


def index(projects: Iterable[Project] | None = None) -> int:
    """Bring `search_text` of the projects (default: all) up to date; returns how many changed.

    Call it after every write to a project, its topics or applicants, or a topic's names or broader topic: the
    text holds all of them. It is folded here because SQLite cannot fold umlauts. Kept pages are written anew.
    """
    names = _names_by_topic()
    changed = []
    rows = (
        Project.objects.all() if projects is None else Project.objects.filter(pk__in=[p.pk for p in projects])
    )
    for project in rows.prefetch_related("topics", "applicants"):
        text = _search_text(project, names)
        if project.search_text != text:
            project.search_text = text
            changed.append(project)
    Project.objects.bulk_update(changed, ["search_text"])
    edition.rise()
    return len(changed)


def _search_text(project: Project, names: dict[int, list[str]]) -> str:
    parts = [getattr(project, name) for name in _SEARCHED]
    parts += [organisation.name for organisation in project.applicants.all()]
    parts += [name for topic in project.topics.all() for name in names[topic.pk]]
    return search_words("\n".join(dict.fromkeys(filter(None, parts))))


def _names_by_topic() -> dict[int, list[str]]:
    """All names of each topic and of the topics above it."""
    topics = {topic.pk: topic for topic in Topic.objects.prefetch_related("labels")}
    return {pk: [name for above in _upwards(pk, topics) for name in above] for pk in topics}


def _upwards(pk: int, topics: dict[int, Topic]) -> Iterator[list[str]]:
    """The names of the topic, then of its broader topic, and so on; a circle ends where it closes."""
    above: int | None = pk
    seen: set[int] = set()
    while above is not None and above not in seen:
        seen.add(above)
        yield [label.text for label in topics[above].labels.all()]
        above = topics[above].broader_id
