"""What holds for every plan, tried with drawn problems; then what the planner is for, by small examples."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.scheduling.draft import Draft
from events.scheduling.faults import faults
from events.scheduling.planning import plan
from events.scheduling.problem import Problem, Wish, meeting
from tests.events.scheduling.makers import make_problem

PARTIES = range(1, 9)
PAIRS = [(one, other) for one in PARTIES for other in PARTIES if one != other]


@st.composite
def problems(draw):
    slots = tuple(range(1, draw(st.integers(1, 3)) + 1))
    pin = draw(st.sampled_from([None, meeting(1, 1, 1, 2)]))
    never = {(1, 2), (2, 1)} if pin else set()
    open_pairs = [both for both in PAIRS if both not in never]
    return Problem(
        parties=tuple(PARTIES),
        slots=slots,
        tables={slot: tuple(range(1, draw(st.integers(1, 4)) + 1)) for slot in slots},
        wishes=draw(st.dictionaries(st.sampled_from(open_pairs), st.sampled_from(Wish), max_size=30)),
        away=draw(st.frozensets(st.tuples(st.integers(3, 8), st.sampled_from(slots)), max_size=8)),
        suggestions=draw(st.dictionaries(st.sampled_from(open_pairs), st.floats(0.1, 1), max_size=10)),
        forbidden=draw(st.frozensets(st.sampled_from(open_pairs), max_size=4)),
        minimum=draw(st.integers(0, 3)),
        fairness=draw(st.sampled_from([0, 0.5, 1])),
        pins=(pin,) if pin else (),
    )


drawn = settings(max_examples=30, deadline=None, derandomize=True)


@drawn
@given(problems())
def test_no_plan_has_a_fault_or_exceeds_its_bound(problem):
    made = plan(problem)

    assert faults(problem, made.meetings) == []
    assert made.value <= made.bound


@drawn
@given(problems())
def test_no_plan_is_worse_than_the_greedy_one(problem):
    problem = replace(problem, fairness=0, suggestions={}, pins=())
    greedy = Draft(problem)
    greedy.fill_greedily()

    assert plan(problem).value >= greedy.score()


@settings(drawn, max_examples=10)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_wishes_are_written_changes_nothing(problem, chance):
    wishes, away = list(problem.wishes.items()), list(problem.away)
    chance.shuffle(wishes)
    chance.shuffle(away)

    assert plan(replace(problem, wishes=dict(wishes), away=frozenset(away))) == plan(problem)


@drawn
@given(problems())
def test_exactly_those_below_the_minimum_are_named(problem):
    made = plan(problem)
    meetings = [party for each in made.meetings for party in each.pair]
    few = {party for party in problem.parties if meetings.count(party) < problem.minimum}

    assert {each.party for each in made.short} == few


HUB = "2>1! 1>2! 3>1 4>1"


def test_who_would_be_left_out_gets_a_suggested_meeting():
    made = plan(make_problem(slots=1, minimum=1, wishes=HUB, suggestions={(3, 4): 0.5}))

    assert ([each.pair for each in made.meetings], made.short) == ([(1, 2), (3, 4)], ())


def test_the_minimum_may_cost_value_and_without_fairness_does_not():
    asked = make_problem(parties=3, slots=1, minimum=1, wishes="1>2 2>1 2>3 3>2!", away=frozenset())
    asked = replace(asked, parties=(1, 2, 3, 4), wishes={**asked.wishes, (1, 4): Wish.LIKE})

    assert [each.pair for each in plan(asked).meetings] == [(1, 4), (2, 3)]
    assert plan(replace(asked, fairness=0)).quality == 1


def test_pins_stay_and_the_rest_is_planned_around_them():
    pin = meeting(1, 1, 1, 3)
    made = plan(make_problem(slots=1, minimum=0, wishes="1>2! 2>1! 2>4", pins=(pin,)))

    assert made.meetings == (pin, meeting(1, 2, 2, 4))


def test_progress_is_told_up_to_the_end():
    told = []

    plan(make_problem(wishes=HUB), progress=lambda done, of: told.append((done, of)))

    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_what_progress_raises_stops_the_plan():
    def stop(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(make_problem(wishes=HUB), progress=stop)


def test_without_parties_slots_or_tables_the_plan_is_empty():
    for asked in (make_problem(parties=0), make_problem(slots=0), make_problem(at={1: (), 2: ()})):
        assert plan(replace(asked, wishes={(1, 2): Wish.MUST})).meetings == ()
