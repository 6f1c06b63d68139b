"""Events for programs: the list, one event, and registering for it."""

from datetime import datetime, time
from typing import Annotated, Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from events import queries
from events.enums import Availability, Category, EventState, Format, ProgrammeKind, RegistrationState
from events.forms.registration import ContactForm
from events.models import Event, ProgrammeItem
from events.services.registration import register
from networking.api import (
    ANYBODY,
    InvalidProblem,
    Label,
    Problem,
    ProjectName,
    Text,
    address,
    label,
    one,
    project_name,
    refuse_invalid,
    text,
    unknown,
)
from networking.enums import Language, Source
from networking.errors import InvalidEntries, NotFound
from networking.models import Project, Topic, TransformationLine
from networking.models.address import address_key
from networking.services import limits

router = Router(tags=["events"])
EARLIEST, LATEST = 1900, 2200
"""Years that can be asked for: outside of them a date in another zone may not exist."""


class Place(Schema):
    venue: str
    street: str
    locality: str


class EventSummary(Schema):
    slug: str
    url: str
    format: Format
    title: Text
    summary: Text
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: Place | None
    is_online: bool
    state: EventState
    availability: Availability
    capacity: int | None
    free: int | None
    waiting: int
    topics: list[Label]
    transformation_lines: list[Label]
    fields_of_action: list[Label]
    is_example: bool
    sequence: int
    changed_at: datetime


class Speaker(Schema):
    name: str
    organisation: str


class ProgrammePoint(Schema):
    kind: ProgrammeKind
    title: Text
    text: Text
    starts_at: datetime | None
    ends_at: datetime | None
    room: str
    speakers: list[Speaker]
    project: ProjectName | None


class EventDetail(EventSummary):
    description: Text
    language: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    projects: list[ProjectName]
    programme: list[ProgrammePoint]


class EventList(Schema):
    count: int
    items: list[EventSummary]


class RegistrationIn(Schema):
    """A participant's data. What the event's own page would refuse is refused here too."""

    given_name: str
    family_name: str
    email: str
    organisation: str = ""
    project: Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]*$")] | None = Field(
        None, description="Slug of a project."
    )
    category: str = Field(Category.OTHER, description="One of: " + ", ".join(Category.values) + ".")
    answers: dict[str, Any] = Field({}, max_length=50, description="Answers to the event's own questions.")
    language: Language = Language.GERMAN
    consent_list: bool = Field(False, description="Name and organisation may stand on the list of attendees.")


class RegistrationOut(Schema):
    state: RegistrationState
    detail: str


@router.get("/events", auth=None, response={200: EventList, 422: InvalidProblem}, summary="Find events")
def list_events(
    request,
    format: str = Query("", description="One of the four formats: " + ", ".join(Format.values) + "."),
    topic: str = Query("", description="Slug of a topic; its narrower topics are included."),
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
    events = queries.narrowed(
        _in_span(Event.objects.public(), _moment("from", from_), _moment("to", to, end_of_day=True)),
        formats=[format] if format else [],
        topic=one(Topic.objects.all(), "topic", topic),
        line=one(TransformationLine.objects.all(), "line", line),
        q=q,
    )
    page = _with_labels(events.with_seats().order_by("starts_at", "pk"))[offset : offset + limit]
    return {"count": events.count(), "items": [_summary(event) for event in page]}


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
    return _summary(event) | {
        "description": text(event, "description"),
        "language": event.language,
        "registration_opens_at": _berlin(event.registration_opens_at),
        "registration_closes_at": _berlin(event.registration_closes_at),
        "projects": [project_name(project) for project in dict.fromkeys(event.projects.all())],
        "programme": [_point(item) for item in event.programme.all()],
    }


@router.post(
    "/events/{slug}/registrations",
    auth=None,
    response={
        201: RegistrationOut,
        404: Problem,
        409: Problem,
        422: InvalidProblem,
        429: Problem,
    },
    summary="Register somebody",
)
def add_registration(
    request,
    slug: str,
    payload: RegistrationIn,
    idempotency_key: str = Header(
        "",
        alias="Idempotency-Key",
        max_length=200,
        description="A repeat with the same key gets the first answer.",
    ),
):
    """A seat, or a place on the waiting list; the confirmation goes to the address by mail.

    A second try with a known address gets the answer a new one would get: nobody learns who is registered.
    With 409, `code` is one of `closed`, `full`, `invitation_required`, `cancelled`, `past`.
    """
    event = Event.objects.visible_to(ANYBODY).filter(slug=slug).first()
    if event is None:
        raise NotFound
    limits.spend("registration", limits.client_of(request))
    contact = _contact(event, payload)
    limits.spend("registration_email", address_key(contact.email))
    state = register(event, contact, key=idempotency_key.strip(), source=Source.API)
    return Status(201, {"state": state, "detail": _answer(state)})


def _contact(event: Event, payload: RegistrationIn):
    """The payload by the rules of the page's form. Raises InvalidEntries."""
    form = ContactForm(payload.dict(), event=event, language=payload.language)
    refuse_invalid(form)
    known = set(event.questions.values_list("identifier", flat=True)) if payload.answers else set()
    if strangers := [name for name in payload.answers if name not in known]:
        raise InvalidEntries({f"answers.{name[:100]}": [unknown(name)] for name in strangers})
    return form.contact()


def _answer(state: str) -> str:
    """What the state means for the person, and what happens next."""
    return {
        RegistrationState.CONFIRMED: _("The seat is sure. The confirmation goes to the address by mail."),
        RegistrationState.HELD: _("The seat is held until the address is confirmed by the link in the mail."),
        RegistrationState.PENDING: _("The organisers decide and write to the address."),
        RegistrationState.WAITING: _(
            "The event is full. The address is on the waiting list and gets a mail."
        ),
    }[state]


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


def _in_span(events, begin: datetime | None, end: datetime | None):
    if begin is None and end is None:
        return events.upcoming()
    if begin:
        events = events.filter(ends_at__gt=begin)
    return events.filter(starts_at__lte=end) if end else events


def _with_labels(events):
    return events.prefetch_related("topics", "transformation_lines", "fields_of_action")


def _summary(event: Event) -> dict[str, Any]:
    return {
        "slug": event.slug,
        "url": address(event),
        "format": event.format,
        "title": text(event, "title"),
        "summary": text(event, "summary"),
        "starts_at": _berlin(event.starts_at),
        "ends_at": _berlin(event.ends_at),
        "all_day": event.all_day,
        "place": _place(event),
        "is_online": event.is_online,
        "state": event.state,
        "availability": queries.availability(event),
        "capacity": event.capacity,
        "free": queries.free_seats(event),
        "waiting": event.waiting,
        "topics": [label(row) for row in event.topics.all()],
        "transformation_lines": [label(row) for row in event.transformation_lines.all()],
        "fields_of_action": [label(row) for row in event.fields_of_action.all()],
        "is_example": event.is_example,
        "sequence": event.sequence,
        "changed_at": _berlin(event.changed_at),
    }


def _place(event: Event) -> dict[str, str] | None:
    place = {"venue": event.venue, "street": event.street, "locality": event.locality}
    return place if any(place.values()) else None


def _point(item: ProgrammeItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "title": text(item, "title"),
        "text": text(item, "text"),
        "starts_at": _berlin(item.starts_at),
        "ends_at": _berlin(item.ends_at),
        "room": item.room,
        "speakers": [{"name": s.name, "organisation": s.organisation} for s in item.speakers.all()],
        "project": project_name(item.project) if item.project else None,
    }


def _berlin(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
