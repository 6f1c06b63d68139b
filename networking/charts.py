"""Figures as a picture: columns on one axis, drawn by the server."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260  # of the drawing area, in units of the picture
AXIS = HEIGHT + 34  # with the words below the axis
_HEAD = 34  # for the figure above the tallest column
_GAP = 0.36  # of a column's width


@dataclass(frozen=True)
class Column:
    """One figure with its place in the picture; `y` counts from the top."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Chart:
    """A picture of columns."""

    columns: list[Column]
    width: int = WIDTH
    height: int = HEIGHT
    axis: int = AXIS


def chart(figures: Iterable[tuple[str, int]]) -> Chart:
    """The labelled figures as columns from left to right that fill WIDTH; the greatest nearly fills HEIGHT."""
    rows = list(figures)
    most = max((value for _label, value in rows), default=0) or 1
    step = WIDTH / max(1, len(rows))
    return Chart([_column(number, *row, step, most) for number, row in enumerate(rows)])


def _column(number: int, label: str, value: int, step: float, most: int) -> Column:
    width, height = step * (1 - _GAP), (HEIGHT - _HEAD) * value / most
    x = number * step + step * _GAP / 2
    return Column(label, value, round(x, 1), round(HEIGHT - height, 1), round(width, 1), round(height, 1))
