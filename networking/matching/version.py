"""What made a suggestion: the version of the model, and a mark of everything it was told."""

from collections.abc import Iterable
from hashlib import sha256

from networking.matching.model import Feedback
from networking.matching.portrait import Portrait, Topic

_LENGTH = 12


def mark(portraits: Iterable[Portrait], topics: Iterable[Topic], feedback: Feedback) -> str:
    """Twelve letters and digits, the same for the same portraits, topics and answers, in whatever order they come."""
    told = [
        *sorted(map(repr, portraits)),
        *sorted(map(repr, topics)),
        *sorted(map(repr, feedback.excluded.items())),
        *map(repr, feedback.pinned),
        *sorted(map(repr, feedback.topics.items())),
        *sorted(map(repr, feedback.shown.items())),
    ]
    return sha256("\n".join(told).encode()).hexdigest()[:_LENGTH]
