"""Events for programs: the list, and one event."""

from datetime import datetime, time

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from ninja import Query, Router

from events import narrowing, queries, questionnaire
from events.api import told
from events.api.schemas import EventDetail, EventList
from events.enums import Format
from events.models import Event, ProgrammeItem
from networking.api import ANYBODY, InvalidProblem, Problem, one, project_name, text, topic_called, unknown
from networking.errors import InvalidEntries, NotFound
from networking.models import Project, TransformationLine

router = Router(tags=["events"])
EARLIEST, LATEST = 1900, 2200
"""Years that can be asked for: outside of them a date in another zone may not exist."""


@router.get("/events", auth=None, response={200: EventList, 422: InvalidProblem}, summary="Find events")
def list_events(
    request,
    format: str = Query("", description="One of the four formats: " + ", ".join(Format.values) + "."),
    topic: str = Query("", description="Slug of a topic, or a former one; its narrower topics are included."),
    line: str = Query("", description="Slug of a transformation line."),
    from_: str = Query("", alias="from", description="Day or time: events that end after it."),
    to: str = Query("", description="Day or time: events that start before its end."),
    q: str = Query("", max_length=100, description="Words; an event has all of them."),
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """Public events by start: those not over yet, or with `from` or `to` those in that span."""
    if format and format not in Format.values:
        raise InvalidEntries({"format": [unknown(format)]})
    asked = narrowing.Narrowing(
        formats=(format,) if format else (),
        topic=topic_called(topic),
        line=one(TransformationLine.objects.all(), "line", line),
        q=q,
    )
    span = _moment("from", from_), _moment("to", to, end_of_day=True)
    events = asked.of(narrowing.in_span(Event.objects.public(), *span))
    page = _with_labels(events.with_seats().order_by("starts_at", "pk"))[offset : offset + limit]
    return {"count": events.count(), "items": [told.summary(event) for event in page]}


@router.get("/events/{slug}", auth=None, response={200: EventDetail, 404: Problem}, summary="Read an event")
def read_event(request, slug: str):
    """One event with its programme. The link to an online event is for confirmed attendees only, never here."""
    projects = Project.objects.visible_to(ANYBODY)
    programme = ProgrammeItem.objects.prefetch_related("speakers", Prefetch("project", projects))
    events = _with_labels(Event.objects.visible_to(ANYBODY).with_seats())
    events = events.prefetch_related(Prefetch("programme", programme), Prefetch("projects", projects))
    event = events.filter(slug=slug).first()
    if event is None:
        raise NotFound
    before, after = queries.editions(event, ANYBODY)
    return told.summary(event) | {
        "description": text(event, "description"),
        "language": event.language,
        "registration_opens_at": told.berlin(event.registration_opens_at),
        "registration_closes_at": told.berlin(event.registration_closes_at),
        "projects": [project_name(project) for project in dict.fromkeys(event.projects.all())],
        "programme": [told.point(item) for item in event.programme.all()],
        "questions": [told.question(question) for question in questionnaire.asked(event)],
        "rules": told.rules(event),
        "previous_edition": told.edition(before),
        "next_edition": told.edition(after),
    }


def _moment(field: str, value: str, *, end_of_day: bool = False) -> datetime | None:
    """A day (its start or end in Berlin) or a time, of which one without zone is Berlin's. Raises InvalidEntries."""
    if not value:
        return None
    try:
        day, moment = parse_date(value), parse_datetime(value)
    except ValueError:
        day = moment = None
    if day:
        moment = datetime.combine(day, time.max if end_of_day else time.min)
    if moment is None or not EARLIEST <= moment.year <= LATEST:
        raise InvalidEntries(
            {field: [_("Enter a date such as 2026-12-03 or a time such as 2026-12-03T16:00.")]}
        )
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _with_labels(events):
    return events.prefetch_related("topics", "transformation_lines", "fields_of_action")
