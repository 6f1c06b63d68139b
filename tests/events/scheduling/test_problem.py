from events.scheduling.problem import Meeting, Plan, meeting, meetings_of, pair


def test_a_pair_and_a_meeting_stand_in_order():
    assert (pair(7, 3), meeting(1, 2, 7, 3)) == ((3, 7), Meeting(1, 2, 3, 7))


def test_quality_is_the_share_of_the_bound():
    assert Plan((), value=750, bound=1000).quality == 0.75


def test_where_nobody_wishes_anything_the_quality_is_full():
    assert Plan((), value=0, bound=0).quality == 1


def test_each_party_has_its_meetings_in_order():
    late, early = meeting(2, 1, 1, 2), meeting(1, 1, 1, 3)

    assert meetings_of([late, early]) == {1: [early, late], 2: [late], 3: [early]}
