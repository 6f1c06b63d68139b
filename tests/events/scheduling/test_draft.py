from events.scheduling.draft import DEAR, Draft
from events.scheduling.problem import meeting
from tests.events.scheduling.makers import make_problem


def test_greedy_takes_the_heaviest_pair_and_spreads_over_the_slots():
    draft = Draft(make_problem(tables=1, wishes="1>2! 2>1! 3>4"))
    draft.fill_greedily()

    assert draft.chosen == {(1, 2): 1, (3, 4): 2}


def test_the_score_pays_for_whoever_is_below_the_minimum():
    draft = Draft(make_problem(parties=2, minimum=1, wishes="1>2"))
    before = draft.score()
    draft.fill_greedily()

    assert (before, draft.score()) == (-2 * DEAR, 250)


def test_pins_take_their_parties_and_their_table():
    draft = Draft(make_problem(pins=(meeting(1, 2, 1, 2),)))

    assert (draft.free[1], draft.room[1], draft.room[2]) == ({3, 4}, 1, 2)


def test_improving_takes_only_what_is_better():
    draft = Draft(make_problem(slots=1, tables=1, minimum=0, wishes="1>2! 2>1! 3>4"))
    draft.chosen = {(3, 4): 1}

    assert (draft.improve([1]), draft.chosen) == (True, {(1, 2): 1})
    assert draft.improve([1]) is False
