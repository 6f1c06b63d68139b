"""The door on the day, for a phone: find a name, tick it, take a tick back, let in who was not expected.

Whoever only works at the door sees names and organisations, no addresses and nothing else. Every tap is a form that
works without a script; htmx only spares the reload.
"""

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.attendance import arrivals, door_list
from events.enums import CheckInKind, LookedAt, RegistrationState
from events.errors import EventError, RoomFull
from events.forms.attendee import AdmissionReasonForm, WalkInForm
from events.pools import room_size
from events.services import check_in as door
from events.services import looks
from events.views.organising import event_for
from networking.access import can

PER_PAGE = 30
SHOWS = ("expected", "arrived", "all")


@require_safe
def check_in(request, slug):
    event = event_for(request, slug, "check_in.record")
    looks.note(event, request.user, LookedAt.DOOR)
    template = "events/_door_list.html" if _is_fragment(request) else "events/check_in.html"
    return render(request, template, _page(request, event))


@require_safe
def check_in_arrivals(request, slug):
    """How many came, for the page to ask for again and again."""
    event = event_for(request, slug, "check_in.record")
    return render(request, "events/_arrivals.html", {"event": event, **_figures(event)})


@require_POST
def check_in_arrive(request, slug, uuid):
    return _tap(request, slug, uuid, _arrive)


@require_POST
def check_in_undo(request, slug, uuid):
    return _tap(request, slug, uuid, _undo)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_let_in(request, slug, uuid):
    """Somebody on the list without a sure seat stands at the door."""
    event = event_for(request, slug, "check_in.admit")
    registration = _registration(event, uuid)
    form = AdmissionReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            door.let_in(
                registration, actor=request.user, nonce=_nonce(request), reason=form.cleaned_data["reason"]
            )
        except EventError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("%(name)s is in.") % {"name": registration.name})
            return redirect("events:check_in", event.slug)
    context = {"event": event, "registration": registration, "form": form, "nonce": _new_nonce()}
    return render(request, "events/check_in_let_in.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_walk_in(request, slug):
    """Somebody came without registering."""
    event = event_for(request, slug, "check_in.admit")
    form = WalkInForm(request.POST if request.method == "POST" else None, event=event, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = door.walk_in(
                event,
                form.contact(),
                actor=request.user,
                nonce=form.cleaned_data["key"],
                reason=form.cleaned_data["reason"],
            )
        except EventError as error:
            _refuse(form, error)
        else:
            messages.success(request, _("%(name)s is in.") % {"name": row.registration.name})
            return redirect("events:check_in", event.slug)
    size = room_size(event)
    is_full = size is not None and event.taken + event.reserved >= size
    context = {"event": event, "form": form, "is_full": is_full, **_figures(event)}
    return render(request, "events/check_in_walk_in.html", context, status=422 if form.errors else 200)


def _tap(request, slug, uuid, act):
    """One tap on one name: act, say what came of it, and show that row or the list again."""
    event = event_for(request, slug, "check_in.record")
    registration = _registration(event, uuid)
    level = messages.SUCCESS
    try:
        said = act(registration, request.user, _nonce(request))
    except EventError as error:
        said, level = error.told_to_organisers, messages.ERROR
    if _is_fragment(request):
        row = _with_tap(_registration(event, uuid))
        context = {
            "event": event,
            "row": row,
            "said": said,
            "admits": can(request.user, "check_in.admit", event),
        }
        return render(request, "events/_door_tapped.html", context | _figures(event))
    messages.add_message(request, level, said)
    return HttpResponseRedirect(_back(request, event))


def _arrive(registration, actor, nonce) -> str:
    row = door.arrive(registration, actor=actor, nonce=nonce)
    if row.nonce != nonce and row.kind == CheckInKind.ARRIVED:
        return _("%(name)s was already in at %(time)s, noted by %(who)s.") % {
            "name": registration.name,
            "time": f"{timezone.localtime(row.at):%H:%M}",
            "who": row.by or _("somebody else"),
        }
    return _("%(name)s is in.") % {"name": registration.name}


def _undo(registration, actor, nonce) -> str:
    door.undo(registration, actor=actor, nonce=nonce)
    return _("%(name)s is not in any more.") % {"name": registration.name}


def _refuse(form, error) -> None:
    form.add_error("reason" if isinstance(error, RoomFull) else None, error.told_to_organisers)


def _page(request, event) -> dict:
    words, show = request.GET.get("q", "")[:200], request.GET.get("show")
    show = show if show in SHOWS else "expected"
    page = Paginator(door_list(event, words=words, show=show), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        _with_tap(row)
    return {
        "event": event,
        "page": page,
        "words": words,
        "show": show,
        "shows": [("expected", _("Expected")), ("arrived", _("Here")), ("all", _("All"))],
        "admits": can(request.user, "check_in.admit", event),
        "is_today": timezone.localdate(event.starts_at) <= timezone.localdate() <= event.last_day,
        **_figures(event),
    }


def _figures(event) -> dict:
    series = arrivals(event)
    return {
        "arrivals": series,
        "arrived": series[-1][1] if series else 0,
        "confirmed": event.confirmed,
    }


def _with_tap(row):
    """The row with what its button needs: a name for the next tap."""
    row.nonce = _new_nonce()
    row.may_be_let_in = row.state not in (RegistrationState.CONFIRMED, RegistrationState.DECLINED)
    return row


def _registration(event, uuid):
    return get_object_or_404(event.registrations.with_arrival(), uuid=uuid, anonymised_at=None)


def _nonce(request) -> str:
    return request.POST.get("nonce", "")[:64] or _new_nonce()


def _new_nonce() -> str:
    return uuids.uuid4().hex


def _is_fragment(request) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def _back(request, event) -> str:
    """The list as it was: its words, its tab and its page come along in the form."""
    kept = {name: request.POST[name] for name in ("q", "show", "page") if request.POST.get(name)}
    address = reverse("events:check_in", args=[event.slug])
    return f"{address}?{urlencode(kept)}" if kept else address
