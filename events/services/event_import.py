"""Importing events from a file: all or nothing, and twice is the same as once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import signals
from events.enums import EventState, TeamRole, Visibility
from events.errors import EventError
from events.formats import POLICIES
from events.models import Contribution, Event, TeamMember
from events.services import fragments, planning, programme
from events.services.import_columns import BERLIN, EVENTS
from networking.enums import Source
from networking.errors import ImportRefused
from networking.models import FieldOfAction, Person, Project, Topic, TransformationLine
from networking.services import audit
from networking.services.import_act import Tally
from networking.services.import_rows import Row, read_rows

PACKAGED = Path(__file__).resolve().parent.parent / "data" / "events.json"
_SETS = ("topics", "fields_of_action", "transformation_lines")
_NO_COLUMNS = {"starts", "ends", "state", "programme", "contributions", *_SETS}
Known = dict[str, dict[str, Any]]


def import_events(path: Path = PACKAGED, *, owner: Person | None = None) -> Tally:
    """Write the events of a file; `owner` becomes the owner of the new ones and answers for every change.

    Events are known by `slug`. A field that the file does not name keeps its value; what the file does not list
    stays. A new event is a draft unless the file says otherwise. Changes go the way of the organisers' form, so
    subscribers and attendees learn of them. Raises ImportRefused with every fault, and then nothing was written.
    """
    faults: list[str] = []
    rows = read_rows(Path(path), EVENTS, faults)
    tally = Tally()
    with transaction.atomic(), fragments.together():
        known = _known()
        faults += [fault for row in rows for fault in _faults(row, known)]
        faults += _doubled(rows)
        if not faults:
            for row in rows:
                _count(tally, row, known, owner, faults)
        if faults:
            raise ImportRefused(faults)
    return tally


def _known() -> Known:
    return {
        "events": {event.slug: event for event in Event.objects.all()},
        "projects": {project.slug: project for project in Project.objects.all()},
        "topics": {topic.slug: topic for topic in Topic.objects.all()},
        "fields_of_action": FieldOfAction.objects.in_bulk(),
        "transformation_lines": TransformationLine.objects.in_bulk(),
    }


def _count(tally: Tally, row: Row, known: Known, owner: Person | None, faults: list[str]) -> None:
    event = known["events"].get(row.values["slug"])
    try:
        if event is None:
            _create(row, known, owner)
            tally.new += 1
        elif _change(event, row, known, owner):
            tally.changed += 1
        else:
            tally.unchanged += 1
    except EventError as error:
        faults.append(row.fault(_FIELD_OF.get(error.code, "slug"), str(error)))


_FIELD_OF = {
    "capacity_below_confirmed": "capacity",
    "incomplete": "state",
    "past": "state",
    "cancelled": "state",
}


# --- What must hold between the cells of a row, and with what is there ------------------------------------


def _faults(row: Row, known: Known) -> list[str]:
    values = row.values
    pairs = [(name, key) for name in _SETS for key in values.get(name, ())]
    faults = [_unknown(row, name, key) for name, key in pairs if key not in known[name]]
    projects = [("contributions", project) for project, _kind in values.get("contributions", ())]
    projects += [
        ("programme", point["project"]) for point in values.get("programme", ()) if "project" in point
    ]
    faults += [_unknown(row, name, key) for name, key in projects if key not in known["projects"]]
    return faults + _time_faults(row) + _state_faults(row, known["events"].get(values.get("slug", "")))


def _unknown(row: Row, name: str, key: str) -> str:
    return row.fault(name, _("“%(value)s” is unknown.") % {"value": key})


def _time_faults(row: Row) -> list[str]:
    starts, ends = row.values.get("starts"), row.values.get("ends")
    opens, closes = (row.values.get(f"registration_{word}_at") for word in ("opens", "closes"))
    faults = []
    if starts and ends and starts.is_day != ends.is_day:
        faults.append(row.fault("ends", _("Start and end must both name a time, or both only the day.")))
    elif starts and ends and (ends.at < starts.at or (ends.at == starts.at and not starts.is_day)):
        words = {"end": ends, "start": starts}
        faults.append(row.fault("ends", _("The end (%(end)s) is not after the start (%(start)s).") % words))
    if opens and closes and closes <= opens:
        faults.append(row.fault("registration_closes_at", _("Registration closes before it opens.")))
    return faults


def _state_faults(row: Row, event: Event | None) -> list[str]:
    """What an import must not do in passing: take back, revive, make confidential or open what was confidential."""
    faults = []
    state = row.values.get("state") or (event.state if event else EventState.DRAFT)
    way = (event.state, state) if event else (state, state)
    if way[0] != way[1] and (way[0] == EventState.CANCELLED or way[1] == EventState.DRAFT):
        words = {"before": event.get_state_display() if event else "", "after": EventState(state).label}
        faults.append(row.fault("state", _("An event that is %(before)s cannot become %(after)s.") % words))
    if event and _becomes_confidential(row, event) != event.is_confidential:
        faults.append(
            row.fault(
                "visibility", _("Please change this on the event's own page: its address changes with it.")
            )
        )
    return faults


def _becomes_confidential(row: Row, event: Event) -> bool:
    own = row.values.get("visibility", event.visibility)
    format_ = row.values.get("format", event.format)
    return (own or POLICIES[format_].visibility) == Visibility.CONFIDENTIAL


def _doubled(rows: list[Row]) -> list[str]:
    seen: dict[str, int] = {}
    faults = []
    for row in rows:
        slug = row.values.get("slug", "")
        if slug in seen:
            words = {"value": slug, "line": seen[slug]}
            faults.append(row.fault("slug", _("“%(value)s” stands already in line %(line)d.") % words))
        elif slug:
            seen[slug] = row.line
    return faults


# --- Writing ---------------------------------------------------------------------------------------------


def _create(row: Row, known: Known, owner: Person | None) -> None:
    """What is over or cancelled is a record and written as such; what is to come is published as by hand."""
    state = row.values.get("state") or EventState.DRAFT
    event = Event(**_columns(row, None), created_by=owner)
    is_record = state == EventState.CANCELLED or (state == EventState.PUBLISHED and event.is_past)
    if is_record:
        now = timezone.now()
        event.state, event.published_at = state, now
        event.cancelled_at = now if state == EventState.CANCELLED else None
        event.changed_at = min(event.ends_at, now)
    event.save()
    for name in _SETS:
        getattr(event, name).set(known[name][key] for key in row.values.get(name, ()))
    programme.write(event, _points(row, known))
    _write_contributions(event, row, known)
    if owner:
        TeamMember.objects.create(event=event, person=owner, role=TeamRole.OWNER, added_by=owner)
    audit.record("event.create", event, actor=owner, source=Source.IMPORT, fields=sorted(row.values))
    if is_record:
        fragments.refresh(event)
    elif state == EventState.PUBLISHED:
        planning.publish(event, actor=owner, source=Source.IMPORT)


def _change(event: Event, row: Row, known: Known, owner: Person | None) -> bool:
    """Whether anything differed. A change goes the way of the organisers' form; state last."""
    before = event.revision
    data = _columns(row, event)
    data |= {name: [known[name][key] for key in row.values[name]] for name in _SETS if name in row.values}
    if "programme" in row.values:
        data["programme"] = _points(row, known)
    event = planning.edit(event, data, actor=owner, revision=before, source=Source.IMPORT)
    if "contributions" in row.values and _write_contributions(event, row, known):
        _note_contributions(event, owner)
    state = row.values.get("state")
    if state == EventState.PUBLISHED and not event.is_published:
        event = planning.publish(event, actor=owner, source=Source.IMPORT)
    elif state == EventState.CANCELLED and not event.is_cancelled:
        event = planning.cancel(event, actor=owner, source=Source.IMPORT)
    return event.revision != before


