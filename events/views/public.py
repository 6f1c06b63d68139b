"""What visitors read: the list of events and one event."""

from datetime import date
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from events import cards, feed_offers, linked_data, queries
from events.enums import Visibility
from events.forms.filters import EventFilter
from events.models import Contribution, Event
from networking.facets import Option
from networking.models import Project
from networking.queries import vocabulary
from networking.views.former import to_present_topic
from networking.views.kept import kept_for_anybody, kept_part

PER_PAGE = 20


@login_not_required
@require_safe
@kept_for_anybody(lambda request: queries.edition_of_all())
@vary_on_headers("HX-Request")
def event_list(request):
    labels = request.edition.split("-")[0]
    words = kept_part(vocabulary, "vocabulary", labels, request.LANGUAGE_CODE)
    if moved := to_present_topic(request, words):
        return moved
    search = EventFilter(request.GET, words=words)
    kept_as = _kept_as(request, search)
    found = (
        kept_part(lambda: search.choices(request.user), *kept_as) if kept_as else search.choices(request.user)
    )
    events = search.events(request.user)
    paginator = Paginator(events.values_list("pk", "seat_revision", "reserved"), PER_PAGE)
    paginator.count = found.found  # the figures beside the filters have counted already
    page, past = paginator.get_page(request.GET.get("page")), search.chosen.get("past")
    page.object_list = cards.of_rows(events, list(page.object_list), words.field, labels)
    options = search.options(found)
    is_fragment = request.htmx and not request.htmx.history_restore_request
    response = render(
        request,
        "events/_results.html" if is_fragment else "events/list.html",
        {
            "asked": search.chosen,
            "kept_as": kept_as,
            "options": options,
            "has_more": any(search.chosen.get(name) for name in ("field", "line", "topic", "from", "to")),
            "chosen": _removable(search, options),
            "nothing_chosen": reverse("events:list") + ("?past=1" if past else ""),
            "past": past,
            "page": page,
            "offers": feed_offers.of_choice(_chosen_feeds(options)),
        },
    )
    response.true_until = cards.true_until(page.object_list)
    return response


@login_not_required
@require_safe
@kept_for_anybody(lambda request, slug: queries.edition_of(slug))
def event_detail(request, slug):
    events = Event.objects.visible_to(request.user).with_seats()
    event = get_object_or_404(events, slug=slug)
    kept_as = () if request.user.is_authenticated else (slug, request.edition, queries.availability(event))
    context = page_of(event, request.user) | _beyond(event) | {"kept_as": kept_as}
    if request.edition.endswith("-0"):  # it counts the editions before and after: there are none to ask for
        context["editions"] = (None, None)
    response = render(request, "events/detail.html", context)
    response.true_until = queries.next_turn([event])
    return response


def _kept_as(request, search: EventFilter) -> tuple[str, ...]:
    """What the parts of this page that are the same for anybody who asks for the same are kept under.

    Nothing for somebody signed in: what they may see can change without any event changing.
    """
    if request.user.is_authenticated:
        return ()
    return "event list", request.edition, repr(sorted(search.chosen.items()))


def _beyond(event: Event) -> dict:
    """What a public event's page offers to calendars and search engines; nothing for any other event.

    Worked out only when the template asks: a part of the page that is kept does not.
    """
    return {
        "is_offered": event.effective_visibility == Visibility.PUBLIC and event.published_at is not None,
        "offers": cache(lambda: feed_offers.of_event(event)),
        "sessions": cache(lambda: feed_offers.of_sessions(event)),
        "linked_data": cache(lambda: linked_data.script(_with_topics(event))),
    }


def page_of(event: Event, person) -> dict:
    """What an event's page shows to `person`; `event` comes with seats. Lists are read when the template asks."""
    return {
        "event": event,
        "programme": cache(lambda: queries.programme(event, person)),
        "projects": cache(lambda: _projects(event, person)),
        "editions": cache(lambda: queries.editions(event, person)),
        "topics": cache(lambda: list(_with_topics(event).topics.all())),
        "audience": _audience(event),
        "is_public": event.effective_visibility == Visibility.PUBLIC,
    }


def _with_topics(event: Event) -> Event:
    """The same event; its topics are read once, whatever of the page asks first."""
    prefetch_related_objects([event], "topics")
    return event


def _projects(event: Event, person) -> list[Project]:
    visible = Project.objects.visible_to(person)
    contributions = Contribution.objects.filter(event=event, project__in=visible).select_related("project")
    return list(dict.fromkeys(contribution.project for contribution in contributions))


def _audience(event: Event) -> str:
    """The word for whom the event is meant: one of "invitation", "community", "approval", "open"."""
    if event.effective_visibility == Visibility.COMMUNITY:
        return "community"
    return event.policy("entry")


def _chosen_feeds(options: dict[str, list[Option]]) -> list[tuple[str, str, str]]:
    """Each chosen filter that has a feed, as (kind, value, label)."""
    kinds = ("format", "topic", "line", "field")
    return [
        (kind, option.value, option.label) for kind in kinds for option in options[kind] if option.is_chosen
    ]


def _removable(search: EventFilter, options: dict[str, list[Option]]) -> list[tuple[str, str, str]]:
    """Each chosen filter as (name, value, label), to take it away again by a link."""
    chosen = search.chosen
    rows = [("format", option.value, option.label) for option in options["format"] if option.is_chosen]
    for name in ("field", "line", "topic"):
        rows += [(name, "", option.label) for option in options[name] if option.is_chosen]
    rows += [("q", "", _("“%(words)s”") % {"words": chosen["q"]})] if "q" in chosen else []
    rows += [("from", "", _("From %(day)s") % {"day": _day(chosen["from"])})] if "from" in chosen else []
    rows += [("to", "", _("Until %(day)s") % {"day": _day(chosen["to"])})] if "to" in chosen else []
    return rows + ([("free", "", search.fields["free"].label)] if "free" in chosen else [])


def _day(day: date) -> str:
    return format_date(day, _("j F Y"))
