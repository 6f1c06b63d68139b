"""One project: its page and its one-pager."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from networking import queries
from networking.access import can
from networking.enums import ExchangeKind, Language
from networking.exports import one_pager as one_pager_export
from networking.models import Project


@login_not_required
@require_safe
def project(request, slug):
    found = queries.with_portrait(Project.objects.visible_to(request.user))
    project = get_object_or_404(found, slug=slug)
    context = {
        "project": project,
        "related": queries.related(project, request.user),
        "offers": queries.exchanges_of(project, ExchangeKind.OFFER),
        "seeks": queries.exchanges_of(project, ExchangeKind.SEEK),
        "edits": can(request.user, "project.edit", project),
    }
    return render(request, "networking/project.html", context)


@login_not_required
@require_safe
def one_pager(request, slug):
    """The one-pager in the language of the address, or of `?lang=`."""
    found = get_object_or_404(queries.with_portrait(Project.objects.visible_to(request.user)), slug=slug)
    language = request.GET.get("lang", "")
    if language not in Language.values:
        language = request.LANGUAGE_CODE
    response = HttpResponse(one_pager_export.pdf(found, language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.slug}-{language}.pdf"'
    response["Content-Language"] = language
    return response
