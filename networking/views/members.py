"""The team of a project: see, invite, leave, remove, say who is put in touch with others."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from networking.access import can
from networking.errors import NetworkingError
from networking.forms.member import MemberForm
from networking.services import members
from networking.views.portraits import project_for


@require_http_methods(["GET", "HEAD", "POST"])
def team(request, slug):
    project = project_for(request, slug)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member = members.invite(project, actor=request.user, **form.cleaned_data)
        except NetworkingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(person)s is in the team.") % {"person": member.person})
            return redirect("networking:project_team", project.slug)
    rows = project.memberships.select_related("person", "added_by").order_by("pk")
    context = {"project": project, "members": rows, "form": form}
    return render(request, "networking/project_team.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def team_remove(request, slug, public_id):
    """Asks first. Everybody may leave a team themselves."""
    project = project_for(request, slug)
    member = _member(project, public_id)
    leaves = member.person == request.user
    if leaves and not can(request.user, "project.leave", project):
        raise PermissionDenied
    refusal = ""
    if request.method == "POST":
        try:
            members.remove(member, actor=request.user)
        except NetworkingError as error:
            refusal = str(error)
        else:
            return _after_removal(request, project, member, leaves)
    context = {"project": project, "member": member, "leaves": leaves, "refusal": refusal}
    return render(request, "networking/project_team_remove.html", context, status=409 if refusal else 200)


@require_POST
def team_contact(request, slug, public_id):
    project = project_for(request, slug)
    member = _member(project, public_id)
    members.name_contact(member, actor=request.user)
    said = _("Other projects are put in touch with %(person)s from now on.")
    messages.success(request, said % {"person": member.person})
    return redirect("networking:project_team", project.slug)


def _member(project, public_id):
    return get_object_or_404(project.memberships.select_related("person"), person__public_id=public_id)


def _after_removal(request, project, member, leaves):
    """Whoever left does not write this page any more."""
    if leaves:
        messages.success(request, _("You have left the team."))
        return redirect("networking:network")
    messages.success(request, _("%(person)s is no longer in the team.") % {"person": member.person})
    return redirect("networking:project_team", project.slug)
