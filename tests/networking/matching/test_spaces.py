"""Terms and their weights, against figures done by hand."""

from math import isclose, log, sqrt

from networking.matching.spaces import Space, Weighting

EVERYTHING = Weighting(slope=1, rarest=1, commonest=1)


def row(space, terms):
    found = space.matrix([terms])
    return {space.names[column]: value for column, value in zip(found.indices, found.data, strict=True)}


def test_a_row_is_counts_times_rarity_divided_by_its_length():
    space = Space.fitted([{"a": 1, "b": 3}, {"a": 1}, {"c": 1}], EVERYTHING)

    found = row(space, {"a": 1, "b": 3})

    a, b = log(4 / 3), (1 + log(3)) * log(4 / 2)
    assert isclose(found["a"], a / sqrt(a * a + b * b))
    assert isclose(found["b"], b / sqrt(a * a + b * b))


def test_a_term_that_all_have_says_nothing():
    assert row(Space.fitted([{"a": 1}, {"a": 1}], EVERYTHING), {"a": 1}) == {}


def test_terms_too_rare_or_too_common_say_nothing():
    rows = [{"rare": 1, "half": 1, "some": 1}, {"half": 1, "some": 1}, {"half": 1}, {}, {}, {}]

    space = Space.fitted(rows, Weighting(slope=1, rarest=2, commonest=0.4))

    assert row(space, {"rare": 1, "half": 1, "some": 1}) == {"some": 1.0}


def test_a_smaller_slope_spares_long_rows():
    rows = [{"a": 1}, {"a": 1, "b": 1, "c": 1}, {"d": 1}]
    cosine, pivoted = (
        Space.fitted(rows, Weighting(slope=slope, rarest=1, commonest=1)) for slope in (1, 0.5)
    )

    assert row(pivoted, rows[1])["a"] > row(cosine, rows[1])["a"]


def test_unknown_terms_are_left_out():
    assert row(Space.fitted([{"a": 1}, {"b": 1}], EVERYTHING), {"new": 5}) == {}


def test_an_editor_can_make_a_topic_say_less():
    rows = [{"a": 1, "b": 1}, {"c": 1}]

    found = row(Space.fitted(rows, EVERYTHING, {"a": 0.5, "unknown": 2}), rows[0])

    assert isclose(found["a"], found["b"] / 2)
