"""The organisers' pages of events: list, overview, new, edit, publish, cancel."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.forms.utils import ErrorDict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import readiness
from events.enums import EventState
from events.errors import CapacityBelowConfirmed, EditedMeanwhile, EventError
from events.forms.event import CancelForm, EventForm
from events.forms.programme import Programme
from events.meetings import offers_meetings, round_of
from events.models import Event
from events.queries import availability, seat_sums
from events.rules import rules_of
from events.services import planning
from networking.access import can
from networking.enums import Language

PER_PAGE = 25


def event_for(request, slug: str, verb: str = "event.oversee") -> Event:
    """The event behind an organisers' address.

    404 unless the person may oversee it (what one may not see does not exist), 403 unless they may `verb` it.
    """
    events = Event.objects.overseen_by(request.user).with_seats()
    event = get_object_or_404(events, slug=slug)
    if not can(request.user, "event.oversee", event):
        raise Http404
    if not can(request.user, verb, event):
        raise PermissionDenied
    return event


@require_safe
def organise(request):
    if not can(request.user, "event.oversee"):
        raise PermissionDenied
    events = Event.objects.overseen_by(request.user).with_seats()
    tabs = {
        "upcoming": (_("Upcoming"), events.exclude(state=EventState.DRAFT).upcoming()),
        "drafts": (_("Drafts"), events.filter(state=EventState.DRAFT).order_by("starts_at", "pk")),
        "past": (_("Past"), events.exclude(state=EventState.DRAFT).past()),
    }
    tab = request.GET.get("tab")
    tab = tab if tab in tabs else "upcoming"
    page = Paginator(tabs[tab][1], PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "events/organise.html",
        {
            "tabs": [(name, label, rows.count()) for name, (label, rows) in tabs.items()],
            "tab": tab,
            "page": page,
        },
    )


@require_safe
def organise_event(request, slug):
    event = event_for(request, slug)
    prefetch_related_objects([event], "topics", "programme")
    return render(
        request,
        "events/organise_event.html",
        {
            "event": event,
            "seats": seat_sums(event),
            "availability": availability(event),
            "missing": readiness.missing(event),
            "tasks": readiness.tasks(event),
            "rules": readiness.rules(event),
            "offers_meetings": offers_meetings(event),
            "meeting_round": round_of(event),
            "changed_rules": [rule.label for rule in rules_of(event) if rule.is_changed],
            "questions": event.questions.asked().count(),
            "asked_deputies": event.deputy_requests.count() if event.is_confidential else 0,
            "team": event.team.select_related("person").order_by("pk"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organise_new(request):
    if not can(request.user, "event.create"):
        raise PermissionDenied
    initial = {"format": request.GET.get("format", "")}
    form = EventForm(_sent(request), initial=initial, person=request.user)
    programme = Programme(_sent(request), person=request.user)
    if request.method == "POST" and _is_valid(request, form, programme):
        event = planning.create(_planned(form, programme), actor=request.user)
        messages.success(request, _("The draft is saved. Nobody sees it until you publish it."))
        return redirect("events:organise_event", event.slug)
    return _render_form(request, "events/organise_new.html", form, programme)


@require_http_methods(["GET", "HEAD", "POST"])
def organise_edit(request, slug):
    event = event_for(request, slug, "event.edit")
    form = EventForm(_sent(request), instance=copy(event), person=request.user)
    programme = Programme(_sent(request), person=request.user, event=event)
    taken, compares = request.POST.getlist("take"), "compared" in request.POST
    if request.method == "POST" and _is_valid(request, form, programme):
        revision, planned = form.cleaned_data["revision"], _planned(form, programme, leaving=taken)
        try:
            edited = planning.edit(event, planned, actor=request.user, revision=revision)
        except CapacityBelowConfirmed as error:
            form.add_error("capacity", str(error))
        except EditedMeanwhile as error:
            form.add_error(None, str(error))
            form.type_over(event)
            compares = True
        else:
            messages.success(request, _("The changes are saved."))
            return _after_edit(request, edited, asks=edited.sequence > event.sequence)
    differences = _differences(form, programme, event) if compares else []
    context = {"event": event, "differences": differences, "taken": taken}
    return _render_form(request, "events/organise_edit.html", form, programme, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def organise_publish(request, slug):
    event = event_for(request, slug, "event.publish")
    if request.method == "POST":
        try:
            planning.publish(event, actor=request.user)
        except EventError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The event is published."))
            return redirect("events:organise_event", event.slug)
    return render(
        request, "events/organise_publish.html", {"event": event, "missing": readiness.missing(event)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organise_cancel(request, slug):
    event = event_for(request, slug, "event.cancel")
    form = CancelForm(_sent(request), instance=copy(event))
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        reasons = {
            "reason_de": form.cleaned_data["cancellation_reason_de"],
            "reason_en": form.cleaned_data["cancellation_reason_en"],
        }
        try:
            planning.cancel(event, actor=request.user, **reasons)
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The event is cancelled. Everybody registered gets a mail."))
            return redirect("events:organise_event", event.slug)
    return render(
        request,
        "events/organise_cancel.html",
        {
            "event": event,
            "form": form,
            "told": event.registrations.active().count(),
            "languages": Language,
        },
        status=422 if form.errors else 200,
    )


def _sent(request):
    """What was posted, even when it is empty; None when the form is only looked at."""
    return request.POST if request.method == "POST" else None


def _after_edit(request, event, *, asks):
    """To the event's page, unless it just became confidential to the person who saved it.

    After a new time or place (`asks`) to the question whom to tell.
    """
    if not can(request.user, "event.oversee", event):
        return redirect("events:organise")
    if asks and event.needs_telling:
        return redirect("notifications:tell", event.slug)
    return redirect("events:organise_event", event.slug)


def _differences(form, programme, event):
    """What somebody else stored meanwhile beside what was typed."""
    rows = form.differences(event)
    if "starts_on" in getattr(form, "cleaned_data", {}) and programme.is_valid():
        rows += programme.differences(event, form.first_day())
    return rows


def _is_valid(request, form, programme) -> bool:
    """Both checked, so that all faults show at once. "Add rows" is not a save and complains of nothing."""
    if "add_rows" in request.POST and programme.management_form.is_valid():
        programme.show_more_rows()
        form._errors = ErrorDict()
        return False
    return all([form.is_valid(), programme.is_valid()])


def _planned(form, programme, leaving=()) -> dict:
    """What is to be saved; what the organiser took over from somebody else's save stays as it is."""
    planned = form.planned(leaving)
    if "programme" not in leaving:
        planned["programme"] = programme.items(form.first_day(leaving))
    return planned


def _render_form(request, template, form, programme, **context):
    faulty = request.method == "POST" and "add_rows" not in request.POST
    return render(
        request,
        template,
        {"form": form, "programme": programme, "faulty": faulty} | context,
        status=422 if faulty else 200,
    )
