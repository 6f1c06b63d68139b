"""The organisers' pages of an event's team: see, add, remove."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventError
from events.forms.team import MemberForm
from events.services import team as teams
from events.views.organising import event_for
from networking.access import can


@require_http_methods(["GET", "HEAD", "POST"])
def team(request, slug):
    event = event_for(request, slug, "team.edit" if request.method == "POST" else "event.oversee")
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member = teams.add(event, actor=request.user, **form.cleaned_data)
        except EventError as error:
            form.add_error(None, str(error))
        else:
            role = member.get_role_display()
            messages.success(
                request, _("%(person)s is in the team as %(role)s.") % {"person": member.person, "role": role}
            )
            return redirect("events:team", event.slug)
    members = event.team.select_related("person", "added_by").order_by("pk")
    return render(
        request,
        "events/team.html",
        {"event": event, "members": members, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def team_remove(request, slug, public_id):
    """Asks first. Everybody may leave a team themselves; others are removed by whoever edits it."""
    event = event_for(request, slug)
    member = get_object_or_404(event.team.select_related("person"), person__public_id=public_id)
    leaves = member.person == request.user
    if not can(request.user, "team.leave" if leaves else "team.edit", event):
        raise PermissionDenied
    refusal = ""
    if request.method == "POST":
        try:
            teams.remove(member, actor=request.user)
        except EventError as error:
            refusal = str(error)
        else:
            return _after_removal(request, event, member, leaves)
    return render(
        request,
        "events/team_remove.html",
        {"event": event, "member": member, "leaves": leaves, "refusal": refusal},
        status=409 if refusal else 200,
    )


def _after_removal(request, event, member, leaves):
    """Whoever left may not see the event any more."""
    if leaves:
        messages.success(request, _("You have left the team."))
        return redirect("events:organise")
    messages.success(request, _("%(person)s is no longer in the team.") % {"person": member.person})
    return redirect("events:team", event.slug)
