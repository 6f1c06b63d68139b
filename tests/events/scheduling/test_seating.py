from events.scheduling.problem import meeting
from events.scheduling.seating import seated
from tests.events.scheduling.makers import make_problem


def test_a_hub_keeps_its_table():
    problem = make_problem(parties=6, slots=3, tables=2)

    meetings = seated(problem, {(1, 2): 1, (3, 6): 1, (1, 3): 2, (2, 4): 2, (1, 4): 3, (5, 6): 3})

    assert {each.table for each in meetings if 1 in each.pair} == {1}


def test_a_pin_keeps_its_table_and_gives_its_hub_a_home():
    pin = meeting(1, 2, 1, 2)
    problem = make_problem(pins=(pin,))

    assert seated(problem, {(1, 3): 2}) == [pin, meeting(2, 2, 1, 3)]


def test_each_slot_uses_its_own_tables():
    problem = make_problem(at={1: (8,), 2: (9,)})

    assert seated(problem, {(1, 2): 1, (3, 4): 2}) == [meeting(1, 8, 1, 2), meeting(2, 9, 3, 4)]
