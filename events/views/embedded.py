"""The list of events on a partner's website: a page for a frame, or a part of a page to fetch.

Both are the same for everybody: no session is asked, no cookie set, no script in them. Only the partner's origin may
frame the page or read the part.
"""

from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events import queries
from events.forms.filters import EventFilter
from events.models import EmbedPartner
from networking.queries import vocabulary
from networking.views.former import with_present_topic
from networking.views.kept import kept_for_anybody

LENGTH = 20
_CLOSED = {name: ["'none'"] for name in ("script-src", "font-src", "connect-src", "form-action")}


@login_not_required
@require_safe
@xframe_options_exempt
def embedded(request, key):
    """In place of X-Frame-Options, which names no origin, the policy says who may frame the page."""
    partner = get_object_or_404(EmbedPartner, key=key, is_active=True)
    framed = csp_replace(_CLOSED | {"frame-ancestors": [partner.origin]})(_list)
    return framed(request, "events/embed.html")


@login_not_required
@require_safe
def embedded_part(request, key):
    partner = get_object_or_404(EmbedPartner, key=key, is_active=True)
    response = _list(request, "events/embed_part.html")
    response["Access-Control-Allow-Origin"] = partner.origin
    return response


@kept_for_anybody(lambda request, template: queries.edition_of_all())
def _list(request, template):
    language = "en" if request.GET.get("lang") == "en" else "de"
    with translation.override(language):
        words = vocabulary()
        search = EventFilter(with_present_topic(request.GET, words), words=words)
        events = list(search.events(AnonymousUser())[: LENGTH + 1])
        context = {
            "events": events[:LENGTH],
            "has_more": len(events) > LENGTH,
            "all_of_them": _address(request),
            "language": language,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
        }
        body = render_to_string(template, context)
    headers = {
        "Cache-Control": "public, max-age=300",
        "Content-Language": language,
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(body, headers=headers)
    response.true_until = queries.next_turn(events)
    return response


def _address(request):
    """The same list on our own pages."""
    chosen = [(name, value) for name, values in request.GET.lists() for value in values if name != "lang"]
    return settings.SITE_URL + reverse("events:list") + (f"?{urlencode(chosen)}" if chosen else "")
