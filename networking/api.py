"""The network for programs: projects, topics, and what a project's own people may read of it."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from networking import queries
from networking.access import can
from networking.directory import Directory, ProjectFilter
from networking.errors import InvalidEntries, NotFound
from networking.models import FieldOfAction, Project, Suggestion, Topic, TransformationLine

ANYBODY = AnonymousUser()
router = Router(tags=["network"])

# --- shapes every part of the API shares -----------------------------------------------------------------


class Text(Schema):
    """A text in both languages; where one is missing, the other stands in for it."""

    de: str
    en: str


class Label(Schema):
    slug: str
    label: Text


class ProjectName(Schema):
    slug: str
    title: Text
    url: str


class FieldProblem(Schema):
    field: str
    message: str


class Problem(Schema):
    """Every refusal: a code for programs, a sentence for people."""

    code: str
    detail: str


class InvalidProblem(Problem):
    errors: list[FieldProblem] = []


def text(obj, name: str) -> dict[str, str]:
    """The attribute `name` of a translated row as `Text`."""
    return {language: obj.in_language(name, language) for language in ("de", "en")}


def label(row) -> dict[str, Any]:
    return {"slug": row.slug, "label": text(row, "label")}


def address(row) -> str:
    """The whole address of the row's page, in the language of the answer."""
    return settings.SITE_URL + row.get_absolute_url()


def project_name(project: Project) -> dict[str, Any]:
    return {"slug": project.slug, "title": text(project, "title"), "url": address(project)}


def one(rows, field: str, slug: str):
    """The row with that slug, None for an empty one. Raises InvalidEntries for one that does not exist."""
    if not slug:
        return None
    return _found(rows.filter(slug=slug), field, slug)


def topic_called(slug: str) -> Topic | None:
    """The topic with that slug, or the one it went into; None for an empty one. Raises InvalidEntries."""
    return _found(Topic.objects.known_as(slug), "topic", slug) if slug else None


def _found(rows, field: str, slug: str):
    row = rows.first()
    if row is None:
        raise InvalidEntries({field: [unknown(slug)]})
    return row


def unknown(word: str) -> str:
    """The sentence for a word that names nothing here."""
    return _("“%(word)s” is not known here. Please check the spelling.") % {"word": word[:100]}


def refuse_invalid(form) -> None:
    """Raise the faults of a Django form that is not valid as InvalidEntries; page and API share its rules."""
    if not form.is_valid():
        raise InvalidEntries({"" if name == "__all__" else name: list(e) for name, e in form.errors.items()})


# --- projects and topics ---------------------------------------------------------------------------------


class Grant(Schema):
    number: int
    starts_on: date
    ends_on: date


class ProjectSummary(ProjectName):
    summary: Text
    fields_of_action: list[Label]
    transformation_lines: list[Label]
    topics: list[Label]
    applicants: list[str]
    is_completed: bool
    circular_economy: str
    grant: Grant | None


class Call(Schema):
    slug: str
    title: Text


class ProjectDetail(ProjectSummary):
    portrait: Text
    calls: list[Call]
    website: str
    report_url: str


class ProjectList(Schema):
    count: int
    items: list[ProjectSummary]


class SuggestionItem(Schema):
    project: ProjectName
    score: float
    reasons: list[Any]
    is_knowledge: bool
    computed_at: datetime


class SuggestionList(Schema):
    count: int
    items: list[SuggestionItem]


class TopicItem(Label):
    url: str
    broader: str | None
    synonyms: list[str]
    projects: int


class TopicList(Schema):
    count: int
    items: list[TopicItem]


@router.get("/projects", auth=None, response={200: ProjectList, 422: InvalidProblem}, summary="Find projects")
def list_projects(
    request,
    q: str = Query(
        "", max_length=queries.LONGEST_SEARCH, description="Words; names of topics find all their names."
    ),
    field: str = Query("", description="Slug of a field of action."),
    line: str = Query("", description="Slug of a transformation line."),
    topic: str = Query("", description="Slug of a topic, or a former one; its narrower topics are included."),
):
    """The projects of the Masterplan that fit every filter, by title."""
    one(FieldOfAction.objects.all(), "field", field)
    one(TransformationLine.objects.all(), "line", line)
    topic_called(topic)
    found = Directory(ANYBODY, ProjectFilter(q=q, field=field, line=line, topic=topic)).projects()
    items = [_summary(project) for project in queries.by_title(found)]
    return {"count": len(items), "items": items}


@router.get(
    "/projects/{slug}", auth=None, response={200: ProjectDetail, 404: Problem}, summary="Read a project"
)
def read_project(request, slug: str):
    """One project with its portrait and the calls it comes from."""
    project = queries.with_portrait(Project.objects.visible_to(ANYBODY)).filter(slug=slug).first()
    if project is None:
        raise NotFound
    return _summary(project) | {
        "portrait": text(project, "portrait"),
        "calls": [{"slug": call.slug, "title": text(call, "title")} for call in project.calls.all()],
        "website": project.website,
        "report_url": project.report_url,
    }


@router.get(
    "/projects/{slug}/suggestions",
    response={200: SuggestionList, 401: Problem, 404: Problem},
    summary="Read whom a project should talk to",
)
def list_suggestions(request, slug: str):
    """For the project's own people and the network's editors, signed in; for all others there is nothing here."""
    project = Project.objects.visible_to(request.user).filter(slug=slug).first()
    if project is None or not can(request.user, "suggestions.read", project):
        raise NotFound
    rows = Suggestion.objects.filter(project=project, other__is_published=True).select_related("other")
    items = [
        {
            "project": project_name(row.other),
            "score": row.score,
            "reasons": row.reasons,
            "is_knowledge": row.is_knowledge,
            "computed_at": row.computed_at,
        }
        for row in rows.order_by("is_knowledge", "rank", "-score", "pk")
    ]
    return {"count": len(items), "items": items}


@router.get("/topics", auth=None, response=TopicList, summary="Read all topics")
def list_topics(request):
    """Every topic with its other names, its broader topic and how many projects name it."""
    topics = queries.with_names(queries.topics(ANYBODY))
    items = [
        label(topic)
        | {
            "url": address(topic),
            "broader": topic.broader.slug if topic.broader else None,
            "synonyms": [name.text for name in topic.synonyms],
            "projects": topic.count,
        }
        for topic in queries.by_label(topics)
    ]
    return {"count": len(items), "items": items}


def _summary(project: Project) -> dict[str, Any]:
    return project_name(project) | {
        "summary": text(project, "summary"),
        "fields_of_action": [label(row) for row in project.fields_of_action.all()],
        "transformation_lines": [label(row) for row in project.transformation_lines.all()],
        "topics": [label(row) for row in project.topics.all()],
        "applicants": [organisation.name for organisation in project.applicants.all()],
        "is_completed": project.is_completed,
        "circular_economy": project.circular_economy,
        "grant": _grant(project),
    }


def _grant(project: Project) -> dict[str, Any] | None:
    grant = getattr(project, "grant", None)
    return grant and {"number": grant.number, "starts_on": grant.starts_on, "ends_on": grant.ends_on}
