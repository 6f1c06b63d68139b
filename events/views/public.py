"""What visitors read: the list of events and one event."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from events import queries
from events.enums import Visibility
from events.forms.filters import EventFilter
from events.models import Contribution, Event
from networking.models import Project

PER_PAGE = 20


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def event_list(request):
    search = EventFilter(request.GET)
    events = search.events(request.user).prefetch_related("fields_of_action")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    is_fragment = request.htmx and not request.htmx.history_restore_request
    return render(
        request,
        "events/_results.html" if is_fragment else "events/list.html",
        {"search": search, "chosen": _removable(search), "past": search.chosen().get("past"), "page": page},
    )


@login_not_required
@require_safe
def event_detail(request, slug):
    projects = Project.objects.visible_to(request.user)
    events = Event.objects.visible_to(request.user).with_seats().prefetch_related("topics")
    event = get_object_or_404(events, slug=slug)
    contributions = Contribution.objects.filter(event=event, project__in=projects).select_related("project")
    return render(
        request,
        "events/detail.html",
        {
            "event": event,
            "programme": queries.programme(event, request.user),
            "projects": list(dict.fromkeys(contribution.project for contribution in contributions)),
            "audience": _audience(event),
            "is_public": event.effective_visibility == Visibility.PUBLIC,
        },
    )


def _audience(event: Event) -> str:
    """The word for whom the event is meant: one of "invitation", "community", "approval", "open"."""
    if event.effective_visibility == Visibility.COMMUNITY:
        return "community"
    return event.policy("entry")


def _removable(search: EventFilter) -> list[tuple[str, str, str]]:
    """Each chosen filter as (name, value, label), to take it away again by a link."""
    chosen, formats = search.chosen(), dict(search.fields["format"].choices)
    rows = [("format", value, formats[value]) for value in chosen.get("format", ())]
    rows += [(name, "", str(chosen[name])) for name in ("field", "line", "topic") if name in chosen]
    rows += [("q", "", f"„{chosen['q']}“")] if "q" in chosen else []
    return rows + ([("free", "", search.fields["free"].label)] if "free" in chosen else [])
