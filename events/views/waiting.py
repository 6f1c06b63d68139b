"""The organisers' page of a waiting list: who waits, why not yet, who would come in, one taken by hand."""

from copy import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.enums import LookedAt, RegistrationState, WaitingList
from events.errors import EventError
from events.forms.pool import PromotionForm, RaiseForm
from events.pools import label, needs_of, seating, stopped
from events.services import admission, looks
from events.services.seats import offered_until, promotable
from events.views.organising import event_for
from events.waiting import places
from networking.enums import Language

PER_PAGE = 50
NAMED = 200  # people the preview lists by name


@require_safe
def waiting(request, slug):
    event = event_for(request, slug, "attendees.read")
    looks.note(event, request.user, LookedAt.WAITING)
    form = RaiseForm(request.GET) if "seats" in request.GET else RaiseForm(initial={"seats": event.capacity})
    line = places(event)
    offered = event.registrations.filter(state=RegistrationState.OFFERED).order_by("deadline_at", "position")
    context = {
        "event": event,
        "page": Paginator(line, PER_PAGE).get_page(request.GET.get("page")),
        "offered": offered,
        "stopped": stopped(event),
        "by_offer": event.policy("waiting_list") == WaitingList.OFFER,
        "form": form,
        "preview": _preview(event, form.cleaned_data["seats"]) if form.is_bound and form.is_valid() else None,
    }
    return render(request, "events/waiting.html", context, status=422 if form.errors else 200)


def _preview(event, number) -> dict:
    """Who would come in with so many seats, and the mail for the first of each language. Nothing is written."""
    larger = copy(event)
    larger.capacity = number
    promoted = promotable(larger)
    readers = {}
    for row in promoted:
        readers.setdefault(row.language, row)
    by_offer = event.policy("waiting_list") == WaitingList.OFFER
    return {
        "seats": number,
        "is_smaller": event.capacity is not None and number <= event.capacity,
        "promoted": promoted[:NAMED],
        "number": len(promoted),
        "unnamed": max(len(promoted) - NAMED, 0),
        "readers": [(Language(language), row) for language, row in sorted(readers.items())],
        "deadline_at": offered_until(event, timezone.now()) if by_offer else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_promote(request, slug, uuid):
    """Give one person who waits a seat before all others, with a reason."""
    event = event_for(request, slug, "attendees.decide")
    row = get_object_or_404(event.registrations.select_related("project"), uuid=uuid, anonymised_at=None)
    form = PromotionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            admission.promote(row, actor=request.user, **form.cleaned_data)
        except EventError as error:
            form.add_error("exceeds" if error.code == "room_full" else None, error.told_to_organisers)
        else:
            messages.success(request, _("%(name)s has a seat and gets a mail.") % {"name": row.name})
            return redirect("events:waiting", event.slug)
    counted = seating(event)
    full = [_figures(counted, limit) for limit in counted.full(needs_of(row))]
    context = {"event": event, "registration": row, "form": form, "full": full}
    return render(request, "events/waiting_promote.html", context, status=422 if form.errors else 200)


def _figures(counted, limit) -> str:
    figures = {"pool": label(limit), "taken": counted.taken[limit.share], "capacity": limit.capacity}
    return _("%(pool)s: %(taken)d of %(capacity)d seats are taken") % figures
