"""The feed of newsletter issues (RFC 4287), for programs that read news."""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from notifications.models import Issue

LENGTH = 20
CONTENT_TYPE = Atom1Feed.content_type
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class _Feed(Atom1Feed):
    """Django's dates a feed without entries now: it would be another one with every request."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


def updated() -> datetime:
    """When the last issue went out."""
    last = Issue.objects.published().values_list("sent_at", flat=True).first()
    return last or _BEGINNING


def body(language: str, changed_at: datetime) -> bytes:
    """The whole feed in that language."""
    with translation.override(language):
        address = (
            settings.SITE_URL + reverse("news:newsletter_feed") + ("?lang=en" if language == "en" else "")
        )
        feed = _Feed(
            title=_("Newsletter: %(site)s") % {"site": settings.SITE_NAME},
            link=settings.SITE_URL + reverse("notifications:newsletter_archive"),
            description=None,
            language=language,
            author_name=settings.SITE_NAME,
            feed_url=address,
            feed_guid=address,
            updated=changed_at.astimezone(UTC),
        )
        for issue in Issue.objects.published().defer("blocks", "frozen")[:LENGTH]:
            feed.add_item(
                title=issue.subject,
                link=settings.SITE_URL + issue.get_absolute_url(),
                description=issue.preheader,
                unique_id=f"urn:uuid:{issue.uuid}",
                pubdate=issue.sent_at,
                updateddate=issue.sent_at,
            )
        return feed.writeString("utf-8").encode()
