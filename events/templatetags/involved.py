"""What pages of the ground floor show of events: the tag asks, with the reader's eyes."""

from django import template
from django.db.models import Count, Q

from events.enums import EventState
from events.models import Contribution, Event, ProgrammeItem
from networking.models import Topic

register = template.Library()


@register.simple_tag(takes_context=True)
def events_of(context, project) -> list[Event]:
    """The listed events in which the project takes part, of those the reader may see; the latest first."""
    events = Event.objects.visible_to(context["request"].user).listed()
    parts = (Contribution.objects.filter(project=project), ProgrammeItem.objects.filter(project=project))
    takes_part = [Q(pk__in=rows.order_by().values("event")) for rows in parts]
    return list(events.filter(takes_part[0] | takes_part[1]).order_by("-starts_at", "pk"))


@register.simple_tag(takes_context=True)
def events_on_topics_of(context, project, without=(), most=3) -> list[tuple[Event, list[Topic]]]:
    """Coming listed events that share topics with the project, of those the reader may see, and the shared topics.

    Those that share more come first, then the nearer ones; those in `without` are shown elsewhere.
    """
    own = {topic.pk: topic for topic in project.topics.all()}
    if not own:
        return []
    coming = Event.objects.visible_to(context["request"].user).listed().upcoming()
    coming = coming.exclude(state=EventState.CANCELLED).exclude(pk__in=[event.pk for event in without])
    shared = (
        coming.filter(topics__in=own).annotate(shared=Count("topics")).order_by("-shared", "starts_at", "pk")
    )
    found = shared.prefetch_related("topics")[:most]
    return [(event, [own[topic.pk] for topic in event.topics.all() if topic.pk in own]) for event in found]
