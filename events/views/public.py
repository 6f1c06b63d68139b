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
from networking.views.kept import kept_for_anybody

PER_PAGE = 20


@login_not_required
@require_safe
@kept_for_anybody(lambda request: queries.edition_of_all())
@vary_on_headers("HX-Request")
def event_list(request):
    search = EventFilter(request.GET)
    events = search.events(request.user).prefetch_related("fields_of_action")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    is_fragment = request.htmx and not request.htmx.history_restore_request
    response = render(
        request,
        "events/_results.html" if is_fragment else "events/list.html",
        {"search": search, "chosen": _removable(search), "past": search.chosen().get("past"), "page": page},
    )
    response.true_until = queries.next_turn(page)
    return response


@login_not_required
@require_safe
@kept_for_anybody(lambda request, slug: queries.edition_of(slug))
def event_detail(request, slug):
    events = Event.objects.visible_to(request.user).with_seats().prefetch_related("topics")
    event = get_object_or_404(events, slug=slug)
    response = render(request, "events/detail.html", page_of(event, request.user))
    response.true_until = queries.next_turn([event])
    return response


def page_of(event: Event, person) -> dict:
    """What an event's page shows to `person`; `event` comes with seats."""
    projects = Project.objects.visible_to(person)
    contributions = Contribution.objects.filter(event=event, project__in=projects).select_related("project")
    return {
        "event": event,
        "programme": queries.programme(event, person),
        "projects": list(dict.fromkeys(contribution.project for contribution in contributions)),
        "audience": _audience(event),
        "is_public": event.effective_visibility == Visibility.PUBLIC,
    }


def _audience(event: Event) -> str:
    """The word for whom the event is meant: one of "invitation", "community", "approval", "open"."""
    if event.effective_visibility == Visibility.COMMUNITY:
        return "community"
    return event.policy("entry")


def _removable(search: EventFilter) -> list[tuple[str, str, str]]:
    """Each chosen filter as (name, value, label), to take it away again by a link."""
    chosen = search.chosen()
    words = {name: dict(search.fields[name].choices) for name in ("format", "field", "line", "topic")}
    rows = [("format", value, words["format"][value]) for value in chosen.get("format", ())]
    rows += [(name, "", words[name][chosen[name]]) for name in ("field", "line", "topic") if name in chosen]
    rows += [("q", "", f"„{chosen['q']}“")] if "q" in chosen else []
    return rows + ([("free", "", search.fields["free"].label)] if "free" in chosen else [])
