"""Makers: each makes one valid thing; name only what the test is about."""

import uuid
from datetime import timedelta
from io import BytesIO
from itertools import count

from django.db import transaction
from django.utils import timezone
from PIL import Image

from events.enums import (
    CalendarAnswer,
    CheckInKind,
    EventState,
    Format,
    MeetingRoundState,
    MeetingState,
    MeetingWishKind,
    QuestionKind,
    RegistrationState,
    TeamRole,
)
from events.models import (
    Answer,
    CalendarReply,
    CheckIn,
    Choice,
    Event,
    Invitation,
    Meeting,
    MeetingParty,
    MeetingRound,
    MeetingWish,
    Question,
    Registration,
    TeamMember,
    Wave,
)
from events.services import fragments
from events.services.contact import Contact
from events.services.registration import register
from networking.enums import Role, Source
from networking.models import Person, Project, RoleGrant, Topic
from networking.models.taxonomy import TopicLabel, label_key
from notifications.enums import SubscriptionState
from notifications.models import Issue, Subscription
from notifications.newsletter.blocks import new
from notifications.services.newsletters import approval, sending, writing

_numbers = count(1)


def make_person(**fields) -> Person:
    number = next(_numbers)
    fields = {
        "email": f"person{number}@example.org",
        "given_name": "Ada",
        "family_name": f"Nr. {number}",
    } | fields
    return Person.objects.create_user(**fields)


def make_organiser(*roles: Role, **fields) -> Person:
    person = make_person(**fields)
    for role in roles or (Role.ORGANISER,):
        RoleGrant.objects.create(person=person, role=role)
    return person


def make_topic(label_de: str = "", *synonyms: str, **fields) -> Topic:
    number = next(_numbers)
    label_de = label_de or f"Thema {number}"
    topic = Topic.objects.create(**({"slug": f"topic-{number}", "label_de": label_de} | fields))
    names = dict.fromkeys(filter(None, [topic.label_de, topic.label_en, *synonyms]))
    for name in names:
        is_synonym = name not in (topic.label_de, topic.label_en)
        TopicLabel.objects.create(topic=topic, text=name, key=label_key(name), is_synonym=is_synonym)
    return topic


def make_project(*, topics=(), **fields) -> Project:
    number = next(_numbers)
    project = Project.objects.create(
        **({"slug": f"project-{number}", "title_de": f"Projekt {number}"} | fields)
    )
    project.topics.set(topics)
    return project


@transaction.atomic  # the calendars' entries are locked while they are written
def make_event(*, owner: Person | None = None, topics=(), **fields) -> Event:
    """A published public Deep Dive in two weeks with 100 seats; `draft=True` leaves it unpublished."""
    number, now = next(_numbers), timezone.now()
    draft = fields.pop("draft", False)
    starts_at = fields.get("starts_at", now + timedelta(days=14))
    defaults = {
        "slug": f"event-{number}",
        "format": Format.DEEP_DIVE,
        "state": EventState.DRAFT if draft else EventState.PUBLISHED,
        "published_at": None if draft else now - timedelta(days=1),
        "title_de": f"Veranstaltung {number}",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "venue": "Haus der Industrie",
        "locality": "Berlin",
        "capacity": 100,
    }
    event = Event.objects.create(**(defaults | fields))
    event.topics.set(topics)
    fragments.refresh(event)
    if owner:
        TeamMember.objects.create(event=event, person=owner, role=TeamRole.OWNER)
    return event


def make_registration(event: Event, **fields) -> Registration:
    """A confirmed registration, written past the rules: for lists and figures."""
    number = next(_numbers)
    email = fields.get("email", f"guest{number}@example.org")
    defaults = {
        "event": event,
        "state": RegistrationState.CONFIRMED,
        "given_name": "Grete",
        "family_name": f"Gast {number}",
        "email": email,
        "email_key": email.lower(),
        "position": number,
    }
    return Registration.objects.create(**(defaults | fields))


def make_wave(event: Event, **fields) -> Wave:
    """A wave that is not sent yet."""
    return Wave.objects.create(event=event, **({"name": f"Welle {next(_numbers)}"} | fields))


def make_invitation(event: Event, **fields) -> Invitation:
    """An open invitation, sent two days ago, written past the rules: for lists and figures."""
    number = next(_numbers)
    email = fields.get("email", f"invited{number}@example.org")
    defaults = {
        "event": event,
        "given_name": "Ivo",
        "family_name": f"Geladen {number}",
        "email": email,
        "email_key": email.lower(),
        "sent_at": timezone.now() - timedelta(days=2),
    }
    return Invitation.objects.create(**(defaults | fields))


def make_contact(**fields) -> Contact:
    number = next(_numbers)
    defaults = {
        "given_name": "Mira",
        "family_name": f"Muster {number}",
        "email": f"guest{number}@example.org",
    }
    return Contact(**(defaults | fields))


def register_guest(event: Event, **fields) -> Registration:
    """Somebody registered through the service: with a seat or waiting, as it comes."""
    contact = make_contact(**fields)
    register(event, contact)
    return event.registrations.get(email_key=contact.email_key)


