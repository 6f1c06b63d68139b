"""The organisers' list of attendees: look, add, decide about one, write a note."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.attendance import arrivals, attendee_list, history, places_in_line
from events.enums import ACTIVE, CalendarAnswer, LookedAt, RegistrationState
from events.errors import EventError
from events.forms.attendee import AddForm, NoteForm
from events.forms.decision import ReasonForm
from events.queries import place_in_line, seat_sums
from events.questionnaire import answers_of, readable, said_by, wanted_in_words
from events.services import admission, looks, notes, reminding
from events.services import registration as registering
from events.views.organising import event_for
from networking.access import can
from networking.enums import Source

PER_PAGE = 50


@require_safe
def attendees(request, slug):
    event = event_for(request, slug, "attendees.read")
    looks.note(event, request.user, LookedAt.LIST)
    asked = asked_of(request, event)
    page = Paginator(attendee_list(event, **asked), PER_PAGE).get_page(request.GET.get("page"))
    seats = seat_sums(event)
    places = places_in_line(event) if seats[RegistrationState.WAITING] else {}
    for row in page:
        row.place = places.get(row.pk)
        row.calendar_says = _calendar_says(row)
    questions = list(readable(event, with_needs=asked["with_needs"]))
    return render(
        request,
        "events/attendees.html",
        {
            "event": event,
            "page": page,
            "seats": seats,
            "states": [(value, label, seats[value]) for value, label in RegistrationState.choices],
            "arrived": _arrived(event),
            "is_narrowed": any(asked[name] for name in ("words", "state", "came", "answer")),
            "questions": questions,
            "shown": _answers_shown(request, page, questions),
            "answer_in_words": wanted_in_words(questions, asked["answer"]),
            **asked,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def attendee_add(request, slug):
    event = event_for(request, slug, "attendees.decide")
    form = AddForm(request.POST if request.method == "POST" else None, event=event, actor=request.user)
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
    looks.note(event, request.user, LookedAt.PERSON, registration)
    return render(request, "events/attendee.html", _person_page(request, event, registration))


@require_POST
def attendee_note(request, slug, uuid):
    event = event_for(request, slug, "attendees.decide")
    registration = _registration(event, uuid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        page = _person_page(request, event, registration, note_form=form)
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
def attendee_link(request, slug, uuid):
    """Send the person their private link once more."""
    event = event_for(request, slug, "attendees.decide")
    registration = _registration(event, uuid)
    try:
        reminding.send_link(registration, actor=request.user)
    except EventError as error:
        messages.error(request, error.told_to_organisers)
    else:
        messages.success(request, _("%(name)s gets the link again.") % {"name": registration.name})
    return redirect("events:attendee", event.slug, registration.uuid)


@require_POST
def attendee_cancel(request, slug, uuid):
    return _decide(request, slug, uuid, _cancel)


def _decide(request, slug, uuid, decision):
    """Check the reason, carry the decision out, say what came of it on the person's page."""
    event = event_for(request, slug, "attendees.decide")
    registration = _registration(event, uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        page = _person_page(request, event, registration, form=form)
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
    return get_object_or_404(
        event.registrations.select_related("project", "replaces").with_arrival(), uuid=uuid
    )


def _person_page(request, event, registration, *, form=None, note_form=None) -> dict:
    registration.event = event
    with_needs = can(request.user, "needs.read", event)
    return {
        "event": event,
        "registration": registration,
        "place": place_in_line(registration),
        "steps": history(registration),
        "reaches": registration.state in ACTIVE and not registration.anonymised_at,
        "consents": registration.consents.all(),
        "former": registration.replaces,
        "deputies": list(registration.deputies.all()),
        "answers": answers_of(registration, with_needs=with_needs, by_organisers=True),
        "asks": event.questions.asked().exists(),
        "form": form or ReasonForm(),
        "note_form": note_form or NoteForm(initial={"note": registration.note}),
    }


def _calendar_says(row) -> str:
    """What somebody's calendar answered, where it puts a sure seat in question."""
    is_worth_knowing = row.state == RegistrationState.CONFIRMED and row.calendar_answer
    answer = CalendarAnswer(row.calendar_answer) if is_worth_knowing else CalendarAnswer.ACCEPTED
    return "" if answer == CalendarAnswer.ACCEPTED else answer.label


def _answers_shown(request, page, questions) -> list:
    """The questions that the address wants as columns; each row gets what its person answered to them."""
    wanted = request.GET.getlist("show")
    shown = [question for question in questions if question.identifier in wanted]
    said = said_by([row.pk for row in page], shown)
    for row in page:
        row.answers_shown = [
            (question, said.get(row.pk, {}).get(question.identifier, "")) for question in shown
        ]
    return shown


def _arrived(event) -> int | None:
    """How many are there; None before anybody came."""
    series = arrivals(event)
    return series[-1][1] if series else None


def asked_of(request, event) -> dict:
    """What the address asks of the list; the same for page, files and acts on many."""
    return {
        "words": request.GET.get("q", "")[:200],
        "state": request.GET.get("state", ""),
        "came": request.GET.get("came", ""),
        "answer": request.GET.get("answer", ""),
        "with_needs": can(request.user, "needs.read", event),
        "order": request.GET.get("sort", "name"),
    }
