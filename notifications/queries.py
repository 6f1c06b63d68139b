"""What organisers read of the outbox."""

from django.db.models import Q, QuerySet

from events.models import Event
from networking.access import has_role
from networking.enums import Role
from notifications.access import READS_MAILS
from notifications.models import Message


def readable_messages(person) -> QuerySet[Message]:
    """The mails this person may read, the newest first: those of their events, for the office also those of none.

    The list behind the rule `outbox.read`.
    """
    events = readable_events(person)
    mine = Q(event__in=events.values("pk"))
    if has_role(person, Role.ORGANISER):
        mine |= Q(event=None)
    return Message.objects.filter(mine).select_related("event").order_by("-created_at", "-pk")


def readable_events(person) -> QuerySet[Event]:
    """Events whose mails this person may read."""
    managed = Event.objects.managed_by(person)
    if has_role(person, Role.ORGANISER):
        closed = person.event_teams.exclude(role__in=READS_MAILS).values("event")
        return managed.exclude(pk__in=closed, effective_visibility="confidential")
    return managed.filter(pk__in=person.event_teams.filter(role__in=READS_MAILS).values("event"))
