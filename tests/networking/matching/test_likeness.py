"""How much two projects have in common, against figures done by hand."""

from math import isclose

import numpy as np
import pytest

from networking.matching.evidence import TERMS, Kind
from networking.matching.likeness import LEAST_HALF, Shares, few
from tests.networking.matching.makers import house, portrait, strangers, tree

ALL = np.arange(100)


def part(model, kind, first, second):
    found = model.likeness.part(kind, np.array([model.numbers[first]]))
    return found[0, model.numbers[second]]


@pytest.mark.parametrize("length", [0, 300, 2000])
def test_the_weights_of_all_kinds_add_up_to_one(length):
    assert isclose(sum(weight[0] for weight in Shares().at(np.array([length])).values()), 1)


def test_topics_say_less_where_there_is_more_text():
    at = Shares().at(np.array([0, 300, 3000]))[Kind.TOPIC]

    assert at[0] > at[1] > at[2]


@pytest.mark.parametrize(("projects", "expected"), [(3, 3), (60, 3), (100, 5), (868, 10)])
def test_the_best_few_are_fewer_in_a_small_house(projects, expected):
    assert few(projects) == expected


def test_a_shared_topic_counts_by_saturation_and_weight():
    topics = tree(("a", None), ("b", None))
    model = house(portrait("p", topics=["a"]), portrait("q", topics=["a"]), *strangers(8), topics=topics)

    weight = Shares().at(np.array([0]))[Kind.TOPIC][0]

    assert isclose(part(model, Kind.TOPIC, "p", "q"), weight * 1 / (1 + LEAST_HALF))


def test_a_broader_topic_in_common_counts_less_than_the_topic_itself():
    topics = tree(("root", None), ("a", "root"), ("b", "root"))
    projects = [portrait(id, topics=[topic]) for id, topic in (("p", "a"), ("q", "a"), ("r", "b"))]

    model = house(*projects, *strangers(8), topics=topics)

    assert part(model, Kind.TOPIC, "p", "q") > part(model, Kind.TOPIC, "p", "r") > 0


def test_the_title_of_one_finds_the_topic_of_the_other():
    projects = [portrait("p", "Label of robotics"), portrait("q", "Arms", topics=["robotics"])]

    model = house(*projects, *strangers(8), topics=tree(("robotics", None)))

    assert part(model, Kind.LABEL, "p", "q") > 0


def test_who_offers_what_the_other_seeks_comes_closer():
    topics = tree(("a", None), ("b", None))
    projects = [
        portrait("p", offers=["a"], seeks=["b"]),
        portrait("q", offers=["b"], seeks=["a"]),
        portrait("r", seeks=["a"]),
    ]

    model = house(*projects, *strangers(8), topics=topics)

    both, one_sided = part(model, Kind.EXCHANGE, "p", "q"), part(model, Kind.EXCHANGE, "p", "r")
    assert both > one_sided > 0
    assert part(model, Kind.EXCHANGE, "r", "p") == one_sided
    assert part(model, Kind.EXCHANGE, "q", "r") == 0


def test_the_same_field_and_lines_add_a_little():
    projects = [
        portrait("p", fields_of_action=["innovation"], transformation_lines=["digital", "work"]),
        portrait("q", fields_of_action=["innovation"], transformation_lines=["digital"]),
    ]

    model = house(*projects, *strangers(8))

    assert isclose(part(model, Kind.FIELD, "p", "q"), 0.05)
    assert isclose(part(model, Kind.LINE, "p", "q"), 0.05 / 2)


def test_likeness_is_the_same_from_both_sides():
    texts = [
        "Green hydrogen for steel",
        "Hydrogen steel works",
        "Robots weld steel",
        "Green roofs",
        "Roofs and robots",
    ]
    model = house(
        *(portrait(str(n), text, text * (n + 1), topics=["a"][: n % 2]) for n, text in enumerate(texts)),
        *strangers(5),
        topics=tree(("a", None)),
    )

    rows = model.likeness.rows(np.arange(10)).toarray()

    assert (rows == rows.T).all()
    assert rows.any()


def test_every_kind_of_terms_has_its_half_saturation():
    assert house(*strangers(3)).likeness.halves.keys() == {*TERMS, Kind.EXCHANGE}
