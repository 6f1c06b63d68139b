"""What programs read of an event."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from events.enums import (
    AttendeeList,
    Availability,
    Entry,
    EventState,
    Format,
    ProgrammeKind,
    QuestionKind,
    WaitingList,
)
from networking.api import Label, ProjectName, Text


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


class ChoiceItem(Schema):
    """`places` and `free` are null where everybody can have it."""

    identifier: str
    label: Text
    places: int | None
    free: int | None


class Condition(Schema):
    """The question is asked only if the answer to `question` is one of `answers`."""

    question: str
    answers: list[str]


class QuestionItem(Schema):
    identifier: str
    kind: QuestionKind
    label: Text
    hint: Text
    is_required: bool
    is_need: bool = Field(description="What somebody needs on site: few see it, and it is deleted first.")
    choices: list[ChoiceItem]
    asked_if: Condition | None


class Edition(Schema):
    slug: str
    url: str
    title: Text
    starts_at: datetime


class Rules(Schema):
    """What whoever registers should know; hours and numbers are 0 for none."""

    entry: Entry
    waiting_list: WaitingList
    confirm_email_hours: int
    cancel_until: datetime
    change_until: datetime
    deputies: int
    attendee_list: AttendeeList
    retention_days: int


class EventDetail(EventSummary):
    description: Text
    language: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    projects: list[ProjectName]
    programme: list[ProgrammePoint]
    questions: list[QuestionItem]
    rules: Rules
    previous_edition: Edition | None
    next_edition: Edition | None


class EventList(Schema):
    count: int
    items: list[EventSummary]
