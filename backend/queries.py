"""What pages of the roof read across the apps."""

from django.db.models import Count, Q
from django.utils import timezone

from events.enums import EventState, RegistrationState
from events.models import Event, Registration
from networking.access import can
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
