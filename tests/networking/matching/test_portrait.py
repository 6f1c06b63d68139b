"""The vocabulary as a tree."""

from networking.matching.portrait import Scheme
from tests.networking.matching.makers import tree


def upwards(scheme, topic):
    return [above.id for above in scheme.upwards(topic)]


def test_upwards_leads_from_the_topic_to_the_root():
    assert upwards(Scheme(tree(("a", None), ("b", "a"), ("c", "b"))), "c") == ["c", "b", "a"]


def test_a_circle_ends_where_it_would_begin_again():
    scheme = Scheme(tree(("a", "c"), ("b", "a"), ("c", "b")))

    assert upwards(scheme, "c") == ["c", "b", "a"]
    assert scheme.circles() == ["a", "b", "c"]


def test_a_topic_below_a_circle_is_not_part_of_it():
    assert Scheme(tree(("a", "b"), ("b", "a"), ("c", "a"))).circles() == ["a", "b"]


def test_a_topic_above_itself_is_a_circle():
    assert Scheme(tree(("a", "a"))).circles() == ["a"]


def test_an_unknown_topic_leads_nowhere():
    assert upwards(Scheme(), "x") == []


def test_a_topic_below_an_unknown_one_is_a_root():
    scheme = Scheme(tree(("a", "gone")))

    assert scheme.is_root(scheme.topics["a"])
