"""How much two projects have in common, against figures done by hand."""

from math import isclose

import numpy as np
import pytest
from scipy import sparse

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

    rows = model.likeness.rows(np.arange(10))

    assert (rows == rows.T).all()
    assert rows.any()


def test_what_is_compared_in_blocks_is_the_sum_of_what_is_explained(monkeypatch):
    projects = [
        portrait("p", "Green steel", "Hydrogen for steel", topics=["a"], offers=["a"]),
        portrait("q", "Steel works", "Hydrogen", topics=["a"], seeks=["a"], fields_of_action=["innovation"]),
        portrait("r", "Steel", fields_of_action=["innovation"], transformation_lines=["work"]),
        portrait("s", transformation_lines=["work"]),
    ]
    likeness = house(*projects, *strangers(8), topics=tree(("a", None))).likeness
    numbers = np.arange(likeness.size)

    parts = (likeness.part(kind, numbers) for kind in Kind)
    explained = sum(part.toarray() for part in parts if part is not None)

    assert likeness.rows(numbers) == pytest.approx(explained, abs=1e-6)
    assert (likeness.columns(numbers, 2) == likeness.rows(numbers).T[2:]).all()
    monkeypatch.setattr("networking.matching.likeness.DENSE", 0)
    assert (likeness.rows(numbers) == likeness.columns(numbers).T).all()


def test_pairs_looked_at_one_by_one_are_as_alike_as_in_whole_rows():
    projects = [
        portrait("p", "Green steel", "Hydrogen for steel", topics=["a"], offers=["a"]),
        portrait("q", "Steel works", "Hydrogen", topics=["a"], seeks=["a"], fields_of_action=["innovation"]),
        portrait("r", "Steel", fields_of_action=["innovation"], transformation_lines=["work"]),
    ]
    likeness = house(*projects, *strangers(8), topics=tree(("a", None))).likeness
    numbers = np.array([0, 2])
    whole = likeness.rows(numbers)

    found = likeness.pairs(numbers, sparse.csr_matrix(whole > 0, dtype=np.float32))

    assert found.toarray() == pytest.approx(whole, abs=1e-6)


def test_candidates_are_those_nearest_by_what_few_have():
    alike = [portrait(id, topics=["rare"]) for id in "ab"]
    likeness = house(*alike, *strangers(20), topics=tree(("rare", None))).likeness

    assert likeness.candidates(np.array([0, 1]), 3).indices.tolist() == [1, 0]


def test_every_kind_of_terms_has_its_half_saturation():
    assert house(*strangers(3)).likeness.halves.keys() == {*TERMS, Kind.EXCHANGE}
