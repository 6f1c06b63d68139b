"""What pages of the ground floor show of events: the tag asks, with the reader's eyes."""

from django import template
from django.db.models import Q

from events.models import Event

register = template.Library()


@register.simple_tag(takes_context=True)
def events_of(context, project) -> list[Event]:
    """The listed events in which the project takes part, of those the reader may see; the latest first."""
    events = Event.objects.visible_to(context["request"].user).listed()
    takes_part = Q(contributions__project=project) | Q(programme__project=project)
    return list(events.filter(takes_part).distinct().order_by("-starts_at", "pk"))
