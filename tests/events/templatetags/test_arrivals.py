from datetime import UTC, datetime, timedelta

from events.templatetags.arrivals import HEIGHT, WIDTH, arrival_curve

START = datetime(2026, 12, 3, 14, 50, tzinfo=UTC)


def points(series, expected):
    return [
        tuple(map(float, point.split(","))) for point in arrival_curve(series, expected)["points"].split()
    ]


def test_nobody_yet_is_no_curve():
    assert arrival_curve([], 30) == {}


def test_the_curve_rises_from_the_floor_to_the_present():
    curve = points([(START, 1), (START + timedelta(minutes=20), 10)], 10)

    assert curve[0] == (0.0, HEIGHT)
    assert curve[-1] == (WIDTH, 8.0)


def test_the_curve_falls_when_a_tick_is_undone():
    curve = points([(START, 2), (START + timedelta(minutes=20), 1)], 10)

    assert min(height for _across, height in curve) < curve[-1][1]


def test_more_than_expected_still_fits():
    assert all(0 <= y <= HEIGHT for _x, y in points([(START, 5), (START + timedelta(minutes=30), 40)], 10))


def test_times_are_those_of_berlin():
    assert f"{arrival_curve([(START, 1)], 1)['first']:%H:%M}" == "15:50"
