import pytest

from events.scheduling.problem import Reason, Short, meeting
from events.scheduling.shortfall import shortfall
from tests.events.scheduling.makers import make_problem


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"wishes": "1>2", "away": frozenset({(1, 1), (1, 2)})}, Reason.AWAY),
        ({"wishes": "1>2- 1>3- 2>1!"}, Reason.OWN_NO),
        ({"wishes": "1>2 2>1-"}, Reason.REFUSED),
        ({}, Reason.NOBODY),
        ({"wishes": "1>2", "away": frozenset({(1, 1), (2, 2)})}, Reason.NO_COMMON_SLOT),
    ],
)
def test_the_first_reason_that_explains_it_is_named(given, reason):
    assert shortfall(make_problem(minimum=1, **given), [])[0] == Short(1, 0, reason)


def test_who_would_meet_whoever_is_taken_hears_so():
    problem = make_problem(minimum=1, slots=1, wishes="1>2 2>3! 3>2!")

    assert shortfall(problem, [meeting(1, 1, 2, 3)])[0] == Short(1, 0, Reason.OTHERS_TAKEN)


def test_who_is_free_with_its_partner_while_all_tables_are_taken_hears_so():
    problem = make_problem(minimum=1, slots=1, tables=1, wishes="1>2 3>4!")

    assert shortfall(problem, [meeting(1, 1, 3, 4)])[0] == Short(1, 0, Reason.TABLES)


def test_with_enough_meetings_nobody_is_short():
    problem = make_problem(parties=2, minimum=1, wishes="1>2")

    assert shortfall(problem, [meeting(1, 1, 1, 2)]) == ()
