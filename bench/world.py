"""What is measured on: a small house as after the first year, and a large one."""

import secrets
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from events.calendar import fragments
from events.enums import EventState, Format, RegistrationState
from events.models import (
    Contribution,
    Event,
    EventFragment,
    FeedVersion,
    Invitation,
    ProgrammeItem,
    Registration,
    Speaker,
)
from networking.enums import Role
from networking.models import FieldOfAction, Person, Project, RoleGrant, Topic, TransformationLine

HOT = "hot-event"
CROWDED = "crowded-event"


def build(*, events: int, registrations: int) -> None:
    """Fill the empty database: `events` public events around today, `registrations` spread over them."""
    rows = Event.objects.bulk_create([_event(number, events) for number in range(events)], batch_size=500)
    _decorate(rows)
    _register(rows, registrations)


def more(events: int) -> None:
    """That many further public events, for a feed of a large house."""
    rows = [_event(number, max(events, 1)) for number in range(events)]
    for number, row in enumerate(rows):
        row.slug = f"bench-more-{number}"
        row.starts_at = timezone.now() + timedelta(hours=number)
        row.ends_at = row.starts_at + timedelta(hours=4)
    _decorate(Event.objects.bulk_create(rows, batch_size=500))


def office() -> Person:
    """Somebody who organises all events."""
    person = Person.objects.create_user(email="office@example.org", given_name="Ada", family_name="Amt")
    RoleGrant.objects.create(person=person, role=Role.ORGANISER)
    return person


def keep_entries(most: int | None = None) -> None:
    """Write the calendars' entries of all events that have none, or of the next `most` of them, at once."""
    missing = (
        Event.objects.upcoming().filter(fragments=None)[:most]
        if most
        else Event.objects.filter(fragments=None)
    )
    rows = [row for event in missing for row in fragments.written(event).values()]
    for row in rows:
        row.modified = 1
    EventFragment.objects.bulk_create(rows, batch_size=500)
    keys = {key for row in rows for key in row.feeds}
    versions = [FeedVersion(key=key, token=secrets.token_hex(16), modified=int(time.time())) for key in keys]
    FeedVersion.objects.filter(pk__in=keys).delete()
    FeedVersion.objects.bulk_create(versions)


def crowd(people: int) -> Event:
    """One event with that many attendees, for the exports."""
    event = _event(10**6, 2)
    event.slug, event.capacity = CROWDED, None
    event.save()
    _register([event], people)
    return event


def hot(capacity: int) -> Event:
    """One event everybody registers for."""
    event = _event(2 * 10**6, 2)
    event.slug, event.capacity = f"{HOT}-{capacity}", capacity
    event.save()
    return event


def _event(number: int, total: int) -> Event:
    """A third lies in the past, as in a house that has been running for years."""
    start = timezone.now() + timedelta(days=(number - total // 3) * 365 / max(total, 365), hours=2)
    return Event(
        slug=f"bench-{number}",
        format=[Format.MEETUP, Format.DEEP_DIVE, Format.KONFERENZ][number % 3],
        state=EventState.PUBLISHED,
        published_at=timezone.now() - timedelta(days=400),
        title_de=f"Wärme, Daten, Kreisläufe: Veranstaltung {number}",
        title_en=f"Heat, data, cycles: event {number}",
        summary_de="Berliner Betriebe zeigen, was sie im ersten Jahr gelernt haben.",
        description_de="Drei Betriebe berichten über Zahlen, Verträge und Fehler.\n\n" * 6,
        starts_at=start,
        ends_at=start + timedelta(hours=4),
        venue="Haus der Industrie",
        locality="10115 Berlin",
        capacity=120,
    )


def _decorate(events: list[Event]) -> None:
    topics, projects = list(Topic.objects.all()), list(Project.objects.all())
    through = Event.topics.through
    through.objects.bulk_create(
        [
            through(event=e, topic=topics[(n + k * 7) % len(topics)])
            for n, e in enumerate(events)
            for k in range(2)
        ]
    )
    for many, values in (
        (Event.fields_of_action.through, list(FieldOfAction.objects.all())),
        (Event.transformation_lines.through, list(TransformationLine.objects.all())),
    ):
        name = many._meta.get_fields()[-1].name
        many.objects.bulk_create(
            [many(event=e, **{name: values[n % len(values)]}) for n, e in enumerate(events)], batch_size=2000
        )
    Invitation.objects.bulk_create(
        [
            Invitation(
                event=e,
                given_name="Ivo",
                family_name="Muster",
                email=f"i{k}@example.org",
                email_key=f"i{k}@example.org",
            )
            for e in events
            for k in range(2)
        ],
        batch_size=2000,
    )
    Contribution.objects.bulk_create(
        [
            Contribution(event=e, project=projects[(n + k) % len(projects)])
            for n, e in enumerate(events)
            for k in range(3)
        ]
    )
    items = ProgrammeItem.objects.bulk_create(
        [
            ProgrammeItem(
                event=e, position=k, title_de=f"Punkt {k}", starts_at=e.starts_at + timedelta(minutes=30 * k)
            )
            for e in events
            for k in range(5)
        ]
    )
    Speaker.objects.bulk_create(
        [Speaker(item=item, name="Dr. Ayşe Demir", organisation="Muster GmbH") for item in items]
    )


def _register(events: list[Event], people: int) -> None:
    projects = list(Project.objects.all())
    rows = [
        Registration(
            event=events[number % len(events)],
            state=RegistrationState.CONFIRMED,
            given_name="Mira",
            family_name=f"Muster {number:06}",
            email=f"bench{number}@example.org",
            email_key=f"bench{number}@example.org",
            organisation="Spreewerk Energie eG",
            project=projects[number % len(projects)] if number % 3 == 0 else None,
            position=number + 1,
        )
        for number in range(people)
    ]
    Registration.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:  # the ledger of them all, in one statement
        cursor.execute(
            "INSERT INTO events_registrationchange (registration_id, from_state, to_state, at, source, reason)"
            " SELECT id, '', state, created_at, 'web', '' FROM events_registration"
            " WHERE NOT EXISTS (SELECT 1 FROM events_registrationchange WHERE registration_id = events_registration.id)"
        )
