"""Pages kept for visitors who are nobody in particular, under a number that rises with every change.

The number is read from the database at each visit, so a kept page is never older than the last commit, in any
process. Whoever has a session gets a page of their own.
"""

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from networking.views.encodings import takes

Value = TypeVar("Value")

LONGEST = 300  # seconds


def kept_for_anybody(edition: Callable[..., str | None]):
    """Keep the decorated view's answers.

    `edition(request, **arguments)` names the state of what the page shows, in one query; None means "do not keep".
    The view finds it as `request.edition` and may keep parts of its page under it (`kept_part`).
    A view that shows something which changes by the clock says until when in `response.true_until`.
    """

    def decorate(view):
        @wraps(view)
        def kept(request, *args, **kwargs):
            request.edition = state = edition(request, *args, **kwargs)
            if state is None or not _is_nobody(request):
                return view(request, *args, **kwargs)
            return _kept(request, _key(request, state), lambda: view(request, *args, **kwargs))

        return kept

    return decorate


def _kept(request, key: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer under `key`, compressed or not as the visitor takes it: each is kept when first asked for."""
    key += ":gzip" if takes(request, "gzip") else ""
    page = caches["pages"].get(key)
    if page is None:
        response = view()
        page, seconds = _page(response, key.endswith(":gzip")), _seconds_left(response)
        if page is None or seconds < 1 or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return response
        caches["pages"].set(key, page, seconds)
    body, headers = page
    return HttpResponse(body, headers=headers)


def kept_part(compute: Callable[[], Value], *state) -> Value:
    """What `compute` returns, kept under everything it depends on."""
    key = _digest(*map(str, state))
    return caches["parts"].get_or_set(key, compute, LONGEST)


def _seconds_left(response) -> int:
    true_until: datetime | None = getattr(response, "true_until", None)
    if true_until is None:
        return LONGEST
    return min(int((true_until - timezone.now()).total_seconds()), LONGEST)


def _is_nobody(request) -> bool:
    own = {settings.SESSION_COOKIE_NAME, "messages"}
    return request.method in ("GET", "HEAD") and not own & request.COOKIES.keys()


def _key(request, state: str) -> str:
    return _digest(request.get_full_path(), request.headers.get("HX-Request", ""), state)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _page(response, is_compressed: bool) -> tuple[bytes, dict] | None:
    """Body and headers; None for what is one visitor's or no page at all."""
    if response.status_code != 200 or response.cookies:
        return None
    patch_vary_headers(response, ["Accept-Encoding"])
    if not is_compressed:
        return response.content, dict(response.items())
    return gzip.compress(response.content, 6, mtime=0), dict(response.items()) | {"Content-Encoding": "gzip"}
