"""The cover of an event: drawn from its uuid in the pattern and colours of its format."""

import math
import random
import uuid

from events.enums import Format

VERSION = 1  # raise it when the drawing changes
WIDTH, HEIGHT = 960, 540
_COLOURS = {
    # format: (dark, bright) pairs, one of which an event gets, and the accents
    Format.MEETUP: (
        (("#06443f", "#0f8a7e"), ("#0b5e58", "#1a9c86"), ("#083f4a", "#0d8592")),
        ("#9af0dd", "#ffd54a"),
    ),
    Format.DEEP_DIVE: (
        (("#0c2a6b", "#1d4ed8"), ("#0a1f5c", "#3565e0"), ("#10307d", "#1677c9")),
        ("#9cc2ff", "#ffd54a"),
    ),
    Format.DIALOG: (
        (("#3b1166", "#7e2fb8"), ("#2d0f57", "#6d28a8"), ("#4a1163", "#93339f")),
        ("#e9c8ff", "#ffd54a"),
    ),
    Format.KONFERENZ: (
        (("#7c2410", "#c2501d"), ("#6b1c14", "#b8431c"), ("#802d0c", "#cf6a1f")),
        ("#ffb38a", "#ffd54a"),
    ),
}


def darkest(format_: str) -> str:
    """The colour that every cover of the format grows out of, for text upon it."""
    pairs, _accents = _COLOURS[Format(format_)]
    return pairs[0][0]


def draw(seed: uuid.UUID, format_: str) -> str:
    """The same SVG for the same seed and format, always."""
    chance = random.Random(seed.int)  # noqa: S311 -- decoration, and it must be repeatable
    pairs, accents = _COLOURS[Format(format_)]
    dark, bright = chance.choice(pairs)
    angle = chance.randrange(20, 70)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' preserveAspectRatio="xMidYMid slice">'
        f'<defs><linearGradient id="g" gradientTransform="rotate({angle})"><stop stop-color="{dark}"/>'
        f'<stop offset="1" stop-color="{bright}"/></linearGradient></defs>'
        f'<path fill="url(#g)" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{_PATTERNS[Format(format_)](chance, *accents)}</svg>'
    )


def _network(chance: random.Random, light: str, sun: str) -> str:
    """People and the lines between them."""
    points = _scattered(chance, 34, 78)
    reach = chance.randrange(150, 185)
    lines = "".join(
        f"M{x} {y}L{a} {b}"
        for i, (x, y) in enumerate(points)
        for a, b in points[i + 1 :]
        if math.dist((x, y), (a, b)) < reach
    )
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="{chance.choice((5, 7, 9, 15))}"'
        f' fill="{chance.choice(("#fff", light, "#fff", sun))}" opacity="{chance.choice((".6", ".8", "1"))}"/>'
        for x, y in points
    )
    return f'<path d="{lines}" fill="none" stroke="#fff" stroke-opacity=".28" stroke-width="2"/>{dots}'


def _scattered(chance: random.Random, count: int, distance: int) -> list[tuple[int, int]]:
    points: list[tuple[int, int]] = []
    for _try in range(600):
        point = chance.randrange(16, WIDTH - 16), chance.randrange(16, HEIGHT - 16)
        if all(math.dist(point, other) > distance for other in points):
            points.append(point)
        if len(points) == count:
            break
    return points


def _rings(chance: random.Random, light: str, sun: str) -> str:
    """A drill seen from above: rings around a core."""
    x, y, step = chance.randrange(520, 800), chance.randrange(190, 360), chance.randrange(40, 56)
    rings = "".join(
        f'<circle cx="{x}" cy="{y}" r="{36 + i * step}" stroke-opacity="{0.68 - 0.055 * i:.2f}"'
        f' stroke-width="{14 - i}" stroke-dashoffset="{chance.randrange(400)}"'
        f' stroke-dasharray="{chance.randrange(30, 90 + 40 * i)} {chance.randrange(10, 30 + 9 * i)}"'
        f"{_tint(chance, light)}/>"
        for i in range(11)
    )
    core = f'<circle cx="{x}" cy="{y}" r="{chance.randrange(14, 22)}" fill="{sun}"/>'
    return f'<g fill="none" stroke="#fff">{rings}</g>{core}'


def _tint(chance: random.Random, light: str) -> str:
    return f' stroke="{light}"' if chance.random() < 0.3 else ""


def _arcs(chance: random.Random, light: str, sun: str) -> str:
    """Two voices whose circles overlap."""
    y, gap, step = chance.randrange(200, 340), chance.randrange(110, 190), chance.randrange(24, 38)
    middle, drift = chance.randrange(420, 640), chance.randrange(3, 10)
    voices = (
        (middle - gap, drift, light, chance.randrange(8, 12)),
        (middle + gap, -drift, sun, chance.randrange(7, 11)),
    )
    return "".join(
        f'<g fill="none" stroke="{colour}" stroke-opacity=".42" stroke-width="3">'
        + "".join(f'<circle cx="{x + i * move}" cy="{y}" r="{50 + i * step}"/>' for i in range(count))
        + "</g>"
        for x, move, colour, count in voices
    )


def _roofs(chance: random.Random, light: str, sun: str) -> str:
    """Saw-tooth factory roofs, row before row, with light in some of their windows."""
    rows, windows = "", ""
    for row in range(5):
        step, height = chance.randrange(70, 130), chance.randrange(46, 84)
        y, x = 150 + row * 88 + chance.randrange(-14, 14), -chance.randrange(step)
        teeth = WIDTH // step + 2
        chimney = f"v-{height + chance.randrange(30, 70)}h16v{height}"
        places = chance.sample(range(teeth), 2)
        outline = "".join(
            (chimney if tooth in places[:1] else f"v-{height}") + f"L{x + (tooth + 1) * step} {y}"
            for tooth in range(teeth)
        )
        rows += f'<path d="M{x} {HEIGHT}V{y}{outline}V{HEIGHT}z"/>'
        for place in chance.sample(range(teeth), 3):
            windows += f"M{x + place * step + 12} {y + 10}h{step // 3}v{height // 3}h-{step // 3}z"
    middle = windows.index("M", len(windows) // 2)
    lights = f'<path fill="{sun}" d="{windows[:middle]}"/><path fill="{light}" d="{windows[middle:]}"/>'
    return f'<g fill="#2a0904" fill-opacity=".26">{rows}</g>{lights}'


_PATTERNS = {
    Format.MEETUP: _network,
    Format.DEEP_DIVE: _rings,
    Format.DIALOG: _arcs,
    Format.KONFERENZ: _roofs,
}
