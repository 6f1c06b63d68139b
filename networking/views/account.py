"""My account: who I am here and in which language I am written to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from networking import queries
from networking.forms.profile import ProfileForm
from networking.models import Project
from networking.services.people import change_profile


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
    }
    return render(request, "networking/account.html", context)
