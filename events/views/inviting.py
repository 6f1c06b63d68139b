"""The organisers' pages of invitations: the list with its sums, one person by hand, waves, acts on many."""

from copy import copy
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import invitees
from events.enums import InvitationState, LookedAt
from events.errors import EventError
from events.forms.invitation import WaveForm
from events.forms.selection import SelectionField
from events.models import Wave
from events.queries import seat_sums
from events.services import looks, waves
from events.views.organising import event_for

PER_PAGE = 50
NAMED = 200  # people the preview lists by name


@require_safe
def invitations(request, slug):
    event = event_for(request, slug, "invitations.read")
    looks.note(event, request.user, LookedAt.INVITATIONS)
    asked = asked_of(request)
    page = Paginator(invitees.invitation_list(event, **asked), PER_PAGE).get_page(request.GET.get("page"))
    sums = invitees.sums(event)
    return render(
        request,
        "events/invitations.html",
        {
            "event": event,
            "page": page,
            "sums": sums,
            "seats": seat_sums(event),
            "states": _states(sums),
            "waves": invitees.waves_with_sums(event),
            "is_narrowed": any(asked.values()),
            **asked,
        },
    )


@require_safe
def invitations_written(request, slug):
    """How many of the owed mails are written: the part of the page that renews itself."""
    event = event_for(request, slug, "invitations.read")
    return render(request, "events/_invitations_written.html", {"event": event, "sums": invitees.sums(event)})


@require_http_methods(["GET", "HEAD", "POST"])
def wave_new(request, slug):
    event = event_for(request, slug, "invitations.write")
    form = WaveForm(request.POST if request.method == "POST" else None, event=event, instance=Wave())
    if request.method == "POST" and form.is_valid():
        wave = waves.create(event, form.instance, actor=request.user)
        messages.success(request, _("The wave is made. Put people into it, then send it."))
        return redirect("events:wave", event.slug, wave.uuid)
    status = 422 if form.errors else 200
    return render(request, "events/wave_new.html", {"event": event, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def wave(request, slug, uuid):
    """A wave: its sums, sending it, and another deadline for those who have not answered."""
    event = event_for(request, slug, "invitations.write" if request.method == "POST" else "invitations.read")
    found = get_object_or_404(invitees.waves_with_sums(event), uuid=uuid)
    form = WaveForm(request.POST if request.method == "POST" else None, event=event, instance=copy(found))
    if request.method == "POST" and form.is_valid():
        try:
            waves.edit(found, actor=request.user, **form.cleaned_data)
        except EventError as error:
            form.add_error(None, error.told_to_organisers)
        else:
            messages.success(request, _("The wave is saved. It holds for everybody who has not answered."))
            return redirect("events:wave", event.slug, found.uuid)
    context = {"event": event, "wave": found, "form": form, "sums": invitees.sums(event)}
    return render(request, "events/wave.html", context, status=422 if form.errors else 200)


@require_POST
def wave_send(request, slug, uuid):
    event = event_for(request, slug, "invitations.write")
    found = get_object_or_404(event.waves, uuid=uuid)
    try:
        number = waves.send(found, actor=request.user)
    except EventError as error:
        messages.error(request, error.told_to_organisers)
    else:
        said = ngettext("%(number)d person is invited.", "%(number)d people are invited.", number)
        messages.success(request, said % {"number": number})
    return redirect("events:wave", event.slug, found.uuid)


class PeopleForm(forms.Form):
    people = SelectionField(error_messages={"required": _("Choose at least one person.")})


@require_http_methods(["GET", "HEAD", "POST"])
def invitations_many(request, slug, act):
    """Remind, send again or withdraw: first who it is about, then the act on exactly those."""
    event = event_for(request, slug, "invitations.write")
    if act not in ("remind", "resend", "withdraw"):
        raise Http404
    if request.method == "POST":
        form = PeopleForm(request.POST)
        if form.is_valid():
            _carry_out(request, event, act, _people(event, form.cleaned_data["people"]))
            return redirect("events:invitations", event.slug)
    chosen = _chosen(request, event)
    reached = _reached(event, act, chosen)
    context = {
        "event": event,
        "act": act,
        "people_form": PeopleForm(initial={"people": [row.uuid for row in reached]}),
        "reached": reached,
        "named": reached[:NAMED],
        "unnamed": len(reached) - NAMED,
        "left_out": len(chosen) - len(reached),
    }
    return render(request, "events/invitations_many.html", context, status=200 if reached else 422)


def _carry_out(request, event, act, chosen) -> None:
    """Do it and say what came of it."""
    try:
        if act == "remind":
            number = waves.remind(event, chosen, actor=request.user)
            said = ngettext("%(number)d person is reminded.", "%(number)d people are reminded.", number)
        elif act == "resend":
            number = sum(1 for row in chosen if waves.resend(row, actor=request.user))
            said = ngettext(
                "The invitation goes to %(number)d person once more.",
                "The invitation goes to %(number)d people once more.",
                number,
            )
        else:
            number = sum(1 for row in chosen if waves.withdraw(row, actor=request.user))
            said = ngettext(
                "%(number)d invitation is withdrawn.", "%(number)d invitations are withdrawn.", number
            )
    except EventError as error:
        messages.error(request, error.told_to_organisers)
    else:
        messages.success(request, said % {"number": number})


def _reached(event, act, chosen) -> list:
    """Those of the chosen for whom the act makes sense now."""
    if act == "remind":
        keys = set(invitees.remindable(event).values_list("pk", flat=True))
        return [row for row in chosen if row.pk in keys]
    states = waves.WITHDRAWABLE if act == "withdraw" else (InvitationState.OPEN,)
    return [row for row in chosen if row.state in states]


def _chosen(request, event) -> list:
    """Whom the address names: everybody the list's filters find, or the checked rows."""
    if "all" in request.GET:
        return list(invitees.invitation_list(event, **asked_of(request)))
    return _people(event, [_uuid(text) for text in request.GET.getlist("row")])


def _people(event, uuids) -> list:
    """Those of the event among `uuids`; others do not exist here."""
    wanted = set(uuids)
    return [row for row in invitees.invitation_list(event) if row.uuid in wanted] if wanted else []


def _uuid(text) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _states(sums) -> list[tuple[str, str, int]]:
    """What the list can be narrowed to, with how many there are."""
    named = [(value, label, sums[value]) for value, label in InvitationState.choices]
    beside = [
        (invitees.OVERDUE, _("overdue"), sums["overdue"]),
        (invitees.DEPUTIES, _("is a deputy"), sums["deputies"]),
    ]
    return [*named, *beside]


def asked_of(request) -> dict:
    """What the address asks of the list; the same for page and acts on many."""
    return {
        "words": request.GET.get("q", "")[:200],
        "state": request.GET.get("state", ""),
        "wave": request.GET.get("wave", ""),
    }
