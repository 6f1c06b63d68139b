"""Pages that belong to no single floor."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def home(request):
    return render(request, "backend/home.html")


@login_not_required
@require_safe
def imprint(request):
    return render(request, "backend/imprint.html")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "backend/privacy.html")


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "backend/accessibility.html")


@login_not_required
@require_safe
def robots(request):
    return HttpResponse("User-agent: *\nDisallow: /r/\n", content_type="text/plain")
