"""What a run measures first, and what a later one may keep."""

from networking.matching.evidence import Kind
from networking.matching.likeness import Shares
from networking.matching.portrait import Scheme
from networking.matching.reading import memberships, read
from tests.networking.matching.makers import house, portrait, strangers, tree

TOPICS = tree(("a", None), ("b", None))


def test_everybody_has_a_row_in_the_order_of_the_portraits():
    _, likeness = read([portrait("p", topics=["a"]), portrait("q"), *strangers(8)], Scheme(TOPICS), Shares())

    assert likeness.matrices[Kind.TOPIC].getnnz(axis=1).tolist() == [1, *[0] * 9]


def test_weights_that_are_kept_do_not_move_with_what_changed_elsewhere():
    pair = [portrait(id, topics=["a"]) for id in ("p", "q")]
    before = house(*pair, *strangers(8), topics=TOPICS)
    more = [*pair, *(portrait(f"r{n}", topics=["a"]) for n in range(3)), *strangers(8)]

    kept = house(*more, topics=TOPICS, weights=before.weights)

    assert kept.spaces == before.spaces
    assert kept.likeness.halves == before.likeness.halves
    assert kept.crowd[kept.numbers["p"]] == before.crowd[before.numbers["p"]]
    assert kept.crowd[kept.numbers["r0"]] > 0


def test_the_crowd_around_a_changed_project_is_measured_anew():
    weights = house(portrait("p"), *strangers(8)).weights

    assert "p" not in weights.without("p").crowd
    assert len(weights.without("p").crowd) == len(weights.crowd) - 1


def test_who_belongs_to_the_same_shares_a_column():
    assert memberships([("x", "y"), (), ("y",)]).toarray().tolist() == [[1, 1], [0, 0], [0, 1]]
