"""The personal part of an issue: public events that come soon, fit the reader's choices and are not in it anyway."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone, translation

from events.models import Event
from networking.models import Topic
from notifications.models import Subscription
from notifications.newsletter.pieces import Piece, teaser
from notifications.services.newsletters.rendering import PERSONAL, personal_part

LOOKS_AHEAD = timedelta(days=90)
MOST = 4


class PersonalPart:
    """For one issue in one language. Everything is read once; readers with the same events share their text.

    Subscriptions come with their topics prefetched.
    """

    def __init__(self, language: str, told: Iterable[Piece]):
        self._language, self._made = language, dict[tuple[tuple[int, ...], bool], dict]()
        above = dict(Topic.objects.order_by().values_list("pk", "broader"))
        self._events = [
            (event, {topic for own in event.topics.all() for topic in _upwards(own.pk, above)})
            for event in _coming(piece["id"] for piece in told if piece["kind"] == "event")
        ]

    def slots(self, subscription: Subscription) -> dict:
        """What `Message.slots` holds for this reader."""
        return self._fitting({topic.pk for topic in subscription.topics.all()}, set(subscription.formats))

    def of_everybody(self) -> dict:
        """The slots of somebody who chose nothing and so hears of everything."""
        return self._fitting(set(), set())

    def _fitting(self, topics: set[int], formats: set[str]) -> dict:
        fitting = [
            event
            for event, about in self._events
            if (not formats or event.format in formats) and (not topics or topics & about)
        ][:MOST]
        return {PERSONAL: self._part(fitting, has_chosen=bool(topics or formats))}

    def _part(self, events: list[Event], *, has_chosen: bool) -> dict:
        key = (tuple(event.pk for event in events), has_chosen)
        if key not in self._made:
            with translation.override(self._language):
                self._made[key] = personal_part([teaser(event) for event in events], has_chosen=has_chosen)
        return self._made[key]


def _coming(told: Iterable[str]) -> Iterable[Event]:
    now = timezone.now()
    events = Event.objects.public().filter(state="published").upcoming(now).exclude(uuid__in=list(told))
    return events.filter(starts_at__lte=now + LOOKS_AHEAD).prefetch_related("topics")


def _upwards(topic: int, above: dict[int, int | None]) -> Iterable[int]:
    """The topic and those it stands below: who wants to hear of energy hears of waste heat."""
    seen: set[int] = set()
    current: int | None = topic
    while current is not None and current not in seen:
        seen.add(current)
        current = above.get(current)
    return seen