def _columns(row: Row, event: Event | None) -> dict[str, Any]:
    columns = {name: value for name, value in row.values.items() if name not in _NO_COLUMNS}
    starts_at, ends_at = _times(row, event)
    return columns | {"all_day": row.values["starts"].is_day, "starts_at": starts_at, "ends_at": ends_at}


def _times(row: Row, event: Event | None) -> tuple[datetime, datetime]:
    """Start and end. A file without ends keeps the present one while the start stays; else the usual length."""
    starts, ends = row.values["starts"], row.values.get("ends")
    if ends:
        return starts.at, _day_after(ends.at) if ends.is_day else ends.at
    if event and "ends" not in row.values and (event.starts_at, event.all_day) == (starts.at, starts.is_day):
        return event.starts_at, event.ends_at
    return starts.at, _day_after(starts.at) if starts.is_day else _usual_end(row)


def _day_after(midnight: datetime) -> datetime:
    return midnight.astimezone(BERLIN) + timedelta(days=1)  # on Berlin's calendar: the day may have 23 hours


def _usual_end(row: Row) -> datetime:
    return row.values["starts"].at.astimezone(UTC) + POLICIES[row.values["format"]].duration


def _points(row: Row, known: Known) -> list[programme.Item]:
    return [
        programme.Item(**point | {"project": known["projects"].get(point.get("project"))}, former=position)
        for position, point in enumerate(row.values.get("programme", ()))
    ]


def _write_contributions(event: Event, row: Row, known: Known) -> bool:
    wanted = {(known["projects"][project].pk, kind) for project, kind in row.values.get("contributions", ())}
    present = set(event.contributions.values_list("project_id", "kind"))
    for project_id, kind in present - wanted:
        event.contributions.filter(project_id=project_id, kind=kind).delete()
    Contribution.objects.bulk_create(
        Contribution(event=event, project_id=project_id, kind=kind) for project_id, kind in wanted - present
    )
    return wanted != present


def _note_contributions(event: Event, owner: Person | None) -> None:
    """Visitors see who takes part; no calendar entry moves for it."""
    event.revision += 1
    event.changed_at = timezone.now()
    event.save(update_fields=["revision", "changed_at"])
    fragments.refresh(event)
    audit.record("event.edit", event, actor=owner, source=Source.IMPORT, fields=["contributions"])
    if event.is_published:
        signals.event_changed.send(Event, event=event, material=False, changed={"contributions"})
