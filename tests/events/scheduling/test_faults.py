import pytest

from events.scheduling.faults import Fault, Kind, faults
from events.scheduling.problem import Meeting, meeting
from tests.events.scheduling.makers import make_problem


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (Meeting(1, 1, 1, 9), Kind.UNKNOWN_PARTY),
        (Meeting(1, 1, 1, 1), Kind.ITSELF),
        (Meeting(1, 9, 1, 2), Kind.UNKNOWN_TABLE),
        (Meeting(2, 1, 1, 2), Kind.AWAY),
        (Meeting(1, 1, 1, 3), Kind.BARRED),
        (Meeting(1, 1, 3, 4), Kind.BARRED),
    ],
)
def test_each_breach_is_named(broken, kind):
    problem = make_problem(
        wishes="3>1- 1>3!", away=frozenset({(2, 2)}), forbidden=frozenset({(4, 3)}), minimum=0
    )

    assert faults(problem, [broken]) == [Fault(kind, broken)]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (meeting(1, 1, 1, 2), meeting(1, 2, 2, 3), Kind.TWICE_IN_A_SLOT),
        (meeting(1, 1, 1, 2), meeting(1, 1, 3, 4), Kind.TABLE_TAKEN),
        (meeting(1, 1, 1, 2), meeting(2, 1, 1, 2), Kind.MET_TWICE),
    ],
)
def test_of_two_that_exclude_each_other_the_later_is_at_fault(first, second, kind):
    assert faults(make_problem(), [first, second]) == [Fault(kind, second)]


def test_a_slot_nobody_planned_has_no_tables_either():
    kinds = [fault.kind for fault in faults(make_problem(), [meeting(7, 1, 1, 2)])]

    assert kinds == [Kind.UNKNOWN_SLOT, Kind.UNKNOWN_TABLE]


def test_a_lost_pin_is_a_fault():
    pin = meeting(1, 1, 1, 2)

    assert faults(make_problem(pins=(pin,)), []) == [Fault(Kind.PIN_LOST, pin)]
