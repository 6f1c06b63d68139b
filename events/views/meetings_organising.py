"""The organisers' pages of 1:1 meetings: how far they are, their frame, the plan, publishing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from events import meeting_overview, meetings
from events.enums import MeetingState
from events.errors import EventError
from events.forms.meeting_plan import (
    FrameRulesForm,
    PatternForm,
    SlotsForm,
    TableCountForm,
    TablesForm,
    as_lines,
    start_of,
)
from events.services import meeting_plans, meeting_rounds
from events.services import meetings as service
from events.views.organising import event_for

PER_PAGE = 50


def round_for(request, slug, verb="event.oversee"):
    """The event and its round, which may be None. 404 where the event's rules allow no 1:1 meetings."""
    event = event_for(request, slug, verb)
    if not meetings.offers_meetings(event):
        raise Http404
    return event, meetings.round_of(event)


def set_up_round(request, slug, verb="event.oversee"):
    """As `round_for`, and 404 before it is set up."""
    event, meeting_round = round_for(request, slug, verb)
    if meeting_round is None:
        raise Http404
    return event, meeting_round


@require_safe
@never_cache
def organise_meetings(request, slug):
    event, meeting_round = round_for(request, slug)
    if meeting_round is None:
        return render(request, "events/meetings.html", {"event": event, "round": None})
    rows = meetings.schedule(meeting_round)
    lines = meeting_overview.by_project(meeting_round, rows)
    slots = list(meeting_round.slots.all())
    shown = next(
        (slot for slot in slots if start_of(slot) == request.GET.get("slot")), slots[0] if slots else None
    )
    by_project = "projects" in request.GET
    context = _far(meeting_round) | {
        "event": event,
        "counts": meetings.counts(meeting_round),
        "tables": meeting_round.tables.count(),
        "slots": [(slot, start_of(slot), sum(row.slot_id == slot.pk for row in rows)) for slot in slots],
        "shown": shown,
        "rows": [row for row in rows if shown and row.slot_id == shown.pk],
        "drafts": sum(row.state == MeetingState.PLANNED for row in rows),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")) if by_project else None,
        "short": meeting_overview.short(lines) if rows or meeting_round.planned_at else [],
        "quality": meeting_overview.quality(meeting_round),
        "parties": lines,
    }
    return render(request, "events/meetings.html", context)


@require_safe
@never_cache
def meetings_progress(request, slug):
    """The moving part alone (htmx); over, the whole page is fetched again."""
    event, meeting_round = set_up_round(request, slug)
    if not meeting_plans.is_running(meeting_round):
        return HttpResponseClientRefresh()
    return render(request, "events/_meetings_progress.html", _far(meeting_round) | {"event": event})


@require_http_methods(["GET", "HEAD", "POST"])
def meetings_frame(request, slug):
    """Times, tables and rules: three forms, each saved for itself, two of them filled in on request."""
    event, meeting_round = set_up_round(request, slug, "event.edit")
    part = request.POST.get("part") if request.method == "POST" else None
    forms = _frame_forms(request, event, meeting_round, part)
    form = forms.get(part)
    if form is not None and form.is_valid():
        try:
            _save_part(part, form, meeting_round, request.user)
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("events:meetings_frame", event.slug)
    context = {"event": event, "round": meeting_round, "form": form, "forms": forms}
    return render(request, "events/meetings_frame.html", context, status=422 if part else 200)


@require_POST
def meetings_do(request, slug, act):
    """One step on: set up, open, close, plan."""
    event, meeting_round = round_for(request, slug, "event.edit")
    if act not in _ACTS or (meeting_round is None and act != "set-up"):
        raise Http404
    try:
        words, page = _ACTS[act](event, meeting_round, request.user)
    except EventError as error:
        messages.error(request, str(error))
        return redirect("events:organise_meetings", event.slug)
    if words:
        messages.success(request, words)
    return redirect(page, event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def meetings_publish(request, slug):
    """Shows what would be new and who would be told, then does it."""
    event, meeting_round = set_up_round(request, slug, "event.edit")
    if request.method == "POST":
        try:
            number = service.publish(meeting_round, actor=request.user)
        except EventError as error:
            messages.error(request, str(error))
        else:
            words = ngettext("%(number)d meeting is published.", "%(number)d meetings are published.", number)
            messages.success(request, words % {"number": number})
        return redirect("events:organise_meetings", event.slug)
    context = {"event": event, "round": meeting_round, "preview": meeting_overview.preview(meeting_round)}
    return render(request, "events/meetings_publish.html", context)


def _far(meeting_round) -> dict:
    running = meeting_plans.is_running(meeting_round)
    total = meeting_round.steps_total or 1
    return {
        "round": meeting_round,
        "running": running,
        "percent": 100 * meeting_round.steps_done // total if running else 0,
    }


def _frame_forms(request, event, meeting_round, part) -> dict:
    """By part; the one that was sent is bound. `pattern` and `tables_count` only fill the others in (GET)."""
    asks = lambda name: request.GET if name in request.GET else None  # noqa: E731
    pattern, count = PatternForm(asks("first")), TableCountForm(asks("tables"))
    lines = as_lines(meeting_round.slots.all(), event)
    if pattern.is_bound and pattern.is_valid():
        lines = pattern.lines(event)
    labels = "\n".join(meeting_round.tables.values_list("label", flat=True))
    if count.is_bound and count.is_valid():
        labels = count.lines()
    sent = lambda name: request.POST if part == name else None  # noqa: E731
    return {
        "pattern": pattern,
        "count": count,
        "slots": SlotsForm(sent("slots"), event=event, initial={"lines": lines}),
        "tables": TablesForm(sent("tables"), initial={"labels": labels}),
        "rules": FrameRulesForm(sent("rules"), meeting_round=meeting_round),
    }


def _save_part(part, form, meeting_round, actor) -> None:
    if part == "slots":
        meeting_rounds.set_slots(meeting_round, form.cleaned_data["lines"], actor=actor)
    elif part == "tables":
        meeting_rounds.set_tables(meeting_round, form.cleaned_data["labels"], actor=actor)
    else:
        meeting_rounds.set_rules(meeting_round, **form.cleaned_data, actor=actor)


def _set_up(event, meeting_round, actor):
    meeting_rounds.set_up(event, actor=actor)
    return _("Now set times, tables and rules. Nobody is told yet."), "events:meetings_frame"


def _open(event, meeting_round, actor):
    meeting_rounds.open_choosing(meeting_round, actor=actor)
    return _("Projects can choose now."), "events:organise_meetings"


def _close(event, meeting_round, actor):
    meeting_rounds.close_choosing(meeting_round, actor=actor)
    return _("Choosing is over. You can have the plan computed."), "events:organise_meetings"


def _plan(event, meeting_round, actor):
    meeting_plans.ask_for_plan(meeting_round, actor=actor)
    return "", "events:organise_meetings"


_ACTS = {"set-up": _set_up, "open": _open, "close": _close, "plan": _plan}
