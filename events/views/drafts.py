"""The organisers' pages around a draft: look at it as a visitor, copy an event into a new one, delete it."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.enums import EventState
from events.errors import EventError
from events.forms.copy import CopyForm
from events.services import planning
from events.views.organising import event_for
from events.views.public import page_of


@require_safe
def organise_preview(request, slug):
    """The event's page as it will stand once published, with what any visitor may see; nothing is changed."""
    shown = copy(event_for(request, slug))
    if shown.state == EventState.DRAFT:
        shown.state = EventState.PUBLISHED
    return render(request, "events/preview.html", page_of(shown, AnonymousUser()) | {"is_public": False})


@require_http_methods(["GET", "HEAD", "POST"])
def organise_copy(request, slug):
    event = event_for(request, slug, "event.copy")
    form = CopyForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        twin = planning.copy(event, actor=request.user, starts_at=form.cleaned_data["starts_at"])
        messages.success(request, _("The copy is a draft. Nobody sees it until you publish it."))
        return redirect("events:organise_event", twin.slug)
    return render(
        request,
        "events/organise_copy.html",
        {"event": event, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organise_delete(request, slug):
    event = event_for(request, slug, "event.delete")
    refusal = ""
    if request.method == "POST":
        try:
            planning.delete(event, actor=request.user)
        except EventError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The draft “%(title)s” is deleted.") % {"title": event.title})
            return redirect("events:organise")
    return render(
        request,
        "events/organise_delete.html",
        {"event": event, "refusal": refusal},
        status=409 if refusal else 200,
    )
