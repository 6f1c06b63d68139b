"""One 1:1 meeting in the organisers' hands: pinned, moved, exchanged, taken out, called off, or put together anew."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.enums import MeetingState
from events.errors import EventError
from events.forms.meeting_plan import CallOffForm, NewMeetingForm, PlaceForm, SwapForm, start_of
from events.services import meetings as service
from events.views.meetings_organising import set_up_round


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request, slug, uuid):
    """One page with a form for each thing that can be done; what is impossible is refused with the reason."""
    event, meeting_round = set_up_round(request, slug, "event.edit")
    standing = meeting_round.meetings.standing()
    meeting = get_object_or_404(standing.in_order(), uuid=uuid)
    act = request.POST.get("act") if request.method == "POST" else None
    forms = _forms(request, meeting_round, meeting, act)
    form = forms.get(act)
    if act and (form is None or form.is_valid()):
        try:
            words = _done(act, meeting, form, request.user)
        except EventError as error:
            if form is not None:
                form.add_error(None, str(error))
            else:
                messages.error(request, str(error))
        else:
            messages.success(request, words)
            return redirect("events:organise_meetings", event.slug)
    context = {"event": event, "round": meeting_round, "meeting": meeting, "form": form, "forms": forms}
    return render(request, "events/meeting_edit.html", context, status=422 if act else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request, slug):
    """Two projects put together by hand: a pinned draft."""
    event, meeting_round = set_up_round(request, slug, "event.edit")
    form = NewMeetingForm(
        request.POST if request.method == "POST" else None,
        parties=meeting_round.parties.present().select_related("project"),
        slots=meeting_round.slots.all(),
        tables=meeting_round.tables.all(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            service.add(meeting_round, **form.pair(), **form.place(), actor=request.user)
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The meeting stands as a draft and stays there. Publishing tells both.")
            )
            return redirect("events:organise_meetings", event.slug)
    context = {"event": event, "round": meeting_round, "form": form}
    return render(request, "events/meeting_new.html", context, status=422 if form.errors else 200)


def _forms(request, meeting_round, meeting, act) -> dict:
    sent = lambda name: request.POST if act == name else None  # noqa: E731
    where = {"slot": start_of(meeting.slot), "table": meeting.table.label}
    others = meeting_round.meetings.standing().exclude(pk=meeting.pk).in_order()
    return {
        "move": PlaceForm(
            sent("move"), slots=meeting_round.slots.all(), tables=meeting_round.tables.all(), initial=where
        ),
        "swap": SwapForm(sent("swap"), others=others),
        "cancel": CallOffForm(sent("cancel")),
    }


def _done(act, meeting, form, actor) -> str:
    is_draft = meeting.state == MeetingState.PLANNED
    if act == "move":
        service.move(meeting, **form.place(), actor=actor)
        return (
            _("The meeting is moved.") if is_draft else _("The meeting is moved, and both projects are told.")
        )
    if act == "swap":
        service.swap(meeting, form.chosen(), actor=actor)
        return _("The two meetings changed places.")
    if act == "cancel" and not is_draft:
        service.cancel(meeting, by=None, reason=form.cleaned_data["reason"], actor=actor)
        return _("The meeting is called off, and both projects are told.")
    if act == "remove" and is_draft:
        service.remove(meeting, actor=actor)
        return _("The draft of this meeting is taken out.")
    if act in ("pin", "unpin") and is_draft:
        service.set_pinned(meeting, act == "pin", actor=actor)
        return _("The next plan leaves it where it is.") if act == "pin" else _("The next plan may move it.")
    raise Http404
