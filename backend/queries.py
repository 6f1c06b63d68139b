"""What pages of the roof read across the apps."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from backend import journal
from events import readiness
from events.enums import EventState, RegistrationState
from events.models import Event
from networking.access import can
from networking.models import FieldOfAction, Project
from networking.queries import open_welcomes
from notifications.enums import MessageState
from notifications.queries import readable_messages

NEXT_EVENTS = 5
LAST_CHANGES = 8


def dashboard(person) -> dict:
    """What waits for this person, their next events with seats, their drafts, and what was done last."""
    now, events = timezone.now(), Event.objects.overseen_by(person)
    upcoming = events.filter(state=EventState.PUBLISHED, ends_at__gt=now)
    busy = list(_with_people_waiting(upcoming))
    drafts = events.filter(state=EventState.DRAFT).prefetch_related("topics", "programme")
    return {
        "next_events": upcoming.with_seats().order_by("starts_at", "pk")[:NEXT_EVENTS],
        "upcoming_count": upcoming.count(),
        "pending": sum(event.pending for event in busy),
        "waiting": sum(event.in_line for event in busy),
        "to_decide": [e for e in busy if e.pending and can(person, "attendees.decide", e)],
        "in_line": [e for e in busy if e.in_line and can(person, "attendees.read", e)],
        "deputies": [e for e in _with_deputies(upcoming) if can(person, "invitations.write", e)],
        "untold": [e for e in upcoming.exclude(untold={}) if can(person, "event.edit", e)],
        "failed_mails": _failed_mails(person),
        "welcomes": open_welcomes() if can(person, "network.edit") else [],
        "drafts": [
            (draft, readiness.missing(draft), readiness.advised(draft))
            for draft in drafts.order_by("starts_at", "pk")[:NEXT_EVENTS]
        ],
        "changes": journal.changes(person, LAST_CHANGES),
    }


def _with_people_waiting(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those with somebody under review (`pending`) or on the waiting list (`in_line`), the nearest first."""
    in_state = "registrations__state"
    undecided = [RegistrationState.PENDING, RegistrationState.WAITING]
    return (
        events.filter(**{f"{in_state}__in": undecided})
        .annotate(
            pending=Count("registrations", filter=Q(**{in_state: RegistrationState.PENDING})),
            in_line=Count("registrations", filter=Q(**{in_state: RegistrationState.WAITING})),
        )
        .order_by("starts_at", "pk")
    )


def _with_deputies(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those whose guests asked to send somebody else (`asked`), the nearest first."""
    asked = events.filter(deputy_requests__isnull=False)
    return asked.annotate(asked=Count("deputy_requests")).order_by("starts_at", "pk")


def _failed_mails(person) -> int | None:
    """Mails that were not delivered; None for whoever reads no mails."""
    if not can(person, "outbox.enter"):
        return None
    failed = [MessageState.FAILED, MessageState.IN_DOUBT]
    return readable_messages(person).filter(state__in=failed).count()


def next_events(count: int) -> QuerySet[Event]:
    """The nearest events anybody may know of, with seats; cancelled ones too: people look for them here."""
    return Event.objects.public().with_seats().upcoming()[:count]


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
