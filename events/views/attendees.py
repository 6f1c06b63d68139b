"""The organisers' list of attendees: look, decide, export."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.enums import RegistrationState
from events.errors import EventError
from events.exports import write_attendees
from events.forms.decision import ReasonForm
from events.queries import ATTENDEE_ORDERS, attendee_list, place_in_line, places_in_line, seat_sums
from events.services import registration as registering
from events.views.organising import event_for
from networking.enums import Source
from networking.services import audit

PER_PAGE = 50


@require_safe
def attendees(request, slug):
    event = event_for(request, slug, "attendees.read")
    asked = _asked(request)
    page = Paginator(attendee_list(event, **asked), PER_PAGE).get_page(request.GET.get("page"))
    seats = seat_sums(event)
    places = places_in_line(event) if seats[RegistrationState.WAITING] else {}
    for row in page:
        row.place = places.get(row.pk)
    return render(
        request,
        "events/attendees.html",
        {
            "event": event,
            "page": page,
            "seats": seats,
            "states": [(value, label, seats[value]) for value, label in RegistrationState.choices],
            "orders": ATTENDEE_ORDERS,
            **asked,
        },
    )


@require_safe
def attendees_csv(request, slug):
    event = event_for(request, slug, "attendees.export")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="attendees-{event.slug}.csv"'
    write_attendees(attendee_list(event, **_asked(request)), response, places=places_in_line(event))
    audit.record("attendees.export", event, actor=request.user, source=Source.ORGANISER)
    return response


@require_safe
def attendee(request, slug, uuid):
    event = event_for(request, slug, "attendees.read")
    registration = _registration(event, uuid)
    return render(request, "events/attendee.html", _person_page(event, registration, ReasonForm()))


@require_POST
def attendee_approve(request, slug, uuid):
    return _decide(request, slug, uuid, _approve)


@require_POST
def attendee_decline(request, slug, uuid):
    return _decide(request, slug, uuid, _decline)


@require_POST
def attendee_cancel(request, slug, uuid):
    return _decide(request, slug, uuid, _cancel)


def _decide(request, slug, uuid, decision):
    """Check the reason, carry the decision out, say what came of it on the person's page."""
    event = event_for(request, slug, "attendees.decide")
    registration = _registration(event, uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "events/attendee.html", _person_page(event, registration, form), status=422)
    try:
        messages.success(request, decision(registration, request.user, form.cleaned_data["reason"]))
    except EventError as error:
        messages.error(request, str(error))
    return redirect("events:attendee", event.slug, registration.uuid)


def _approve(registration, actor, _reason) -> str:
    state = registering.approve(registration, actor=actor)
    return _("%(name)s: %(state)s.") % {"name": registration.name, "state": state.label}


def _decline(registration, actor, reason) -> str:
    registering.decline(registration, actor=actor, reason=reason)
    return _("%(name)s was declined and gets a mail.") % {"name": registration.name}


def _cancel(registration, actor, reason) -> str:
    registering.cancel(registration, actor=actor, source=Source.ORGANISER, reason=reason)
    return _("The registration of %(name)s is cancelled. A freed seat goes to the next in line.") % {
        "name": registration.name
    }


def _registration(event, uuid):
    return get_object_or_404(event.registrations.select_related("project"), uuid=uuid)


def _person_page(event, registration, form) -> dict:
    return {
        "event": event,
        "registration": registration,
        "place": place_in_line(registration),
        "changes": registration.changes.select_related("actor"),
        "form": form,
    }


def _asked(request) -> dict:
    """What the address asks of the list; the same for page and file."""
    return {
        "words": request.GET.get("q", "")[:200],
        "state": request.GET.get("state", ""),
        "order": request.GET.get("sort", "name"),
    }
