"""An event with everything on it that an event can have: whatever could tell of it to somebody outside."""

from dataclasses import dataclass, field
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from events.enums import CalendarAnswer, InvitationState, LookedAt, MailMoment, RegistrationState, TeamRole
from events.models import (
    CalendarReply,
    Contribution,
    DeputyRequest,
    Event,
    GuestList,
    Invitation,
    Look,
    Meeting,
    PlannedMail,
    Pool,
    ProgrammeItem,
    Registration,
    Speaker,
    Submission,
    TeamMember,
    Wave,
)
from events.services import fragments
from events.services.invitations import accept
from events.services.inviting import invite
from events.services.registration import cancel
from networking.models import Person, Picture, Project, Topic
from networking.services import audit
from tests.factories import (
    ask,
    make_contact,
    make_event,
    make_invitation,
    make_meeting,
    make_person,
    make_registration,
    make_round,
    make_wave,
    say,
    tick,
    wish,
)


@dataclass
class WholeEvent:
    """`canary` stands in every text; `uuid` is the identifier of one row in each of its tables."""

    event: Event
    guest: Registration
    invitation: Invitation
    uuid: UUID
    owner: Person


@dataclass
class Place:
    """What several events have in common."""

    project: Project
    topic: Topic
    guest: str = "gast@example.org"
    fields: dict = field(default_factory=dict)


def make_whole_event(place: Place, *, number: int, canary: str, people: str = "", **fields) -> WholeEvent:
    """Made by the services where mails and ledgers follow from it, else written past the rules.

    `people` stands in whatever is known of guests, where it shall not be the event's `canary`.
    """
    texts = {
        f"{name}_{language}": canary
        for name in ("title", "summary", "description")
        for language in ("de", "en")
    }
    event = make_event(
        venue=canary, directions_de=canary, contact_name=canary, topics=[place.topic], **texts | fields
    )
    event.fields_of_action.set(["innovation"])
    event.transformation_lines.set(["digital"])
    event.picture = Picture.objects.create(content=b"picture", width=8, height=5, alt_de=canary)
    event.save(update_fields=["picture"])
    owner = make_person(email=f"owner{number}@example.org", family_name=canary)
    TeamMember.objects.create(event=event, person=owner, role=TeamRole.OWNER)
    make_event(previous=event, draft=True, visibility="confidential")
    _plan(event, place, canary)
    guest, invitation = _people(event, place, owner, people or canary)
    _meet(event, place, canary, guest)
    fragments.refresh(event)
    audit.record("event.edit", event, actor=owner, fields=["title_de"])
    mark = UUID(int=number)
    for row in _one_of_each(event):
        type(row).objects.filter(pk=row.pk).update(**{_identifier(type(row)): mark})
    guest.refresh_from_db()
    invitation.refresh_from_db()
    return WholeEvent(event, guest, invitation, mark, owner)


def _plan(event: Event, place: Place, canary: str) -> None:
    item = ProgrammeItem.objects.create(
        event=event, title_de=canary, text_de=canary, room=canary, project=place.project
    )
    Speaker.objects.create(item=item, name=canary, organisation=canary)
    Contribution.objects.create(event=event, project=place.project)
    Pool.objects.create(event=event, kind="project", seats=9)
    make_wave(event, name=canary)
    PlannedMail.objects.create(
        event=event, amount=2, moment=MailMoment.values[0], subject_de=canary, text_de=canary
    )
    ask(event, "tour", "one-of", ("hall", 5), label_de=canary)
    ask(event, "wish", label_de=canary)


def _meet(event: Event, place: Place, canary: str, guest: Registration) -> None:
    """1:1 meetings as far as they can be, also where the rules allow none."""
    meeting_round = make_round(event, state="published", tables=1)
    meeting_round.tables.update(label=canary)
    other, _is_new = Project.objects.get_or_create(slug="meeting-project", defaults={"title_de": "Anderes"})
    projects = (place.project, other)
    parties = [meeting_round.parties.create(project=project, joined_by=guest) for project in projects]
    wish(*parties, "must")
    make_meeting(*parties, reason=canary)


def _people(event: Event, place: Place, owner: Person, canary: str) -> tuple[Registration, Invitation]:
    """Somebody invited who comes, and somebody in every other state."""
    guest = make_contact(given_name=canary, organisation=canary, email=place.guest, project=place.project)
    invitation = accept(invite(event, guest, actor=owner))
    for state in InvitationState.values:
        make_invitation(event, state=state, given_name=canary, project=place.project, reason=canary)
    for state in RegistrationState.values:
        row = make_registration(
            event, state=state, given_name=canary, organisation=canary, note=canary, project=place.project
        )
    gone = make_registration(event, given_name=canary)
    cancel(gone, reason=canary)
    make_registration(event, given_name=canary, replaces=gone)
    seat = invitation.registration
    say(seat, event.questions.get(identifier="tour"), "hall")
    say(seat, event.questions.get(identifier="wish"), canary)
    tick(seat)
    for name, row in {"registration": seat, "invitation": invitation}.items():
        DeputyRequest.objects.create(
            event=event, given_name=canary, family_name=canary, email=f"{name}@example.org", **{name: row}
        )
    now = timezone.now()
    Look.objects.create(
        event=event, person=owner, page=LookedAt.PERSON, registration=seat, at=now, last_at=now
    )
    CalendarReply.objects.create(
        registration=seat,
        answer=CalendarAnswer.DECLINED,
        sequence=0,
        entry_sequence=0,
        answered_at=timezone.now(),
    )
    GuestList.objects.create(event=event, origin="list", rows=[[canary]], created_by=owner)
    Submission.objects.create(event=event, key=f"form {event.pk}", content="", answer=row.state)
    return seat, invitation


def _one_of_each(event: Event):
    """The first row of every table that hangs on the event and has an identifier of its own."""
    for model in (
        Registration,
        Invitation,
        Pool,
        ProgrammeItem,
        Wave,
        GuestList,
        DeputyRequest,
        *_asked(),
        apps.get_model("notifications", "Message"),
    ):
        if row := model.objects.filter(event=event).order_by("pk").first():
            yield row
    yield Meeting.objects.filter(round__event=event).get()
    yield event.picture


def _asked():
    return (apps.get_model("events", "Question"),)


def _identifier(model) -> str:
    return "public_id" if any(f.name == "public_id" for f in model._meta.concrete_fields) else "uuid"
