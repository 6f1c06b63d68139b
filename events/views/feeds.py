"""Calendars to subscribe and to download.

A feed's language stands in its address (?lang=en), never in a cookie or header; an anonymous answer does not touch
the session, so any cache may keep it. What has not changed is answered 304 before a line of it is written.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseNotFound
from django.middleware.gzip import re_accepts_gzip
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import calendar
from events.enums import EventState, Format, Visibility
from events.models import Event, Registration
from events.queries import with_narrower
from networking import links
from networking.models import FieldOfAction, Person, Topic, TransformationLine

PUBLIC = "public, max-age=900, must-revalidate"
PRIVATE = "private, max-age=900, must-revalidate"


@login_not_required
@require_safe
def all_events(request):
    return _public_feed(request, Event.objects.public(), "mpi-events")


@login_not_required
@require_safe
def format_events(request, format):
    if format not in Format.values:
        return _unknown()
    events = Event.objects.public().filter(format=format)
    return _public_feed(request, events, f"mpi-{format}", Format(format))


@login_not_required
@require_safe
def topic_events(request, slug):
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return _unknown()
    events = Event.objects.public().filter(topics__in=with_narrower(topic)).distinct()
    return _public_feed(request, events, f"mpi-topic-{slug}", topic)


@login_not_required
@require_safe
def line_events(request, slug):
    line = TransformationLine.objects.filter(pk=slug).first()
    if line is None:
        return _unknown()
    events = Event.objects.public().filter(transformation_lines=line)
    return _public_feed(request, events, f"mpi-line-{slug}", line)


@login_not_required
@require_safe
def field_events(request, slug):
    field = FieldOfAction.objects.filter(pk=slug).first()
    if field is None:
        return _unknown()
    events = Event.objects.public().filter(fields_of_action=field)
    return _public_feed(request, events, f"mpi-field-{slug}", field)


@login_not_required
@require_safe
def my_events(request, token):
    """Somebody's own sure seats; the token is all it takes, and raising the person's key version revokes it."""
    person = _person_for(token)
    if person is None:
        return _unknown()
    language, source_url = _language(request), _source_url(request)
    seats = Registration.objects.filter(person=person)
    answer = Answer(
        edition=calendar.personal_edition(seats, source_url),
        write=lambda: calendar.personal_feed(
            seats.confirmed().select_related("event").prefetch_related("event__topics").order_by("event"),
            source_url=source_url,
            language=language,
        ),
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
    event, is_public = _event_for(request, slug)
    if event is None:
        return _unknown()
    language = _language(request)
    answer = Answer(
        edition=calendar.event_edition(event, _source_url(request)),
        write=lambda: calendar.event_calendar(event, language),
        filename=f"{event.slug}.ics",
        disposition="attachment",
        cache_control=PUBLIC if is_public else PRIVATE,
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
    shown = Event.objects.filter(slug=slug).exclude(state=EventState.DRAFT).prefetch_related("topics")
    event = shown.visible_to(AnonymousUser()).first()
    if event or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return event, True
    own = shown.visible_to(request.user).exclude(effective_visibility=Visibility.CONFIDENTIAL)
    return own.first(), False


def _person_for(token):
    row_uuid = links.uuid_in(token)
    person = Person.objects.filter(public_id=row_uuid, is_active=True).first() if row_uuid else None
    if person and links.is_valid(token, "calendar", person.public_id, person.key_version):
        return person
    return None


# --- Answering -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """A calendar that may not need to be written: `write` is called only for a changed one."""

    edition: calendar.Edition
    write: Callable[[], bytes]
    filename: str
    disposition: str = "inline"
    cache_control: str = PUBLIC


def _public_feed(request, events, filename, subject=None):
    language, source_url = _language(request), _source_url(request)
    events = calendar.window(events)

    def write():
        with translation.override(language):
            name = _("MPI events: %(subject)s") % {"subject": subject} if subject else _("MPI events")
            description = _("Public events of the Masterplan Industriestadt Berlin.")
        return calendar.feed(
            events, name=name, description=description, source_url=source_url, language=language
        )

    edition = calendar.feed_edition(events, source_url, str(subject))
    return _respond(request, Answer(edition=edition, write=write, filename=f"{filename}.ics"))


def _respond(request, answer):
    zipped = bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
    etag = f'"{answer.edition.version}-gz"' if zipped else f'"{answer.edition.version}"'
    second = int(answer.edition.modified.timestamp())
    response = HttpResponse(
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": etag,
            "Last-Modified": http_date(_told(second)),
            "Cache-Control": answer.cache_control,
            "Vary": "Accept-Encoding",
            "Content-Language": _language(request),
            "Content-Disposition": f'{answer.disposition}; filename="{answer.filename}"',
        },
    )
    conditional = get_conditional_response(request, etag, second, response)
    return _filled(response, answer, request.method, zipped) if conditional is response else conditional


def _filled(response, answer, method, zipped):
    """The response with its body; compressed here, because the middleware's bytes differ from one to the next."""
    body = answer.write()
    if zipped:
        body = gzip.compress(body, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    if method != "HEAD":
        response.content = body
    return response


def _told(second):
    """The date to tell: a second early while that second still runs, for another change may come within it."""
    return second if timezone.now().timestamp() >= second + 1 else second - 1


def _unknown():
    sentence = _("There is no such calendar. Please look at %(address)s.")
    address = settings.SITE_URL + reverse("events:calendar")
    return HttpResponseNotFound(
        sentence % {"address": address} + "\n", content_type="text/plain; charset=utf-8"
    )
