"""1:1 meetings for those who come: take part, choose, read the agenda, cancel one. Behind the private link."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import links, meetings
from events.calendar import appointments
from events.enums import EventState, MeetingRoundState, MeetingState, RegistrationState
from events.errors import ChosenMeanwhile, EventError
from events.forms.meetings import DeclineForm, WishesForm
from events.models import Event, Meeting, MeetingRound, Registration
from events.services import meeting_parties
from events.services import meetings as service
from networking.contacts import projects_of
from networking.queries import vocabulary
from networking.views.private import private_page

OVER, NO_SEAT, NO_PROJECT = "over", "no-seat", "no-project"
INVITED, CHOOSING, WITHOUT, WAITING, PUBLISHED = "invited", "choosing", "without", "waiting", "published"


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_meetings(request, token):
    """Everything about the meetings of one's project, in the stage they are."""
    registration, meeting_round = _open(token)
    party = meetings.party_of(meeting_round, registration)
    stage = _stage(registration, meeting_round, party)
    page = _page(registration, token, meeting_round, party) | {"stage": stage}
    if request.method == "POST":
        return _acted(request, page)
    if stage == CHOOSING:
        page["form"] = _form(party, None)
    if party and stage in (PUBLISHED, OVER):
        page["agenda"] = meetings.agenda(party)
    return render(request, "events/my_meetings.html", page)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_meeting_decline(request, token, uuid):
    """A page that asks, then the POST: mail scanners follow every link."""
    registration, meeting_round = _open(token)
    party = _party_or_404(meeting_round, registration)
    standing = Meeting.objects.of(party).in_order().exclude(state=MeetingState.PLANNED)
    meeting = get_object_or_404(standing, uuid=uuid)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    page = _page(registration, token, meeting_round, party)
    page |= {"meeting": meeting, "other": meeting.other(party).project, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            service.cancel(meeting, by=party, reason=form.cleaned_data["reason"], actor=registration.person)
        except EventError as error:
            page["refusal"] = error
            return render(request, "events/my_meeting_decline.html", page, status=error.status)
        messages.success(request, _("The meeting is cancelled, and the other project is told."))
        return redirect("events:my_meetings", token=token)
    return render(request, "events/my_meeting_decline.html", page, status=422 if form.errors else 200)


@private_page
@require_safe
def my_meetings_print(request, token):
    """The agenda on paper."""
    registration, meeting_round = _open(token)
    party = _published_or_404(meeting_round, registration)
    page = _page(registration, token, meeting_round, party)
    page["agenda"] = meetings.agenda(party)
    return render(request, "events/my_meetings_print.html", page)


@private_page
@require_safe
def my_meetings_calendar(request, token):
    """The agenda as a calendar file."""
    registration, meeting_round = _open(token)
    party = _published_or_404(meeting_round, registration)
    rows = Meeting.objects.published().of(party).in_order()
    return HttpResponse(
        appointments.appointments_file(registration, rows),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="treffen.ics"'},
    )


@require_safe
def network_meetings(request):
    """The events to come at which somebody's projects can meet others, each with the way to their own page."""
    visible = Event.objects.visible_to(request.user).listed().exclude(state=EventState.CANCELLED)
    rounds = MeetingRound.objects.exclude(state=MeetingRoundState.OFF).filter(
        event__in=visible, event__ends_at__gt=timezone.now()
    )
    seats = Registration.objects.confirmed().filter(person=request.user, project__isnull=False)
    mine = {seat.event_id: seat for seat in seats.filter(event__meeting_round__in=rounds)}
    rows = [
        (row, mine.get(row.event_id) and links.manage_token(mine[row.event_id]))
        for row in rounds.select_related("event").order_by("event__starts_at")
        if meetings.offers_meetings(row.event)
    ]
    return render(
        request, "events/network_meetings.html", {"rows": rows, "projects": projects_of(request.user)}
    )


def _acted(request, page):
    """One of the page's buttons: take part, do not, or keep what was chosen."""
    act, party, registration = request.POST.get("act"), page["party"], page["registration"]
    form = _form(party, request.POST) if act == "choose" and page["stage"] == CHOOSING else None
    if form is not None and not form.is_valid():
        return render(request, "events/my_meetings.html", page | {"form": form}, status=422)
    try:
        said = _done(act, form, page)
    except EventError as error:
        if form is None:
            messages.error(request, str(error))
            return redirect("events:my_meetings", token=page["token"])
        if isinstance(error, ChosenMeanwhile):
            fresh = meetings.party_of(page["round"], registration)
            form = _form(fresh, None)
        page |= {"form": form, "refusal": error}
        return render(request, "events/my_meetings.html", page, status=error.status)
    messages.success(request, said)
    return redirect("events:my_meetings", token=page["token"])


def _done(act, form, page) -> str:
    party, registration = page["party"], page["registration"]
    if act == "join":
        meeting_parties.join(page["round"], registration)
        return _("Your project takes part. Now say whom you want to meet.")
    if act == "leave" and party:
        meeting_parties.leave(party, registration=registration)
        return _("Your project does not take part any more.")
    if form is not None:
        meeting_parties.choose(
            party, form.wishes, form.cannot, revision=form.cleaned_data["revision"], registration=registration
        )
        return _("Your wishes are kept. You can change them until the deadline.")
    raise Http404


def _form(party, data) -> WishesForm:
    chosen = meetings.candidates(party, vocabulary())
    return WishesForm(data, party=party, slots=list(party.round.slots.all()), chosen=chosen)


def _stage(registration, meeting_round, party) -> str:
    """What the page is about now."""
    event = registration.event
    if event.is_past or event.is_cancelled:
        return OVER
    if registration.state != RegistrationState.CONFIRMED:
        return NO_SEAT
    if registration.project is None or not registration.project.is_published:
        return NO_PROJECT
    if meeting_round.is_published:
        return PUBLISHED if party else WITHOUT
    if meeting_round.is_choosing:
        return CHOOSING if party else INVITED
    return WAITING if party else WITHOUT


def _page(registration, token, meeting_round, party) -> dict:
    return {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "round": meeting_round,
        "party": party,
    }


def _open(token) -> tuple[Registration, MeetingRound]:
    """The registration and the round of its event. 404 for a foreign token, and while nothing is opened."""
    registration = links.registration_for(token)
    meeting_round = meetings.round_of(registration.event) if registration else None
    if not meetings.is_open_to_people(meeting_round):
        raise Http404
    return registration, meeting_round


def _party_or_404(meeting_round, registration):
    party = meetings.party_of(meeting_round, registration)
    if party is None:
        raise Http404
    return party


def _published_or_404(meeting_round, registration):
    if not meeting_round.is_published:
        raise Http404
    return _party_or_404(meeting_round, registration)