def tick(registration: Registration, **fields) -> CheckIn:
    """Somebody came, written past the rules."""
    defaults = {
        "kind": CheckInKind.ARRIVED,
        "at": timezone.now(),
        "source": Source.ORGANISER,
        "nonce": uuid.uuid4().hex,
    }
    return CheckIn.objects.create(registration=registration, **(defaults | fields))


def ask(event: Event, identifier: str, kind: str = QuestionKind.LINE, *options, **fields) -> Question:
    """A question of an event; options are identifiers, or (identifier, places). It stands last."""
    defaults = {"label_de": f"Frage {identifier}?", "position": event.questions.count()}
    question = Question.objects.create(event=event, identifier=identifier, kind=kind, **(defaults | fields))
    for position, option in enumerate(options):
        name, places = option if isinstance(option, tuple) else (option, None)
        Choice.objects.create(
            question=question, identifier=name, label_de=name.title(), places=places, position=position
        )
    return question


def say(registration: Registration, question: Question, *said: str) -> None:
    """An answer, written past the rules: identifiers of choices or a value."""
    for value in said:
        choice = question.options.filter(identifier=value).first()
        written = {"choice": choice} if choice else {"value": value}
        Answer.objects.create(registration=registration, question=question, **written)


def make_calendar_reply(registration: Registration, **fields) -> CalendarReply:
    """What somebody's calendar answered to the invitation: declined."""
    defaults = {
        "answer": CalendarAnswer.DECLINED,
        "sequence": registration.event.sequence,
        "entry_sequence": registration.entry_sequence,
        "answered_at": timezone.now(),
    }
    return CalendarReply.objects.create(registration=registration, **(defaults | fields))


def make_photograph() -> bytes:
    """A JPEG file as somebody uploads it."""
    file = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(file, "JPEG")
    return file.getvalue()


def make_reader(**fields) -> Subscription:
    """Somebody who confirmed the newsletter, in German, having chosen nothing."""
    topics = fields.pop("topics", ())
    email = fields.get("email", f"reader{next(_numbers)}@example.org")
    defaults = {"email": email, "email_key": email, "state": SubscriptionState.CONFIRMED}
    subscription = Subscription.objects.create(**(defaults | fields))
    subscription.topics.set(topics)
    return subscription


def make_issue(*blocks: dict, author: Person | None = None, **fields) -> Issue:
    """A draft of the newsletter, whole in both languages; without blocks, one with a text."""
    author = author or make_organiser(Role.NEWSLETTER_EDITOR)
    issue = writing.create(actor=author, from_data=False)
    content = issue.content | {"subject_de": "Neues", "subject_en": "News"} | fields
    content["blocks"] = list(blocks) or [new("text", text_de="Guten Tag", text_en="Good day")]
    return writing.edit(issue, content, revision=issue.revision, actor=author)


def approve_issue(issue: Issue) -> Issue:
    """Submitted, and approved by a second person."""
    approval.submit(issue, actor=issue.created_by)
    return approval.approve(issue, actor=make_organiser(Role.NEWSLETTER_EDITOR))


def send_issue(issue: Issue) -> Issue:
    """Approved and handed to the outbox."""
    approval.schedule(approve_issue(issue), timezone.now(), actor=issue.created_by)
    sending.send_due()
    issue.refresh_from_db()
    return issue


def make_round(event: Event | None = None, *, slots: int = 3, tables: int = 2, **fields) -> MeetingRound:
    """The 1:1 meetings of an event, open for choosing until the day before: slots of twenty minutes from its start."""
    event = event or make_event()
    defaults = {
        "state": MeetingRoundState.CHOOSING,
        "opened_at": timezone.now(),
        "choose_until": event.starts_at - timedelta(days=1),
    }
    meeting_round = MeetingRound.objects.create(event=event, **(defaults | fields))
    for number in range(slots):
        starts_at = event.starts_at + number * timedelta(minutes=20)
        meeting_round.slots.create(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20))
    for number in range(tables):
        meeting_round.tables.create(label=f"Tisch {number + 1}", position=number)
    return meeting_round


def make_party(meeting_round: MeetingRound, title_de: str = "", **fields) -> MeetingParty:
    """A project that takes part and for which one person has a sure seat (`party.joined_by`)."""
    project = make_project(**({"title_de": title_de} if title_de else {}))
    seat = make_registration(meeting_round.event, project=project, **fields)
    return MeetingParty.objects.create(round=meeting_round, project=project, joined_by=seat)


def wish(party: MeetingParty, other: MeetingParty, kind: str = MeetingWishKind.LIKE) -> None:
    """What a party says about another, written past the rules."""
    MeetingWish.objects.create(party=party, other=other, kind=kind)


def make_meeting(
    one: MeetingParty, other: MeetingParty, *, slot: int = 0, table: int = 0, **fields
) -> Meeting:
    """A published meeting in the slot and at the table of these numbers, written past the rules."""
    meeting_round = one.round
    first, second = sorted((one, other), key=lambda party: party.pk)
    defaults = {"state": MeetingState.PUBLISHED, "slot": meeting_round.slots.all()[slot]}
    defaults |= {"table": meeting_round.tables.all()[table], "first": first, "second": second}
    return Meeting.objects.create(round=meeting_round, **(defaults | fields))
