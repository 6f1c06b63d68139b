"""Calendars to subscribe and to download.

A feed's language stands in its address (?lang=en), never in a cookie or header; an anonymous answer does not touch
the session, so any cache may keep it. What has not changed is answered 304 before a line of it is written; what has
is joined once and kept in this process, for each encoding, until it changes again.
"""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.calendar import feeds, files, fragments, personal
from events.enums import EventState, Visibility
from events.models import Event
from events.services import personal_feeds
from networking.errors import TooManyRequests
from networking.models import Topic
from networking.services import limits
from networking.views.encodings import takes

PUBLIC = "public, max-age=900, must-revalidate"
PRIVATE = "private, max-age=900, must-revalidate"
KEPT_FOR = 3600  # seconds a body stays in this process; a changed one is never asked for again


@dataclass(frozen=True)
class Answer:
    """A calendar that may not need to be written: `write` is called only for a changed one."""

    edition: feeds.Edition
    write: Callable[[], bytes]
    filename: str
    disposition: str = "inline"
    cache_control: str = PUBLIC


@login_not_required
@require_safe
def all_events(request):
    return _public_feed(request, "all")


@login_not_required
@require_safe
def format_events(request, format):
    return _public_feed(request, "format", format)


@login_not_required
@require_safe
def topic_events(request, slug):
    return _public_feed(request, "topic", slug)


@login_not_required
@require_safe
def line_events(request, slug):
    return _public_feed(request, "line", slug)


@login_not_required
@require_safe
def field_events(request, slug):
    return _public_feed(request, "field", slug)


@login_not_required
@require_safe
def my_events(request, token):
    """Somebody's own sure seats; the token is all it takes, and raising the person's key version revokes it."""
    if refusal := _refusal(request):
        return refusal
    language, source_url = _language(request), _source_url(request)
    found = personal_feeds.current(token)
    if found is None:
        return _unknown()
    answer = Answer(
        edition=found.edition(language),
        write=lambda: personal.body(found.person_id, source_url=source_url, language=language),
        filename="my-mpi-events.ics",
        cache_control=PRIVATE,
    )
    response = _respond(request, answer)
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def event_file(request, slug):
    """One event to download. Invited people download a confidential one from their own page."""
    if refusal := _refusal(request):
        return refusal
    event, is_public = _event_for(request, slug)
    fragment = fragments.kept(event, _language(request)) if event else None
    if fragment is None:
        return _unknown()
    answer = Answer(
        edition=_edition_of(fragment),
        write=lambda: files.written_calendar(fragment),
        filename=f"{slug}.ics",
        disposition="attachment",
        cache_control=PUBLIC if is_public else PRIVATE,
    )
    return _respond(request, answer)


@login_not_required
@require_safe
def session_events(request, slug):
    """The sessions of a public event that lasts several days, to subscribe beside the feed that has the event."""
    if refusal := _refusal(request):
        return refusal
    event = Event.objects.public().filter(slug=slug).first()
    fragment = fragments.kept(event, _language(request)) if event else None
    if fragment is None or not fragment.sessions:
        return _unknown()
    source_url = _source_url(request)
    answer = Answer(
        edition=_edition_of(fragment, "sessions"),
        write=lambda: files.sessions_feed(fragment, source_url=source_url),
        filename=f"{slug}-sessions.ics",
    )
    return _respond(request, answer)


# --- Reading the request ---------------------------------------------------------------------------------


def _language(request):
    return "en" if request.GET.get("lang") == "en" else "de"


def _source_url(request):
    """The feed's one address: the house's, not the one this request came by."""
    return settings.SITE_URL + request.path + ("?lang=en" if _language(request) == "en" else "")


def _event_for(request, slug):
    """The event and whether anybody may read it. The session is asked only if there is one and it matters."""
    shown = Event.objects.filter(slug=slug).exclude(state=EventState.DRAFT)
    event = shown.visible_to(AnonymousUser()).first()
    if event or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return event, True
    own = shown.visible_to(request.user).exclude(effective_visibility=Visibility.CONFIDENTIAL)
    return own.first(), False


def _edition_of(fragment, *about):
    tag = feeds.digest(fragment.event_id, fragment.language, fragment.lines, fragment.sessions, about)
    return feeds.Edition(tag, fragment.modified, is_kept=False)


def _encoding(request):
    """The best encoding the program says it takes: "br", "gzip" or none."""
    return next((name for name in ("br", "gzip") if takes(request, name)), "")


# --- Answering -------------------------------------------------------------------------------------------


def _public_feed(request, kind, slug=""):
    if refusal := _refusal(request):
        return refusal
    feed, source_url = feeds.Feed(kind, _language(request), slug), _source_url(request)
    edition = feeds.edition(feed)
    if edition is None:
        return _gone_into(request, slug) if kind == "topic" else _unknown()
    name = (
        "-".join(filter(None, ["mpi", slug if kind == "format" else f"{kind}-{slug}"]))
        if slug
        else "mpi-events"
    )
    return _respond(request, Answer(edition, lambda: feeds.body(feed, source_url), f"{name}.ics"))


def _respond(request, answer):
    encoding = _encoding(request)
    etag = f'"{answer.edition.tag}-{encoding}"' if encoding else f'"{answer.edition.tag}"'
    modified = answer.edition.modified
    response = HttpResponse(
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": etag,
            "Last-Modified": http_date(min(modified, int(time.time()))),
            "Cache-Control": answer.cache_control,
            "Vary": "Accept-Encoding",
            "Content-Language": _language(request),
            "Content-Disposition": f'{answer.disposition}; filename="{answer.filename}"',
        },
    )
    conditional = get_conditional_response(request, etag, modified, response)
    return _filled(response, answer, request.method, encoding) if conditional is response else conditional


def _filled(response, answer, method, encoding):
    body = _body(answer, encoding)
    if encoding:
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(body))
    if method != "HEAD":
        response.content = body
    return response


def _body(answer, encoding):
    """The body as it leaves; compressed here, because the middleware's bytes differ from one to the next."""
    key = f"calendar-{answer.edition.tag}-{encoding}"
    body = caches["feeds"].get(key)
    if body is None:
        body = _COMPRESS[encoding](_body(answer, "") if encoding else answer.write())
        if answer.edition.is_kept:
            caches["feeds"].set(key, body, KEPT_FOR)
    return body


_COMPRESS = {
    "": bytes,
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
}


def _refusal(request):
    """429 for a client that asks far too often, in words and with the seconds to wait; None for everybody else."""
    try:
        limits.spend_in_memory("feed", limits.client_of(request))
    except TooManyRequests as error:
        headers = {"Retry-After": str(error.retry_after), "Cache-Control": "no-store"}
        return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", 429, headers=headers)
    return None


def _gone_into(request, slug):
    """A topic that went into another one leaves its subscribers there."""
    topic = Topic.objects.filter(former_slugs__slug=slug).first()
    if topic is None:
        return _unknown()
    query = request.META.get("QUERY_STRING", "")
    address = reverse("feeds:topic", args=[topic.slug]) + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(address)


def _unknown():
    sentence = _("There is no such calendar. Please look at %(address)s.")
    address = settings.SITE_URL + reverse("events:calendar")
    return HttpResponseNotFound(
        sentence % {"address": address} + "\n", content_type="text/plain; charset=utf-8"
    )
