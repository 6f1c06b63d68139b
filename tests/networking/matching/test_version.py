"""What made a suggestion."""

from dataclasses import replace
from hashlib import sha256

import pytest

from networking.matching.exclusions import Reason
from networking.matching.model import VERSION, Feedback
from networking.matching.version import mark
from tests.networking.matching.makers import house
from tests.networking.matching.test_model import TOPICS, town

LISTS = {2: "62c234ff7766"}  # the lists of the town below by the version of the model


def test_other_lists_need_another_version_of_the_model():
    portraits = [replace(row, is_completed=row.id in ("p003", "p008")) for row in town()]
    found = house(*portraits, topics=TOPICS)

    lists = repr((found.suggestions(), found.knowledge()))

    assert sha256(lists.encode()).hexdigest()[:12] == LISTS[VERSION]


def test_the_mark_does_not_depend_on_the_order():
    portraits = town(6)
    feedback = Feedback(excluded={("a", "b"): Reason.HIDDEN, ("c", "d"): Reason.CONTACT})
    turned = Feedback(excluded={("c", "d"): Reason.CONTACT, ("a", "b"): Reason.HIDDEN})

    assert mark(portraits, TOPICS, feedback) == mark(portraits[::-1], TOPICS[::-1], turned)


@pytest.mark.parametrize(
    "feedback",
    [
        Feedback(excluded={("a", "b"): Reason.HIDDEN}),
        Feedback(pinned=[("a", "b")]),
        Feedback(topics={"t0": 1.1}),
        Feedback(shown={("a", "b"): 1}),
    ],
    ids=["excluded", "pinned", "weighed", "shown"],
)
def test_every_answer_makes_another_mark(feedback):
    assert mark(town(6), TOPICS, feedback) != mark(town(6), TOPICS, Feedback())


def test_another_word_makes_another_mark():
    portraits = town(6)

    assert mark([replace(portraits[0], text="neu"), *portraits[1:]], TOPICS, Feedback()) != mark(
        portraits, TOPICS, Feedback()
    )
