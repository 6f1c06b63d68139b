"""Makers: each makes one valid thing; name only what the test is about."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone

from events.enums import CheckInKind, EventState, Format, RegistrationState, TeamRole
from events.models import CheckIn, Event, Registration, TeamMember
from events.services.contact import Contact
from events.services.registration import register
from networking.enums import Role, Source
from networking.models import Person, Project, RoleGrant, Topic
from networking.models.taxonomy import TopicLabel, label_key

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
