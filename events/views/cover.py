"""The pictures of an event: its drawn cover, and the card that stands where a link to it is shared."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from events.drawings import card as card_drawing
from events.drawings import cover as cover_drawing
from events.enums import Visibility
from events.models import Event

YEAR = 365 * 24 * 3600  # seconds


@login_not_required
@require_safe
def cover(request, slug):
    """The drawing never changes for one event and format, so it may be kept for a year."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    drawing = cover_drawing.draw(event.uuid, event.format)
    state = f"{event.uuid}|{event.format}|{cover_drawing.VERSION}"
    return _picture(request, event, drawing, "image/svg+xml", state)


@login_not_required
@require_safe
def card(request, slug):
    """Drawn once for each state of the event and language, whoever asks and however often."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    content = card_drawing.content(event, request.LANGUAGE_CODE)
    key = card_drawing.digest(content)
    drawing = caches["drawings"].get_or_set(key, lambda: card_drawing.png(content), YEAR)
    return _picture(request, event, drawing, "image/png", key)


def _picture(request, event: Event, drawing: str | bytes, content_type: str, state: str) -> HttpResponse:
    etag = f'"{hashlib.sha256(state.encode()).hexdigest()[:20]}"'
    response = HttpResponse(drawing, content_type=content_type, headers={"ETag": etag})
    is_open = event.is_published and event.effective_visibility in (Visibility.PUBLIC, Visibility.UNLISTED)
    patch_cache_control(response, max_age=YEAR, immutable=True, public=is_open, private=not is_open)
    return get_conditional_response(request, etag=etag, response=response)
