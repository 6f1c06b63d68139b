"""The picture of how a room fills, as lines of an SVG."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

register = template.Library()

WIDTH, HEIGHT = 600, 120
SHORTEST = timedelta(minutes=10)  # of the time axis, so that one early guest does not make a cliff


@register.simple_tag
def arrival_curve(series: list[tuple[datetime, int]], expected: int) -> dict:
    """What the template draws: `points` of the steps, `level` of those expected, the first and the last time."""
    if not series:
        return {}
    first = series[0][0]
    last = max(series[-1][0], first + SHORTEST)
    top = max(expected, *(there for _minute, there in series), 1)
    corners, level = [(0.0, 0)], 0
    for minute, there in series:
        across = (minute - first) / (last - first) * WIDTH
        corners += [(across, level), (across, there)]
        level = there
    corners.append((float(WIDTH), level))
    return {
        "points": " ".join(f"{x:.1f},{_height(there, top):.1f}" for x, there in corners),
        "level": f"{_height(expected, top):.1f}",
        "first": timezone.localtime(first),
        "last": timezone.localtime(last),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _height(there: int, top: int) -> float:
    """Where so many people are drawn; a little air above the highest."""
    return HEIGHT - there / top * (HEIGHT - 8)
