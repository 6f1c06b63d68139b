"""Planning an event: create, copy, edit, publish, cancel, delete.

What every function promises: it owns its transaction, whose first statement is the event's lock; doing it twice
changes nothing the second time; the audit ledger names who, what and which fields, never values.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from events import signals
from events.enums import EventState, TeamRole
from events.errors import (
    EditedMeanwhile,
    EventCancelled,
    EventPast,
    NotCancellable,
    NotDeletable,
    NotPublishable,
)
from events.formats import OVERRIDABLE
from events.models import Contribution, Event, TeamMember
from events.pools import room_size
from events.readiness import missing
from events.services import copies, fragments, meeting_rounds, programme, seats, telling
from networking.enums import Source
from networking.models import Person
from networking.services import audit

SETS = ("topics", "fields_of_action", "transformation_lines")
MATERIAL = {
    "all_day",
    "starts_at",
    "ends_at",
    "venue",
    "street",
    "locality",
    "is_online",
    "online_url",
    "state",
}
"""What a calendar must learn of: raises `sequence`."""
INVISIBLE = set(OVERRIDABLE) - {"visibility", "entry", "waiting_list"}
"""What no visitor can see: leaves `changed_at` alone."""
SEATS = {"capacity", "overbooking", "waiting_list", "starts_at", "ends_at"}
_RESERVED = {"new"}  # /organise/events/new/
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@transaction.atomic
def create(data: dict[str, Any], *, actor: Person, source: str = Source.ORGANISER) -> Event:
    """A new draft; whoever creates it owns its team.

    `data` holds columns of Event, the sets `topics`, `fields_of_action`, `transformation_lines` and `projects`, and
    `programme` (a list of `programme.Item`). A confidential event's address is random and tells nothing.
    """
    event = Event(created_by=actor)
    changed = _take_columns(event, data)
    _save_under_new_address(event)
    changed |= _write_sets(event, data)
    TeamMember.objects.create(event=event, person=actor, role=TeamRole.OWNER, added_by=actor)
    audit.record("event.create", event, actor=actor, source=source, fields=sorted(changed))
    return event


@transaction.atomic
def copy(event: Event, *, actor: Person, starts_at: datetime, source: str = Source.ORGANISER) -> Event:
    """A new draft like `event` that begins at `starts_at`; whoever copies owns its team.

    Everything planned comes along, all times by as much later as the start (`services.copies` lists it). Nobody is
    registered, invited or in the team but the one who copies. The event is its edition before.
    """
    twin = copies.twin(event, starts_at)
    twin.created_by, twin.previous = actor, event
    _save_under_new_address(twin)
    copies.fill(twin, event)
    TeamMember.objects.create(event=twin, person=actor, role=TeamRole.OWNER, added_by=actor)
    audit.record("event.copy", twin, actor=actor, source=source)
    return twin


@transaction.atomic
def edit(
    event: Event, data: dict[str, Any], *, actor: Person | None, revision: int, source: str = Source.ORGANISER
) -> Event:
    """Save what was typed over `revision`, and return the event as it is now.

    `data` as for `create`; what it does not name stays. Raises EditedMeanwhile when somebody else saved since, and
    CapacityBelowConfirmed(taken) or PoolBelowTaken. More seats go to the waiting list in its order before this returns.
    """
    event = seats.lock(event.pk)
    before, size, was_confidential = telling.known(event), room_size(event), event.is_confidential
    changed = _take_columns(event, data) | _write_sets(event, data)
    if not changed:
        return event
    if event.revision != revision:
        raise EditedMeanwhile  # and what was just written is rolled back
    if changed & {"capacity", "overbooking"}:
        seats.refuse_below_taken(event, before=size)
    if event.is_confidential != was_confidential:
        _change_address(event)
    if "starts_at" in changed:
        meeting_rounds.follow(event, event.starts_at - before["starts_at"])
    if "starts_at" in changed and event.is_published:
        event.moved_from = before["starts_at"] if event.moved_from != event.starts_at else None
    telling.remember(event, before)
    _note_change(event, changed)
    if changed & SEATS:
        seats.settle(event, source=source)
    audit.record("event.edit", event, actor=actor, source=source, fields=sorted(changed))
    return event


@transaction.atomic
def publish(event: Event, *, actor: Person | None, source: str = Source.ORGANISER) -> Event:
    """Show the event to those it is for, from now on. Raises NotPublishable(missing) and EventCancelled."""
    event = seats.lock(event.pk)
    if event.is_cancelled:
        raise EventCancelled
    if event.is_published:
        return event
    if lacking := missing(event):
        raise NotPublishable(lacking)
    event.state, event.published_at = EventState.PUBLISHED, timezone.now()
    _note_change(event, {"state"}, tell=False)
    audit.record("event.publish", event, actor=actor, source=source, fields=["state"])
    signals.event_published.send(Event, event=event)
    return event


@transaction.atomic
def cancel(
    event: Event,
    *,
    actor: Person | None,
    reason_de: str = "",
    reason_en: str = "",
    source: str = Source.ORGANISER,
) -> Event:
    """The event takes place no more; everybody with a seat, in line or under review is told.

    Registrations stay as they are: the event's state says that it was cancelled, the list still says who would
    have come, and the ledger of registrations counts no cancellation that nobody made. Cancelling twice changes
    nothing the second time. Raises NotCancellable for a draft and EventPast.
    """
    event = seats.lock(event.pk)
    if event.is_cancelled:
        return event
    if not event.is_published:
        raise NotCancellable
    if event.is_past:
        raise EventPast
    event.state, event.cancelled_at, event.untold = EventState.CANCELLED, timezone.now(), {}
    event.cancellation_reason_de, event.cancellation_reason_en = reason_de, reason_en
    _note_change(event, {"state"}, tell=False)
    audit.record("event.cancel", event, actor=actor, source=source, fields=["state", "cancellation_reason"])
    signals.event_cancelled.send(Event, event=event, registrations=event.registrations.active())
    return event


@transaction.atomic
def delete(event: Event, *, actor: Person, source: str = Source.ORGANISER) -> None:
    """Remove a draft for good; the ledger keeps who did it. Raises NotDeletable once it concerns anybody else."""
    try:
        event = seats.lock(event.pk)
    except Event.DoesNotExist:  # deleted a moment ago
        return
    if event.state != EventState.DRAFT or event.registrations.exists() or event.invitations.exists():
        raise NotDeletable
    audit.record("event.delete", event, actor=actor, source=source)
    event.delete()


def free_slug(title: str) -> str:
    """A readable address nobody has yet: `abwaerme-nutzen`, then `abwaerme-nutzen-2`."""
    stem = slugify(title.translate(_UMLAUTS))[:70].strip("-") or "event"
    taken = set(Event.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | _RESERVED
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def secret_slug() -> str:
    """An address that cannot be guessed (128 bit) and does not tell the title."""
    return secrets.token_hex(16)


def _save_under_new_address(event: Event) -> None:
    event.slug = secret_slug() if event.is_confidential else free_slug(event.title_de)
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError:  # somebody took the same title a moment ago
        event.slug = f"{event.slug[:60]}-{secrets.token_hex(4)}"
        event.save()


def _take_columns(event: Event, data: dict[str, Any]) -> set[str]:
    """Write the columns among `data` to the unsaved event; returns the names of those that changed."""
    columns = {field.name for field in Event._meta.concrete_fields if field.editable}
    changed = set()
    for name in columns & data.keys():
        value = None if name in OVERRIDABLE and data[name] == "" else data[name]
        if getattr(event, name) != value:
            setattr(event, name, value)
            changed.add(name)
    return changed


def _write_sets(event: Event, data: dict[str, Any]) -> set[str]:
    """Write topics, fields, lines, projects and programme of a saved event; returns the names of those that changed."""
    changed = {name for name in SETS if name in data and _replace(getattr(event, name), data[name])}
    if "projects" in data and _replace_projects(event, data["projects"]):
        changed.add("projects")
    if "programme" in data and programme.write(event, data["programme"]):
        changed.add("programme")
    return changed


def _replace(related, rows: Iterable) -> bool:
    before = set(related.values_list("pk", flat=True))
    related.set(rows)
    return before != {row.pk for row in rows}


def _replace_projects(event: Event, projects: Iterable) -> bool:
    """Projects that stay keep the way in which they take part."""
    before, after = set(event.contributions.values_list("project", flat=True)), {p.pk for p in projects}
    event.contributions.exclude(project__in=after).delete()
    Contribution.objects.bulk_create(Contribution(event=event, project_id=pk) for pk in after - before)
    return before != after


def _change_address(event: Event) -> None:
    """What becomes confidential gets a secret address at once; what stops being so a readable one until published."""
    if event.is_confidential:
        event.slug = secret_slug()
    elif event.state == EventState.DRAFT:
        event.slug = free_slug(event.title_de)


def _note_change(event: Event, changed: set[str], *, tell: bool = True) -> None:
    """Save the event, raise what visitors and calendars compare, write the calendars' entries anew, and tell a change
    of something published.
    """
    material = bool(changed & MATERIAL)
    event.revision += 1
    event.sequence += material
    if changed - INVISIBLE:
        event.changed_at = timezone.now()
    event.save()
    fragments.refresh(event)
    if tell and event.is_published and changed - INVISIBLE:
        signals.event_changed.send(Event, event=event, material=material, changed=changed)
