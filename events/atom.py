"""The feed of new events (RFC 4287), for programs that read news."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from events.calendar.text import line, prose
from events.models import Event
from events.models.event import EventQuerySet

LENGTH = 30
CONTENT_TYPE = Atom1Feed.content_type


class _Feed(Atom1Feed):
    """Django's dates a feed without entries now: it would be another one with every request."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


def address(language: str) -> str:
    return settings.SITE_URL + reverse("feeds:atom") + ("?lang=en" if language == "en" else "")


def newest() -> EventQuerySet:
    """Public events, the last published first; what was over when it was entered is no news."""
    announced = Event.objects.public().filter(ends_at__gt=F("published_at")).prefetch_related("topics")
    return announced.order_by("-published_at", "-pk")[:LENGTH]


def body(language: str, updated: datetime) -> bytes:
    """The whole feed; `updated` is when it last changed."""
    with translation.override(language):
        feed = _Feed(
            title=_("New events: %(site)s") % {"site": settings.SITE_NAME},
            link=settings.SITE_URL + reverse("events:list"),
            description=None,
            subtitle=_("Public events of the Masterplan Industriestadt Berlin."),
            language=language,
            author_name=settings.SITE_NAME,
            feed_url=address(language),
            feed_guid=address(language),
            updated=updated.astimezone(UTC),
        )
        for event in newest():
            _add(feed, event)
        return feed.writeString("utf-8").encode()


def _add(feed: _Feed, event: Event) -> None:
    title = line(event.title)
    feed.add_item(
        title=_("Cancelled: %(title)s") % {"title": title} if event.is_cancelled else title,
        link=settings.SITE_URL + event.get_absolute_url(),
        description=linebreaks(_summary(event), autoescape=True),
        unique_id=f"urn:uuid:{event.uuid}",
        pubdate=event.published_at,
        updateddate=max(event.changed_at, event.published_at or event.changed_at),
        categories=[
            line(name) for name in (event.get_format_display(), *(t.label for t in event.topics.all()))
        ],
    )


def _summary(event: Event) -> str:
    """When, where and what about, as paragraphs."""
    when = render_to_string("events/_when.txt", {"event": event}).strip()
    reason = event.cancellation_reason if event.is_cancelled else ""
    return prose("\n\n".join(filter(None, [when, event.place, reason, event.summary])))
