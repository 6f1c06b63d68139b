"""My account: who I am here and in which language I am written to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from networking import links, queries
from networking.forms.profile import ProfileForm
from networking.models import Project
from networking.services.people import change_profile, renew_links


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        change_profile(form.instance, form.changed_data)
        messages.success(request, _("Your profile was saved."))
        return redirect("networking:account")
    mine = Project.objects.visible_to(request.user).filter(memberships__person=request.user)
    context = {
        "form": form,
        "roles": [grant.get_role_display() for grant in request.user.role_grants.order_by("role")],
        "projects": queries.by_title(mine),
        "calendar_token": links.derive("calendar", request.user.public_id, request.user.key_version),
    }
    return render(request, "networking/account.html", context)


@require_POST
def renew_calendar(request):
    """A new secret address for one's own calendar; the old one answers 404 from now on."""
    renew_links(request.user)
    messages.success(request, _("Your calendar has a new address. The old one no longer works."))
    return redirect("networking:account")
