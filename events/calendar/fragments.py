"""The entries of an event as they are kept, and which of the kept ones are out of date."""

from copy import copy

from django.db.models import prefetch_related_objects

from events.calendar import feeds
from events.calendar.entries import lasts_over_night
from events.calendar.files import entry_or_nothing, sessions_or_nothing
from events.enums import EventState, Visibility
from events.models import Event, EventFragment
from events.models.event import EventQuerySet
from networking.enums import Language

SHOWN = (EventState.PUBLISHED, EventState.CANCELLED)


def shown() -> EventQuerySet:
    """Events with an entry of their own: everything published that is not confidential."""
    published = Event.objects.with_visibility().filter(state__in=SHOWN, published_at__isnull=False)
    return published.exclude(effective_visibility=Visibility.CONFIDENTIAL).prefetch_related("topics")


def written(event: Event) -> dict[str, EventFragment]:
    """The entries of the event as it is, by language; none for an event without any."""
    if event.is_confidential or event.state not in SHOWN or event.published_at is None:
        return {}
    found = copy(event)
    vars(found).pop("_prefetched_objects_cache", None)  # what the caller read before may have changed since
    prefetch_related_objects([found], "topics", *(["programme"] if lasts_over_night(event) else []))
    about = feeds.about(found)
    state = _state(found, {slug for kind, slug in about if kind == "topic"})
    return {language: _fragment(found, language, about, state) for language in Language.values}


def kept(event: Event, language: str) -> EventFragment | None:
    """The event's entry as it is kept, else written now: after an update of ours the clock may be a minute behind."""
    found = event.fragments.filter(language=language).first() or written(event).get(language)
    if found and found.modified is None:
        found.modified = int(event.changed_at.timestamp())
    return found


def outdated() -> list[int]:
    """Events whose kept entries are missing, left over, or were written of another state."""
    known: dict[int, set[str]] = {}
    rows = EventFragment.objects.values_list("event_id", "language", "state")
    for event_id, language, state in rows:
        known.setdefault(event_id, set()).add(f"{language} {state}")
    tree, wanted = feeds.topic_tree(), {}
    for event in shown():
        state = _state(event, feeds.topics_about(event, tree))
        wanted[event.pk] = {f"{name} {state}" for name in Language.values}
    return sorted(pk for pk in wanted.keys() | known.keys() if wanted.get(pk) != known.get(pk))


def _fragment(event: Event, language: str, about: list[tuple[str, str]], state: str) -> EventFragment:
    lines = entry_or_nothing(event, language).decode()
    return EventFragment(
        event=event,
        language=language,
        lines=lines,
        sessions=sessions_or_nothing(event, language).decode(),
        feeds=sorted(feeds.Feed(kind, language, slug).key for kind, slug in about),
        state=state if lines else "",  # what could not be written is tried again by the clock
    )


def _state(event: Event, subjects: set[str]) -> str:
    """The same for an event in memory and as it is read again; `subjects` are the topics in whose feeds it stands."""
    times = [moment.timestamp() for moment in (event.changed_at, event.starts_at, event.ends_at)]
    words = [str(getattr(event, name)) for name in ("state", "format", "visibility", "slug", "title_de")]
    topics = [(topic.slug, topic.label_de, topic.label_en) for topic in event.topics.all()]
    return feeds.digest(times, words, event.sequence, event.revision, topics, sorted(subjects))
