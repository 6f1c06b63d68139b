from events.scheduling.bounds import bound
from tests.events.scheduling.makers import make_problem


def test_everything_that_fits_is_the_bound():
    assert bound(make_problem(wishes="1>2! 2>1! 3>4 4>3")) == 3000


def test_tables_limit_the_bound():
    assert bound(make_problem(slots=1, tables=1, wishes="1>2! 2>1! 3>4 4>3")) == 2000


def test_a_pair_that_is_never_there_together_adds_nothing():
    away = frozenset({(1, 1), (2, 2)})

    assert bound(make_problem(wishes="1>2! 2>1! 3>4", away=away)) == 250


def test_without_wishes_it_is_nothing():
    assert bound(make_problem(suggestions={(1, 2): 1})) == 0
