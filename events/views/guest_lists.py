"""Inviting many: one by hand, a pasted list, a file, projects' teams, earlier guests; always a preview first."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events import invitees
from events.enums import InvitationOrigin, InvitationState
from events.errors import EventError
from events.forms.invitation import FileForm, FormerForm, GuestForm, ListForm, ProjectsForm
from events.services import guest_lists, inviting
from events.views.organising import event_for

SHOWN = 200  # people and faults the preview lists


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_add(request, slug):
    """One person by hand: the same faults as on a list, beside the fields."""
    event = event_for(request, slug, "invitations.write")
    form = GuestForm(_sent(request), event=event, initial=_wave_asked(request))
    if request.method == "POST" and form.is_valid():
        invited = _invited(event, form, request.user)
        if invited:
            planned = invited.state == InvitationState.PLANNED
            said = _("%(name)s is in the wave.") if planned else _("%(name)s is invited and gets a mail.")
            messages.success(request, said % {"name": invited.name})
            return redirect("events:invitations", event.slug)
    context = {"event": event, "form": form}
    return render(request, "events/invitation_add.html", context, status=422 if form.errors else 200)


def _invited(event, form, actor):
    """The new invitation, or None with the reasons in the form."""
    judgement = guest_lists.judge_people(event, form.guests())
    for fault in judgement.faults:
        form.add_error(fault.field, fault.sentence)
    if judgement.faults:
        return None
    _line, contact = judgement.contacts[0]
    try:
        return inviting.invite(event, contact, actor=actor, wave=form.cleaned_data["wave"])
    except EventError as error:
        form.add_error(None, error.told_to_organisers)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug, source):
    """Where the people come from; what was read is kept and shown before anybody is invited."""
    event = event_for(request, slug, "invitations.write")
    if source not in SOURCES:
        raise Http404
    form, context = SOURCES[source](request, event)
    if request.method == "POST" and form.is_valid():
        wave, origin = form.cleaned_data["wave"], ORIGINS[source]
        kept = guest_lists.keep(event, form.guests(), origin=origin, actor=request.user, wave=wave)
        return redirect("events:guest_list", event.slug, kept.uuid)
    page = {"event": event, "form": form, "source": source, **context}
    return render(request, f"events/invite_{source}.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def guest_list(request, slug, uuid):
    """Who will be invited and why the others will not; then the button that does it."""
    event = event_for(request, slug, "invitations.write")
    kept = event.guest_lists.select_related("wave").filter(uuid=uuid, created_by=request.user).first()
    if kept is None:
        return redirect("events:invitations", event.slug)
    refusal = None
    if request.method == "POST" and "discard" in request.POST:
        kept.delete()
        messages.success(request, _("Nobody was invited. The list is deleted."))
        return redirect("events:invitations", event.slug)
    if request.method == "POST":
        try:
            return _written(request, event, kept)
        except EventError as error:
            refusal = error
    judgement = guest_lists.judge(kept)
    people = [contact for _line, contact in judgement.contacts]
    context = {
        "event": event,
        "kept": kept,
        "refusal": refusal and refusal.told_to_organisers,
        "people": people[:SHOWN],
        "number": len(people),
        "unnamed": len(people) - SHOWN,
        "faults": judgement.faults[:SHOWN],
        "more_faults": len(judgement.faults) - SHOWN,
        "left_out": [
            (label, judgement.left_out[kind]) for kind, label in _KINDS.items() if judgement.left_out[kind]
        ],
        "total": len(kept.rows),
    }
    return render(request, "events/guest_list.html", context, status=refusal.status if refusal else 200)


def _written(request, event, kept):
    """Everybody is in the list of invitations now; the mails follow."""
    number = guest_lists.write(kept, actor=request.user)
    if kept.wave and kept.wave.sent_at is None:
        said = ngettext(
            "%(number)d person is in the wave. Nobody gets a mail before you send it.",
            "%(number)d people are in the wave. Nobody gets a mail before you send it.",
            number,
        )
        messages.success(request, said % {"number": number})
        return redirect("events:wave", event.slug, kept.wave.uuid)
    said = ngettext("%(number)d person is invited.", "%(number)d people are invited.", number)
    messages.success(request, said % {"number": number})
    return redirect("events:invitations", event.slug)


def _sent(request):
    """What was posted, even when it is empty; None when the form is only looked at."""
    return request.POST if request.method == "POST" else None


def _wave_asked(request) -> dict:
    return {"wave": request.GET.get("wave", "")}


def _from_list(request, event):
    return ListForm(_sent(request), event=event, initial=_wave_asked(request)), {}


def _from_file(request, event):
    files = request.FILES if request.method == "POST" else None
    return FileForm(_sent(request), files, event=event, initial=_wave_asked(request)), {}


def _from_projects(request, event):
    """`missing=1` in the address has those checked of whom nobody comes."""
    presences = invitees.presences(event)
    absent = [presence.project.slug for presence in presences if presence.is_missing and presence.team]
    asks_missing = "missing" in request.GET
    form = ProjectsForm(_sent(request), event=event, initial=_wave_asked(request))
    checked = (
        set(request.POST.getlist("project"))
        if request.method == "POST"
        else set(absent if asks_missing else [])
    )
    context = {
        "presences": presences,
        "absent": len(absent),
        "checked": checked,
        "asks_missing": asks_missing,
    }
    return form, context


def _from_former(request, event):
    past = invitees.former_events(request.user, event)
    form = FormerForm(
        _sent(request), event=event, past=[one for one, _came in past], initial=_wave_asked(request)
    )
    checked = request.POST.getlist("former") if request.method == "POST" else []
    return form, {"past": past, "checked": checked}


SOURCES = {"list": _from_list, "file": _from_file, "projects": _from_projects, "former": _from_former}
ORIGINS = {
    "list": InvitationOrigin.LIST,
    "file": InvitationOrigin.FILE,
    "projects": InvitationOrigin.PROJECT,
    "former": InvitationOrigin.FORMER,
}
_KINDS = {
    "broken": gettext_lazy("with a fault"),
    "twice": gettext_lazy("more than once on the list"),
    "invited": gettext_lazy("invited already"),
    "registered": gettext_lazy("registered already"),
}
