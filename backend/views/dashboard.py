"""The organisers' first page."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.queries import dashboard as whats_on
from networking.access import can


@require_safe
def dashboard(request):
    """For everybody with a role of the house or a place in an event's team."""
    if not (can(request.user, "organise.enter") or can(request.user, "event.oversee")):
        raise PermissionDenied
    return render(request, "backend/dashboard.html", whats_on(request.user))
