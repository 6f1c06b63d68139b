"""Figures as columns: within the picture, beside each other, as high as their values."""

from networking import charts


def test_columns_stand_on_the_axis_beside_each_other_as_high_as_their_values():
    first, second, third = charts.chart([("2024", 10), ("2025", 5), ("2026", 0)]).columns
    assert first.height == 2 * second.height
    assert third.height == 0
    assert all(column.y + column.height == charts.HEIGHT for column in (first, second, third))
    assert first.x + first.width < second.x
    assert third.x + third.width < charts.WIDTH


def test_the_greatest_leaves_room_for_its_figure():
    (column,) = charts.chart([("2026", 7)]).columns
    assert column.height < charts.HEIGHT
    assert column.y > 0
    assert column.middle == charts.WIDTH / 2


def test_nothing_to_draw_is_an_empty_picture():
    assert charts.chart([]).columns == []
