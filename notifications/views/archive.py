"""Past issues for everybody: list, one page each, their pictures, and a feed. Nothing personal stands there."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from networking.access import can
from networking.models import Picture
from networking.services.pictures import as_jpeg
from notifications.enums import IssueState
from notifications.models import Issue
from notifications.newsletter import news
from notifications.newsletter.pieces import still_public

PER_PAGE = 24
YEAR = 365 * 24 * 3600  # seconds
LONGEST = 1104  # pixels
GONE_OUT = (IssueState.APPROVED, IssueState.SCHEDULED, IssueState.SENDING, IssueState.SENT)


@login_not_required
@require_safe
def newsletter_archive(request):
    page = Paginator(Issue.objects.published(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/newsletter_archive.html", {"page": page})


@login_not_required
@require_safe
def newsletter_issue(request, slug):
    """What was sent, without what is not public any more."""
    issue = get_object_or_404(Issue.objects.published(), slug=slug)
    pieces = still_public(issue.frozen.get(request.LANGUAGE_CODE, []))
    return render(request, "notifications/newsletter_issue.html", {"issue": issue, "pieces": pieces})


@login_not_required
@require_safe
def newsletter_picture(request, public_id):
    """A picture of an approved issue; before, only those who write see it."""
    picture = get_object_or_404(Picture.objects.filter(issues__isnull=False).distinct(), public_id=public_id)
    is_open = picture.issues.filter(state__in=GONE_OUT).exists()
    if not is_open and not can(request.user, "newsletter.write"):
        raise Http404
    response = HttpResponse(as_jpeg(picture, LONGEST), content_type="image/jpeg")
    patch_cache_control(response, max_age=YEAR, immutable=True, public=is_open, private=not is_open)
    return response


@login_not_required
@require_safe
def newsletter_feed(request):
    language = "en" if request.GET.get("lang") == "en" else "de"
    updated = news.updated()
    headers = {
        "Cache-Control": "public, max-age=900, must-revalidate",
        "Last-Modified": http_date(updated.timestamp()),
        "Content-Language": language,
    }
    return HttpResponse(news.body(language, updated), content_type=news.CONTENT_TYPE, headers=headers)
