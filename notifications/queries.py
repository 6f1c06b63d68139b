"""What organisers read of the outbox."""

from django.db.models import Count, Q, QuerySet

from events.models import Event, Registration
from networking.access import has_role
from networking.enums import Role
from notifications.access import READS_MAILS
from notifications.enums import LINKS_MAIL, MessageState, SubscriptionState
from notifications.models import Bounce, Issue, Message, Subscription, Suppression
from notifications.segments import narrowed


def mails_to(registration: Registration) -> QuerySet[Message]:
    """Every mail to this person about their event, and the lists of links to their address; the first first."""
    to_them = Q(to_email__iexact=registration.email)
    about_it = Q(event=registration.event_id) | Q(kind=LINKS_MAIL)
    return Message.objects.filter(Q(registration=registration) | to_them & about_it).order_by(
        "created_at", "pk"
    )


def readable_messages(person) -> QuerySet[Message]:
    """The mails this person may read, the newest first: those of their events, for the office also those of none.

    The list behind the rule `outbox.read`.
    """
    events = readable_events(person)
    mine = Q(event__in=events.values("pk"))
    if has_role(person, Role.ORGANISER):
        mine |= Q(event=None) & ~Q(kind=LINKS_MAIL)
    return Message.objects.filter(mine).select_related("event").order_by("-created_at", "-pk")


def readable_events(person) -> QuerySet[Event]:
    """Events whose mails this person may read."""
    managed = Event.objects.managed_by(person)
    if has_role(person, Role.ORGANISER):
        closed = person.event_teams.exclude(role__in=READS_MAILS).values("event")
        return managed.exclude(pk__in=closed, effective_visibility="confidential")
    return managed.filter(pk__in=person.event_teams.filter(role__in=READS_MAILS).values("event"))


def readers(issue: Issue, language: str) -> QuerySet[Subscription]:
    """Who gets the issue in that language: all who confirmed, have not left and take mails, and whom its rule fits."""
    reading = Subscription.objects.filter(
        state=SubscriptionState.CONFIRMED, language=language, suppression=None
    )
    return narrowed(reading, issue.segment)


def deliveries(issue: Issue) -> dict[str, int]:
    """How many of the issue's mails are in each state."""
    mails = Message.objects.filter(compiled__issue=issue).order_by()
    return dict(mails.values_list("state").annotate(Count("pk")))


def came_back(issue: Issue) -> dict[str, int]:
    """How many of the issue's mails came back, by kind."""
    found = Bounce.objects.filter(message__compiled__issue=issue).order_by()
    return dict(found.values_list("kind").annotate(Count("message", distinct=True)))


def suppressed_readers() -> QuerySet[Suppression]:
    """Addresses that get no newsletters, the latest first; `readers` says how many subscriptions that stops."""
    reading = Count("subscriptions", filter=Q(subscriptions__state=SubscriptionState.CONFIRMED))
    return Suppression.objects.annotate(readers=reading).order_by("-since", "-pk")


def tally(mails: QuerySet[Message]) -> dict[str, int]:
    """How many of the mails are in each state, counted from the rows: together they are all there are."""
    counted = dict(mails.order_by().values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in MessageState.values}
