"""What matching knows of projects and topics. Persons are no part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Portrait:
    """One project: its words, its topics, who stands behind it, what it offers and seeks (topics).

    A completed one meets nobody any more; what it knows may still help those who go on.
    """

    id: str
    title: str = ""
    text: str = ""
    topics: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    fields_of_action: tuple[str, ...] = ()
    transformation_lines: tuple[str, ...] = ()
    is_completed: bool = False


@dataclass(frozen=True)
class Topic:
    """One subject of the vocabulary and the one above it; `label` may hold its names in several languages."""

    id: str
    label: str = ""
    broader: str | None = None


class Scheme:
    """The topics as a tree. A circle, which no tree should have, ends where it would begin again."""

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self.topics = {topic.id: topic for topic in topics}

    def upwards(self, topic_id: str) -> Iterator[Topic]:
        """The topic and all above it, the nearest first; nothing for an unknown one."""
        seen: set[str] = set()
        current: str | None = topic_id
        while current in self.topics and current not in seen:
            seen.add(current)
            yield self.topics[current]
            current = self.topics[current].broader

    def is_root(self, topic: Topic) -> bool:
        return topic.broader not in self.topics

    def circles(self) -> list[str]:
        """The topics that stand above themselves, by id."""
        return sorted(
            topic.id
            for topic in self.topics.values()
            if any(above.broader == topic.id for above in self.upwards(topic.id))
        )
