"""The organisers' list of attendees: look, add, decide about one, write a note."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.attendance import arrivals, attendee_list, history, places_in_line
from events.enums import RegistrationState
from events.errors import EventError
from events.forms.attendee import AddForm, NoteForm
from events.forms.decision import ReasonForm
from events.queries import place_in_line, seat_sums
from events.services import admission, notes
from events.services import registration as registering
from events.views.organising import event_for
from networking.enums import Source

PER_PAGE = 50


@require_safe
def attendees(request, slug):
    event = event_for(request, slug, "attendees.read")
    asked = asked_of(request)
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
            "arrived": _arrived(event),
            "is_narrowed": any(asked[name] for name in ("words", "state", "came")),
            **asked,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def attendee_add(request, slug):
    event = event_for(request, slug, "attendees.decide")
    form = AddForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            added = admission.add(event, form.contact(), actor=request.user, key=form.cleaned_data["key"])
        except EventError as error:
            form.add_error(None, error.told_to_organisers)
        else:
            messages.success(request, _("%(name)s has a seat and gets a mail.") % {"name": added.name})
            return redirect("events:attendee", event.slug, added.uuid)
    return render(
        request,
        "events/attendee_add.html",
        {"event": event, "form": form, "seats": seat_sums(event)},
        status=422 if form.errors else 200,
    )


@require_safe
def attendee(request, slug, uuid):
    event = event_for(request, slug, "attendees.read")
    registration = _registration(event, uuid)
    return render(request, "events/attendee.html", _person_page(event, registration))


@require_POST
def attendee_note(request, slug, uuid):
    event = event_for(request, slug, "attendees.decide")
    registration = _registration(event, uuid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        page = _person_page(event, registration, note_form=form)
        return render(request, "events/attendee.html", page, status=422)
    notes.annotate(registration, form.cleaned_data["note"], actor=request.user)
    messages.success(request, _("The note is saved."))
    return redirect("events:attendee", event.slug, registration.uuid)


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
        page = _person_page(event, registration, form=form)
        return render(request, "events/attendee.html", page, status=422)
    try:
        messages.success(request, decision(registration, request.user, form.cleaned_data["reason"]))
    except EventError as error:
        messages.error(request, error.told_to_organisers)
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
    return get_object_or_404(event.registrations.select_related("project").with_arrival(), uuid=uuid)


def _person_page(event, registration, *, form=None, note_form=None) -> dict:
    registration.event = event
    return {
        "event": event,
        "registration": registration,
        "place": place_in_line(registration),
        "steps": history(registration),
        "consents": registration.consents.all(),
        "form": form or ReasonForm(),
        "note_form": note_form or NoteForm(initial={"note": registration.note}),
    }


def _arrived(event) -> int | None:
    """How many are there; None before anybody came."""
    series = arrivals(event)
    return series[-1][1] if series else None


def asked_of(request) -> dict:
    """What the address asks of the list; the same for page, files and acts on many."""
    return {
        "words": request.GET.get("q", "")[:200],
        "state": request.GET.get("state", ""),
        "came": request.GET.get("came", ""),
        "order": request.GET.get("sort", "name"),
    }
