"""From a cluster or a topic to an event: a Deep Dive, or a table at an event that is planned already.

The people of the projects are put into a wave of invitations in the same step, by the rules of guest lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from events.enums import EventState, Format, InvitationOrigin, ProgrammeKind
from events.errors import EventCancelled, EventPast, NotInvitable
from events.formats import POLICIES
from events.invitees import team_members
from events.models import Event, Wave
from events.proposals import Shared
from events.services import guest_lists, planning, programme, seats, waves
from networking.models import Person, Project
from networking.services import portraits

_LONGEST_NAME = 100  # of a wave


@dataclass(frozen=True)
class Proposed:
    """What came of it: the event, and the wave with how many people; no wave where nobody can be invited."""

    event: Event
    wave: Wave | None
    invited: int


@transaction.atomic
def deep_dive(
    projects: Sequence[Project],
    shared: Shared,
    *,
    title_de: str,
    title_en: str,
    starts_at: datetime,
    actor: Person,
) -> Proposed:
    """A draft of a Deep Dive with what the projects share, their people planned in a wave: nobody gets a mail yet.

    The same proposal of the same person twice is one draft. `projects` are at least one.
    """
    portraits.lock(min(projects, key=lambda project: project.pk))
    drafts = Event.objects.filter(created_by=actor, format=Format.DEEP_DIVE, state=EventState.DRAFT)
    event = drafts.filter(title_de=title_de, starts_at=starts_at).first()
    event = event or planning.create(
        {
            "format": Format.DEEP_DIVE,
            "title_de": title_de,
            "title_en": title_en,
            "starts_at": starts_at,
            "ends_at": starts_at + POLICIES[Format.DEEP_DIVE].duration,
            "topics": shared.topics,
            "fields_of_action": shared.fields_of_action,
            "transformation_lines": shared.transformation_lines,
        },
        actor=actor,
    )
    return _invite(event, projects, title_de, actor)


@transaction.atomic
def table(
    event: Event, projects: Sequence[Project], *, title_de: str, title_en: str, actor: Person
) -> Proposed:
    """A topic table in the programme of `event`, and an invitation for the people of its projects.

    Of a published event the mails are owed at once, of a draft they wait for it. The same title twice is one table.
    Raises EventCancelled, EventPast and, for a confidential event, NotInvitable.
    """
    event = seats.lock(event.pk)
    if event.is_confidential:
        raise NotInvitable
    if event.is_cancelled:
        raise EventCancelled
    if event.is_past:
        raise EventPast
    if not event.programme.filter(title_de=title_de).exists():
        kept = [replace(item, former=place) for place, item in enumerate(programme.stored(event))]
        added = programme.Item(title_de=title_de, title_en=title_en, kind=ProgrammeKind.NETWORKING)
        event = planning.edit(event, {"programme": [*kept, added]}, actor=actor, revision=event.revision)
    return _invite(event, projects, title_de, actor)


def _invite(event: Event, projects: Sequence[Project], name: str, actor: Person) -> Proposed:
    """Put everybody who can be invited into the wave of that name; it is sent where the event is published."""
    guests = list(guest_lists.of_teams(team_members(projects)))
    wave = event.waves.filter(name=name[:_LONGEST_NAME]).first()
    if not guest_lists.judge_people(event, guests).contacts:
        return Proposed(event, wave, 0)
    wave = wave or waves.create(event, Wave(name=name[:_LONGEST_NAME]), actor=actor)
    kept = guest_lists.keep(event, guests, origin=InvitationOrigin.PROJECT, actor=actor, wave=wave)
    number = guest_lists.write(kept, actor=actor)
    if event.is_published and wave.sent_at is None:
        waves.send(wave, actor=actor)
    return Proposed(event, wave, number)
