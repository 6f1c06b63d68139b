"""The organisers' page of an event's seats: the panel that adds up, the room, and every further limit."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.enums import PoolKind
from events.errors import EditedMeanwhile, EventError
from events.forms.pool import FORMS, RoomForm
from events.panel import panel
from events.pools import keeps
from events.services import planning
from events.services import pools as limits
from events.views.organising import event_for


@require_http_methods(["GET", "HEAD", "POST"])
def seats(request, slug):
    event = event_for(request, slug, "event.edit" if request.method == "POST" else "event.oversee")
    names, differences = ("capacity", "overbooking", "revision"), []
    form = RoomForm(
        request.POST if request.method == "POST" else None, initial={n: getattr(event, n) for n in names}
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            planning.edit(copy(event), form.columns(), actor=request.user, revision=revision)
        except EditedMeanwhile as error:
            form.add_error(None, str(error))
            status, differences = error.status, form.type_over(event.revision)
        except EventError as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, _("The number of seats is saved."))
            return redirect("events:seats", event.slug)
    rows = list(event.pools.all())
    context = {
        "event": event,
        "form": form,
        "differences": differences,
        "panel": panel(event),
        "each_project": next((row for row in rows if row.kind == PoolKind.PROJECT), None),
        "released": [
            row for row in rows if row.kind == PoolKind.TEAMS and not keeps(row, event, timezone.now())
        ],
        "kinds": _missing_kinds(rows),
    }
    return render(request, "events/seats.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def pool_add(request, slug, kind):
    event = event_for(request, slug, "event.edit")
    if kind not in PoolKind.values:
        raise Http404
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.add(event, kind, actor=request.user, **form.entries())
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The limit is set."))
            return redirect("events:seats", event.slug)
    context = {"event": event, "form": form, "kind": PoolKind(kind), "pool": None}
    return render(request, "events/pool.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def pool(request, slug, uuid):
    """Change one limit."""
    event = event_for(request, slug, "event.edit")
    row = get_object_or_404(event.pools, uuid=uuid)
    stored = {"number": row.seats, "categories": row.categories, "until_at": row.until_at}
    initial, differences = stored | {"revision": row.revision}, []
    form = FORMS[row.kind](request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            limits.change(row, actor=request.user, **form.cleaned_data)
        except EditedMeanwhile as error:
            form.add_error(None, str(error))
            differences = form.type_over(row.revision)
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The limit is changed."))
            return redirect("events:seats", event.slug)
    context = {"event": event, "form": form, "kind": PoolKind(row.kind), "pool": row}
    context["differences"] = differences
    return render(request, "events/pool.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def pool_remove(request, slug, uuid):
    """Asks first."""
    event = event_for(request, slug, "event.edit")
    row = get_object_or_404(event.pools, uuid=uuid)
    if request.method == "POST":
        limits.remove(row, actor=request.user)
        messages.success(request, _("The limit is removed."))
        return redirect("events:seats", event.slug)
    return render(request, "events/pool_remove.html", {"event": event, "pool": row})


def _missing_kinds(pools) -> list[PoolKind]:
    """What can still be limited: categories again and again, the others once."""
    known = {row.kind for row in pools} - {PoolKind.CATEGORIES}
    return [kind for kind in PoolKind if kind not in known]
