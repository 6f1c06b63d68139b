"""The monitoring report."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from networking.access import can


@require_safe
def report(request):
    """Says honestly what is to come."""
    if not can(request.user, "organise.enter"):
        raise PermissionDenied
    return render(request, "backend/report.html")
