from events.scheduling import solver


def test_two_lighter_meetings_beat_the_heaviest_one():
    places = [((1, 2), 1), ((2, 3), 1), ((3, 4), 1)]

    assert solver.best(places, [6, 10, 6], {1: 5}, {}, 0) == [((1, 2), 1), ((3, 4), 1)]


def test_a_slot_holds_no_more_meetings_than_tables():
    places = [((1, 2), 1), ((3, 4), 1)]

    assert solver.best(places, [6, 10], {1: 1}, {}, 0) == [((3, 4), 1)]


def test_a_pair_meets_in_one_of_two_slots():
    assert len(solver.best([((1, 2), 1), ((1, 2), 2)], [5, 5], {1: 1, 2: 1}, {}, 0) or []) == 1


def test_who_needs_a_meeting_comes_before_a_heavier_wish():
    places = [((1, 2), 1), ((2, 3), 1)]

    assert solver.best(places, [10, 6], {1: 5}, {3: 1}, 100) == [((2, 3), 1)]


def test_where_nothing_is_possible_nothing_is_chosen():
    assert (solver.best([], [], {}, {1: 2}, 100), solver.relaxed([], [], {})) == ([], 0)


def test_relaxed_halves_meetings_of_a_triangle():
    places = [((1, 2), 1), ((2, 3), 1), ((1, 3), 1)]

    assert round(solver.relaxed(places, [2, 2, 2], {1: 3}), 6) == 3
