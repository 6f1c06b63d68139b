"""Figures beside filters."""

from collections import Counter

from networking.facets import Option, by_topic, options


def test_a_topic_counts_what_has_it_or_a_topic_below_it_once():
    above = {"battery": "storage", "storage": "energy"}

    counted = by_topic([(1, "battery"), (1, "storage"), (2, "energy")], above)

    assert counted == {"battery": 1, "storage": 1, "energy": 2}


def test_topics_in_a_circle_come_to_an_end():
    assert by_topic([(1, "a")], {"a": "b", "b": "a"}) == {"a": 1, "b": 1}


def test_what_shows_nothing_is_offered_only_while_it_is_chosen():
    words = [("a", "A"), ("b", "B"), ("c", "C")]

    offered = options(words, Counter(a=2), ["b"])

    assert offered == [Option("a", "A", 2, False), Option("b", "B", 0, True)]
