import pytest

from events.scheduling.worth import weights, worth
from tests.events.scheduling.makers import make_problem


@pytest.mark.parametrize(
    ("wishes", "value"),
    [
        ("1>2! 2>1!", 2000),
        ("1>2! 2>1", 1414),
        ("1>2 2>1", 1000),
        ("1>2!", 500),
        ("2>1", 250),
    ],
)
def test_a_mutual_wish_counts_four_times_a_one_sided_one(wishes, value):
    assert worth(make_problem(wishes=wishes)) == {(1, 2): value}


def test_a_no_outweighs_whatever_the_other_says():
    assert weights(make_problem(wishes="1>2! 2>1-", suggestions={(1, 2): 1})) == {}


def test_forbidden_pairs_have_no_weight_in_either_order():
    assert weights(make_problem(wishes="1>2! 3>4", forbidden=frozenset({(2, 1)}))) == {(3, 4): 250}


def test_suggestions_fill_up_below_every_wish_and_by_their_strength():
    found = weights(make_problem(wishes="1>2", suggestions={(2, 1): 1, (4, 3): 1, (1, 3): 0.5}))

    assert found == {(1, 2): 250, (1, 3): 75, (3, 4): 150}


def test_wishes_of_parties_that_left_do_not_count():
    assert worth(make_problem(parties=2, wishes="1>9! 1>2")) == {(1, 2): 250}
