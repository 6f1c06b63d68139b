"""Registering, and a participant's own page behind the private link."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from events import attendance, attending, links, meetings, queries, questionnaire, waiting
from events.calendar import files
from events.enums import Availability, RegistrationState, WaitingList
from events.errors import EventError
from events.forms.registration import ChangeForm, RegistrationForm
from events.forms.visibility import SEEN
from events.models import Event, Registration
from events.panel import panel
from events.rules import refusal, self_service_until
from events.services import consents, deputies, reminding
from events.services import registration as service
from events.services.contact import Contact
from networking.errors import NetworkingError
from networking.services import limits
from networking.views.private import private_page

_ANSWER = "registration-answer"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    """The form on a page of its own; a closed event answers with the reason."""
    visible, status = Event.objects.visible_to(request.user), 200
    if request.method == "POST":
        event = get_object_or_404(queries.to_register(visible), slug=slug)
        form = RegistrationForm(request.POST, event=event, language=request.LANGUAGE_CODE)
        answer, status = _register(request, event, form)
        if answer:
            address = reverse("events:registered", args=[event.slug])
            return redirect(f"{address}?answer={signing.dumps(answer, salt=_ANSWER)}")
    event = get_object_or_404(visible.with_seats(), slug=slug)
    if request.method != "POST":
        form = RegistrationForm(event=event, language=request.LANGUAGE_CODE)
    state = queries.availability(event)
    page = {
        "event": event,
        "form": form,
        "state": state,
        "is_open": queries.takes_registrations(event),
        "is_waiting_list": state == Availability.WAITING_LIST,
        "limits": [row for row in panel(event).rows if row.is_pool] if event.is_divided else [],
        "kept_as": () if form.is_bound else _kept_as(event, form, state),
    }
    return render(request, "events/register.html", page, status=status)


def _kept_as(event: Event, form: RegistrationForm, state: Availability) -> tuple:
    """What the fields that every event asks for depend on, as long as nobody has typed."""
    fields = "listed" in form.fields, event.effective_retention_days, state == Availability.WAITING_LIST
    return queries.edition_of_labels(), *fields


def _register(request, event: Event, form: RegistrationForm) -> tuple[list[str], int]:
    """The state the person got, and whose row it is if the next page may ask for the mail again: both go signed there.

    A form that is refused says why; nothing is answered then but the page's status.
    """
    if not form.is_valid():
        return [], 422
    try:
        contact = form.contact()
        limits.spend("registration", limits.client_of(request))
        limits.spend("registration_email", contact.email_key)
        state = service.register(event, contact, key=form.submission_key())
    except (EventError, NetworkingError) as error:
        form.add_error(None, str(error))
        return [], error.status
    return [state.value, _row(event, contact) if state == RegistrationState.HELD else ""], 200


def _row(event: Event, contact: Contact) -> str:
    row = event.registrations.filter(email_key=contact.email_key).values_list("uuid", flat=True).first()
    return row.hex if row else ""


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def registered(request, slug):
    """What happens next. The same for a known and a new address; the private link comes by mail only.

    The POST asks for the mail once more.
    """
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    answer = request.GET.get("answer", "")
    try:
        state, row = signing.loads(answer, salt=_ANSWER, max_age=86_400)
    except (signing.BadSignature, ValueError):
        return redirect(event)
    page = {"event": event, "state": state, "hours_held": event.policy("confirm_email_hours"), "asked": False}
    if request.method == "POST":
        try:
            limits.spend("registration", limits.client_of(request))
        except NetworkingError as error:
            return render(request, "events/registered.html", page | {"refusal": error}, status=error.status)
        reminding.repeat(event, row)
        page["asked"] = True
    return render(request, "events/registered.html", page)


@private_page
@require_safe
def mine(request, token):
    """My registration: see, change, cancel, hand on, calendar file, who else is coming."""
    registration = _registration(token)
    given = consents.given(registration)
    page = {
        "registration": registration,
        "event": registration.event,
        "token": token,
        **_line(registration),
        "programme": queries.programme(registration.event, request.user),
        "has_seat": registration.state == RegistrationState.CONFIRMED,
        "is_active": queries.is_active(registration),
        "too_late_to_change": refusal(registration, "change_until_hours"),
        "too_late_to_cancel": refusal(registration, "cancel_until_hours"),
        "change_until": self_service_until(registration.event, "change_until_hours"),
        "cancel_until": self_service_until(registration.event, "cancel_until_hours"),
        "may_hand_on": deputies.is_possible(registration),
        "shows_fellows": attendance.shows_fellows(registration.event),
        "fellows": attendance.fellows(registration),
        "to_meet": attending.whom_to_meet(registration),
        "meeting_round": _meetings(registration),
        "answers": questionnaire.answers_of(registration),
        "seen": [word for kind, word in SEEN.items() if kind in given],
    }
    return render(request, "events/mine.html", page)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, token):
    """My data, except the address the link was sent to."""
    registration = _registration(token)
    form = ChangeForm(request.POST or None, registration=registration, language=registration.language)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                service.change(registration, form.contact())
            except EventError as error:
                form.add_error(None, str(error))
                status = error.status
            else:
                return redirect(f"{reverse('events:mine', args=[token])}?changed=1")
    page = {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "form": form,
        "refusal": refusal(registration, "change_until_hours"),
    }
    return render(request, "events/change.html", page, status=status)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, token):
    """A page that asks, then the POST: mail scanners follow every link."""
    registration = _registration(token)
    page = {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "refusal": refusal(registration, "cancel_until_hours"),
    }
    if request.method == "POST":
        try:
            service.cancel(registration)
        except EventError as error:
            return render(request, "events/cancel.html", page | {"refusal": error}, status=error.status)
        return redirect("events:mine", token=token)
    return render(request, "events/cancel.html", page)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Confirm the address of a held seat, or take an offered one: a page with a button, then the POST."""
    registration = _registration(token, links.CONFIRM)
    if request.method == "POST":
        service.confirm_address(registration)
        return redirect("events:confirm", token=token)
    page = {
        "registration": registration,
        "event": registration.event,
        "manage_token": links.manage_token(registration),
        **_line(registration),
    }
    return render(request, "events/confirm.html", page)


@private_page
@require_safe
def mine_calendar(request, token):
    """The calendar file of a sure seat."""
    registration = _registration(token)
    if registration.state != RegistrationState.CONFIRMED:
        raise Http404
    return HttpResponse(
        files.registration_calendar(registration, link=links.manage_url(registration)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="termin.ics"'},
    )


def _line(registration) -> dict:
    """Their place in line and the rule by which seats are passed on, or the way to take an offered seat."""
    event = registration.event
    by_offer = event.policy("waiting_list") == WaitingList.OFFER
    is_offered = registration.state == RegistrationState.OFFERED
    return {
        "place": waiting.place(registration),
        "offer_hours": event.policy("offer_working_hours") if by_offer else None,
        "confirm_url": links.confirm_url(registration) if is_offered else "",
    }


def _meetings(registration: Registration):
    """The 1:1 meetings of the event, for somebody with a sure seat once they are opened."""
    if registration.state != RegistrationState.CONFIRMED:
        return None
    meeting_round = meetings.round_of(registration.event)
    return meeting_round if meetings.is_open_to_people(meeting_round) else None


def _registration(token: str, purpose: str = links.MANAGE) -> Registration:
    """The registration behind the token; a forged, revoked or foreign one does not exist."""
    registration = links.registration_for(token, purpose)
    if registration is None:
        raise Http404
    return registration
