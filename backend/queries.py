"""What pages of the roof read across the apps."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from events.enums import EventState, RegistrationState
from events.models import Event, Registration
from networking.access import can
from networking.models import FieldOfAction, Project
from notifications.enums import MessageState
from notifications.queries import readable_messages

NEXT_EVENTS = 5


def dashboard(person) -> dict:
    """What waits for this person: their next events with seats, drafts, people to decide on, failed mails."""
    events = Event.objects.overseen_by(person)
    upcoming = events.filter(state=EventState.PUBLISHED, ends_at__gt=timezone.now())
    due = Registration.objects.filter(event__in=upcoming.values("pk")).aggregate(
        pending=Count("pk", filter=Q(state=RegistrationState.PENDING)),
        waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
    )
    reads_mails = can(person, "outbox.enter")
    failed = readable_messages(person).filter(state__in=[MessageState.FAILED, MessageState.IN_DOUBT])
    return {
        "next_events": upcoming.with_seats().order_by("starts_at", "pk")[:NEXT_EVENTS],
        "drafts": events.filter(state=EventState.DRAFT).order_by("starts_at", "pk")[:NEXT_EVENTS],
        "upcoming_count": upcoming.count(),
        "failed_mails": failed.count() if reads_mails else None,
        **due,
        "to_decide": upcoming.annotate(
            pending=Count("registrations", filter=Q(registrations__state=RegistrationState.PENDING))
        ).filter(pending__gt=0),
    }


def next_events(count: int) -> QuerySet[Event]:
    """The nearest events anybody may know of, with seats; cancelled ones too: people look for them here."""
    return Event.objects.public().with_seats().upcoming().prefetch_related("fields_of_action")[:count]


def latest_events(count: int) -> QuerySet[Event]:
    """What took place last, as far as anybody may know of it."""
    return Event.objects.public().past().filter(cancelled_at__isnull=True)[:count]


def project_figures() -> dict[str, int]:
    """How many published projects there are: all, ongoing, completed, funded."""
    return Project.objects.visible_to(AnonymousUser()).aggregate(
        all=Count("pk"),
        ongoing=Count("pk", filter=Q(is_completed=False)),
        completed=Count("pk", filter=Q(is_completed=True)),
        funded=Count("grant"),
    )


def fields_with_projects() -> QuerySet[FieldOfAction]:
    """The fields of action with `project_count`, their published projects."""
    count = Count("projects", filter=Q(projects__is_published=True))
    return FieldOfAction.objects.annotate(project_count=count).order_by("position")
