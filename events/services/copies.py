"""What comes along when an event is copied: one table per model, so that a new column is a decision.

tests/events/services/test_copies.py fails for a column that stands in none of the lists.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from events.formats import OVERRIDABLE
from events.models import (
    Choice,
    Contribution,
    Event,
    MeetingRound,
    MeetingSlot,
    MeetingTable,
    PlannedMail,
    Pool,
    ProgrammeItem,
    Question,
    Speaker,
)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Columns:
    """Columns that come along as they are, those that move with the start, and those that begin anew."""

    same: frozenset[str]
    later: frozenset[str] = frozenset()
    anew: frozenset[str] = frozenset()


_TITLES = {"title_de", "title_en"}
_TEXTS = {"summary_de", "summary_en", "description_de", "description_en"}
_PLACE = {"venue", "street", "locality", "directions_de", "directions_en", "is_online", "online_url"}
_PEOPLE = {"language", "contact_name", "contact_email"}
_RULES = {"capacity", "overbooking", *OVERRIDABLE}
COLUMNS: dict[type[Model], Columns] = {
    Event: Columns(
        same=frozenset({"format", "all_day", "picture", *_TITLES, *_TEXTS, *_PLACE, *_PEOPLE, *_RULES}),
        later=frozenset({"starts_at", "ends_at", "registration_opens_at", "registration_closes_at"}),
        anew=frozenset(
            {"id", "uuid", "slug", "state", "created_at", "created_by"}
            | {"published_at", "cancelled_at", "cancellation_reason_de", "cancellation_reason_en"}
            | {"previous", "moved_from", "untold", "seat_revision", "sequence", "revision", "changed_at"}
            | {"report_url", "participants_reported", "participants_approximate", "is_example"}
        ),
    ),
    ProgrammeItem: Columns(
        same=frozenset({"position", "kind", "text_de", "text_en", "room", "project", *_TITLES}),
        later=frozenset({"starts_at", "ends_at"}),
        anew=frozenset({"id", "uuid", "event"}),
    ),
    Speaker: Columns(
        same=frozenset({"name", "organisation", "person", "position"}), anew=frozenset({"id", "item"})
    ),
    Contribution: Columns(same=frozenset({"project", "kind"}), anew=frozenset({"id", "event"})),
    Question: Columns(
        same=frozenset({"identifier", "kind", "label_de", "label_en", "hint_de", "hint_en"})
        | {"is_required", "is_organiser_only", "is_need", "shown_if_values", "position"},
        anew=frozenset({"id", "uuid", "event", "shown_if", "is_retired", "revision"}),
    ),
    Choice: Columns(
        same=frozenset({"identifier", "label_de", "label_en", "places", "position"}),
        anew=frozenset({"id", "question"}),
    ),
    PlannedMail: Columns(
        same=frozenset({"aim", "amount", "unit", "moment", "states", "categories", "came", "answer", "is_on"})
        | {"subject_de", "subject_en", "text_de", "text_en"},
        anew=frozenset({"id", "uuid", "event", "created_at"}),
    ),
    Pool: Columns(
        same=frozenset({"kind", "seats", "categories"}),
        later=frozenset({"until_at"}),
        anew=frozenset({"id", "uuid", "event", "released_at", "revision"}),
    ),
    MeetingRound: Columns(
        same=frozenset({"minimum", "fairness", "most_musts"}),
        later=frozenset({"choose_until"}),
        anew=frozenset(
            {"id", "uuid", "event", "state", "opened_at", "reminded_at", "published_at"}
            | {
                "revision",
                "agenda_revision",
                "plan_value",
                "plan_bound",
                "plan_short",
                "planned_at",
                "needs_replan",
            }
            | {"computing_since", "steps_done", "steps_total"}
        ),
    ),
    MeetingSlot: Columns(
        same=frozenset(), later=frozenset({"starts_at", "ends_at"}), anew=frozenset({"id", "round"})
    ),
    MeetingTable: Columns(same=frozenset({"label", "position"}), anew=frozenset({"id", "round"})),
}
SETS = ("topics", "fields_of_action", "transformation_lines")  # `projects` come along as contributions


def twin(event: Event, starts_at: datetime) -> Event:
    """An unsaved draft with the event's columns, its times as much later as `starts_at` is (on Berlin's clock)."""
    return _like(event, _shift(event, starts_at))


def fill(twin: Event, event: Event) -> None:
    """Give the saved twin the event's topics, fields, lines, projects, pools, mails, questions, programme and the
    frame of its 1:1 meetings."""
    shift = _shift(event, twin.starts_at)
    for name in SETS:
        getattr(twin, name).set(getattr(event, name).all())
    for row in [*event.contributions.all(), *event.pools.all(), *event.planned_mails.all()]:
        _like(row, shift, event=twin).save()
    _ask_again(twin, event)
    for item in event.programme.prefetch_related("speakers"):
        point = _like(item, shift, event=twin)
        point.save()
        Speaker.objects.bulk_create(_like(speaker, shift, item=point) for speaker in item.speakers.all())
    _meet_again(twin, event, shift)


def _meet_again(twin: Event, event: Event, shift: timedelta) -> None:
    """Slots, tables and rules come along; who takes part and whom they want to meet does not."""
    former = MeetingRound.objects.filter(event=event).first()
    if former is None:
        return
    anew = _like(former, shift, event=twin)
    anew.save()
    MeetingSlot.objects.bulk_create(_like(slot, shift, round=anew) for slot in former.slots.all())
    MeetingTable.objects.bulk_create(_like(table, shift, round=anew) for table in former.tables.all())


def _ask_again(twin: Event, event: Event) -> None:
    """Questions still asked and their choices come along; conditions point to the twin's own questions."""
    anew: dict[int, Question] = {}
    for question in event.questions.asked().prefetch_related("options"):
        condition = anew.get(question.shown_if_id)
        anew[question.pk] = _like(question, timedelta(), event=twin, shown_if=condition)
        anew[question.pk].save()
        options = [
            _like(option, timedelta(), question=anew[question.pk]) for option in question.options.all()
        ]
        Choice.objects.bulk_create(options)


def _like(row: Row, shift: timedelta, **values) -> Row:
    """An unsaved row with what comes along of `row`; `values` name what it belongs to."""
    columns = COLUMNS[type(row)]
    names = [field.attname for field in row._meta.concrete_fields if field.name in columns.same]
    same = {name: getattr(row, name) for name in names}
    later = {name: _moved(getattr(row, name), shift) for name in columns.later}
    return type(row)(**same, **later, **values)


def _shift(event: Event, starts_at: datetime) -> timedelta:
    """How much later on the wall clock: 16:00 stays 16:00, in summer as in winter."""
    return timezone.make_naive(starts_at) - timezone.make_naive(event.starts_at)


def _moved(moment: datetime | None, shift: timedelta) -> datetime | None:
    return timezone.make_aware(timezone.make_naive(moment) + shift) if moment else None
