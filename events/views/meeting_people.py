"""Which projects take part in the next events, for people of projects."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from events import attending
from events.enums import EventState
from events.models import Event
from networking.contacts import projects_of

EVENTS = 5


@require_safe
def network_coming(request):
    """The next events with the projects that take part and say so; those suggested to one's own project are marked."""
    events = Event.objects.visible_to(request.user).listed().upcoming().exclude(state=EventState.CANCELLED)
    mine = list(projects_of(request.user))
    context = {"coming": attending.projects_at(events[:EVENTS], mine), "projects": mine}
    return render(request, "events/network_coming.html", context)
