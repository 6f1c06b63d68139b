"""Public feeds: which there are, what stands in them and in which state each is.

A request reads the feed's state in one query; only a changed feed is joined, from entries that were written when
their events changed (services/fragments.py).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.calendar.entries import BERLIN, LAYOUT
from events.calendar.files import entry_or_nothing
from events.calendar.frame import calendar
from events.enums import EventState, Format, Visibility
from events.models import Event, EventFragment, FeedVersion
from events.models.event import EventQuerySet
from events.queries import with_narrower
from networking.models import FieldOfAction, Topic, TransformationLine

Tree = dict[int, tuple[str, int | None]]
SUBJECTS: dict[str, type[Model]] = {"topic": Topic, "line": TransformationLine, "field": FieldOfAction}


@dataclass(frozen=True)
class Feed:
    """Everything (`kind` "all"), or the events of one format, topic, line or field, in one language."""

    kind: str
    language: str
    slug: str = ""

    @property
    def key(self) -> str:
        return "/".join(filter(None, [self.kind, self.slug, self.language]))


@dataclass(frozen=True)
class Edition:
    """Which state of a calendar this is, known without writing it: `tag` for ETag, `modified` for dates.

    `is_kept` says whether the body may be kept under the tag.
    """

    tag: str
    modified: int
    is_kept: bool = True


def about(event: Event) -> list[tuple[str, str]]:
    """Kind and slug of the feeds in which anybody finds the event; a topic's feed also holds its narrower topics."""
    if not _is_told(event):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LINES_AND_FIELDS, [event.pk, event.pk])
        found = [("all", ""), ("format", event.format), *cursor.fetchall()]
    tree = topic_tree() if event.topics.all() else {}
    return found + [("topic", slug) for slug in topics_about(event, tree)]


# Their keys are their slugs. One statement of plain SQL, because everybody who publishes waits for it.
_LINES_AND_FIELDS = """
    SELECT 'line', transformationline_id FROM events_event_transformation_lines WHERE event_id = %s
    UNION ALL SELECT 'field', fieldofaction_id FROM events_event_fields_of_action WHERE event_id = %s
"""


def topic_tree() -> Tree:
    """Slug and broader topic of every topic, in one query."""
    topics = Topic.objects.order_by().values_list("pk", "slug", "broader")
    return {pk: (slug, broader) for pk, slug, broader in topics}


def topics_about(event: Event, tree: Tree) -> set[str]:
    """Slugs of the topics in whose feeds anybody finds the event: its own, and all above them."""
    return _upwards([topic.pk for topic in event.topics.all()], tree) if _is_told(event) else set()


def edition(feed: Feed) -> Edition | None:
    """The state of the feed, None for one that does not exist. One query."""
    found = _stored_state(feed)
    if found is None:
        return None
    token, modified = found[0] or "", found[1] or 0
    begun = int(month_start().timestamp())
    tag = digest(feed.key, token, modified, begun)
    return Edition(tag, max(modified, begun), is_kept=bool(token))


def body(feed: Feed, source_url: str) -> bytes:
    """The whole feed, joined from the entries as they were written; what is missing is written now."""
    with translation.override(feed.language):
        subject = _subject(feed)
        name = _("MPI events: %(subject)s") % {"subject": subject} if subject else _("MPI events")
        description = _("Public events of the Masterplan Industriestadt Berlin.")
    lines = _lines(window(_events(feed)), feed.language)
    return calendar(lines, name=name, description=description, source_url=source_url, language=feed.language)


def window(events: EventQuerySet, now: datetime | None = None) -> EventQuerySet:
    """Upcoming events and those of the past twelve whole months; if there are none, the last one.

    Calendar programs take an empty calendar for a broken one, so a feed keeps its last event.
    """
    recent = events.filter(ends_at__gte=month_start(now, years_ago=1))
    if not recent.exists():
        recent = events.filter(pk__in=events.past(now).values("pk")[:1])
    return recent.order_by("starts_at", "pk")


def month_start(now: datetime | None = None, years_ago: int = 0) -> datetime:
    """The beginning of this month in Berlin, or of the same month some years ago: the window moves then."""
    local = timezone.localtime(now or timezone.now(), BERLIN)
    midnight = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return midnight.replace(year=midnight.year - years_ago)


def digest(*state: object) -> str:
    """A short name for a state, another one under another layout or address of the house."""
    stamp = repr((LAYOUT, settings.SITE_URL, settings.CALENDAR_HOST, state))
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]


def _stored_state(feed: Feed) -> tuple[str | None, int | None] | None:
    versions = FeedVersion.objects.filter(pk=feed.key)
    if feed.kind not in SUBJECTS:
        exists = feed.kind == "all" or feed.slug in Format.values
        return (versions.values_list("token", "modified").first() or (None, None)) if exists else None
    parts = [Subquery(versions.values(name)) for name in ("token", "modified")]
    return _subjects(feed).values_list(*parts).first()


def _subjects(feed: Feed) -> QuerySet:
    return SUBJECTS[feed.kind]._default_manager.filter(slug=feed.slug).order_by()


def _subject(feed: Feed) -> str:
    if feed.kind == "format":
        return str(Format(feed.slug).label)
    return str(_subjects(feed).get()) if feed.kind in SUBJECTS else ""


def _events(feed: Feed) -> EventQuerySet:
    events = Event.objects.public()
    match feed.kind:
        case "format":
            return events.filter(format=feed.slug)
        case "topic":
            return events.filter(topics__in=with_narrower(_subjects(feed).get())).distinct()
        case "line":
            return events.filter(transformation_lines=feed.slug)
        case "field":
            return events.filter(fields_of_action=feed.slug)
    return events


def _lines(events: EventQuerySet, language: str) -> list[bytes]:
    written = EventFragment.objects.filter(event=OuterRef("pk"), language=language)
    rows = list(events.annotate(lines=Subquery(written.values("lines"))).values_list("pk", "lines"))
    missing = Event.objects.prefetch_related("topics").in_bulk([pk for pk, lines in rows if lines is None])
    return [
        entry_or_nothing(missing[pk], language) if lines is None else lines.encode() for pk, lines in rows
    ]


def _is_told(event: Event) -> bool:
    return event.policy("visibility") == Visibility.PUBLIC and event.state != EventState.DRAFT


def _upwards(topics: list[int], tree: Tree) -> set[str]:
    """A circle, which there should not be, ends where it closes."""
    level: set[int | None] = set(topics)
    found: set[str] = set()
    while level := level - {None}:
        slugs = {tree[pk][0] for pk in level if pk in tree} - found
        found |= slugs
        level = {tree[pk][1] for pk in level if pk in tree and tree[pk][0] in slugs}
    return found
