"""The feed of new events: what has not changed is answered 304 before a line of it is written."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from events import atom
from events.calendar import feeds

KEPT_FOR = 3600  # seconds in this process


@login_not_required
@require_safe
def new_events(request):
    """Its state is that of the calendar of all events: whatever changes here has changed there."""
    language = "en" if request.GET.get("lang") == "en" else "de"
    edition = feeds.edition(feeds.Feed("all", language))
    etag = f'"atom-{edition.tag}"'
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(edition.modified),
        "Cache-Control": "public, max-age=900, must-revalidate",
        "Content-Language": language,
    }
    response = HttpResponse(content_type=atom.CONTENT_TYPE, headers=headers)
    conditional = get_conditional_response(request, etag, edition.modified, response)
    if conditional is response:
        response.content = _body(edition, language)
    return conditional


def _body(edition, language):
    key = f"atom-{edition.tag}"
    body = caches["feeds"].get(key)
    if body is None:
        body = atom.body(language, datetime.fromtimestamp(edition.modified, UTC))
        if edition.is_kept:
            caches["feeds"].set(key, body, KEPT_FOR)
    return body
