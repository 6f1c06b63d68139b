"""The funding overview and the calls for proposals."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from networking import funding as reading
from networking import queries
from networking.models import Project


@login_not_required
@require_safe
def funding(request):
    return render(request, "networking/funding.html", {"overview": reading.overview(request.user)})


@login_not_required
@require_safe
def calls(request):
    rows = reading.by_deadline(reading.calls(request.user))
    return render(request, "networking/calls.html", {"rows": rows})


@login_not_required
@require_safe
def call(request, slug):
    found = get_object_or_404(reading.calls(request.user), slug=slug)
    visible = Project.objects.visible_to(request.user).filter(calls=found)
    projects = queries.by_title(queries.with_card(visible))
    context = {"call": found, "state": reading.state_of(found), "projects": projects}
    return render(request, "networking/call.html", context)
