from dataclasses import replace

from hypothesis import given

from events.scheduling.faults import faults
from events.scheduling.planning import plan
from events.scheduling.problem import Meeting, meeting
from events.scheduling.replanning import Changes, changes, replan
from tests.events.scheduling.makers import make_problem
from tests.events.scheduling.test_planning import drawn, problems


@drawn
@given(problems())
def test_meetings_of_those_who_stay_stay_where_they_are(problem):
    problem = replace(problem, pins=())
    published = plan(problem).meetings
    again = replan(problem, published, gone={3}).meetings

    assert [each for each in published if 3 not in each.pair and each not in again] == []
    assert faults(replace(problem, parties=(1, 2, 4, 5, 6, 7, 8)), again) == []


def test_without_cancellations_and_with_the_minimum_met_nothing_changes():
    problem = make_problem(minimum=1, wishes="1>2 3>4 1>3! 2>4!")
    published = [meeting(1, 1, 1, 2), meeting(1, 2, 3, 4)]

    assert list(replan(problem, published).meetings) == published


def test_who_lost_a_meeting_gets_another_from_those_with_time():
    problem = make_problem(minimum=0, wishes="1>2! 2>3 3>4")
    published = [meeting(1, 1, 1, 2), meeting(1, 2, 3, 4)]

    found = changes(published, replan(problem, published, gone={1}).meetings)

    assert (found.dropped, [each.pair for each in found.added]) == ((published[0],), [(2, 3)])


def test_who_was_promised_more_gets_as_many_again_and_nobody_else():
    problem = make_problem(parties=6, minimum=0, tables=3, wishes="1>2 3>4 5>6")

    assert [each.pair for each in replan(problem, [], promised={1: 1}).meetings] == [(1, 2)]


def test_a_meeting_whose_table_is_gone_moves_within_its_slot():
    problem = make_problem(minimum=0, at={1: (2, 3), 2: (2, 3)}, wishes="1>2")

    assert replan(problem, [meeting(1, 1, 1, 2)]).meetings == (meeting(1, 2, 1, 2),)


def test_a_meeting_whose_slot_is_gone_moves_even_if_nobody_had_wished_it():
    problem = make_problem(parties=2, minimum=0, at={1: (), 2: (1,)})

    assert replan(problem, [meeting(1, 1, 1, 2)]).meetings == (meeting(2, 1, 1, 2),)


def test_a_later_no_takes_a_published_meeting_away():
    problem = make_problem(parties=2, minimum=0, wishes="1>2! 2>1-")

    assert replan(problem, [meeting(1, 1, 1, 2)]).meetings == ()


def test_changes_tell_kept_moved_dropped_and_added_and_whom_they_touch():
    stays, before, after = meeting(1, 1, 1, 2), meeting(1, 2, 3, 4), meeting(2, 1, 3, 4)
    lost, new = Meeting(2, 2, 5, 6), Meeting(2, 2, 6, 7)

    found = changes([stays, before, lost], [stays, after, new])

    assert found == Changes(kept=(stays,), moved=((before, after),), dropped=(lost,), added=(new,))
    assert found.touched == {3, 4, 5, 6, 7}
