"""The colours of newsletters, light and dark, and how well each pair of them can be read (WCAG 2.2, 1.4.3)."""

ENOUGH = 4.5

LIGHT = {
    "ground": "#f5f6f3",
    "paper": "#ffffff",
    "text": "#14212c",
    "muted": "#4a5763",
    "link": "#0b4f8a",
    "action": "#0b4f8a",
    "on_action": "#ffffff",
    "ink": "#0c1c2b",
    "on_ink": "#ffffff",
    "sun": "#ffd54a",
    "line": "#d9dedc",
}
DARK = LIGHT | {
    "ground": "#0b141c",
    "paper": "#14212c",
    "text": "#f1f4f6",
    "muted": "#b9c5cf",
    "link": "#9bd0ff",
    "action": "#9bd0ff",
    "on_action": "#0c1c2b",
    "ink": "#060d13",
    "line": "#3a4a57",
}
PAIRS = (
    ("text", "paper"),
    ("muted", "paper"),
    ("muted", "ground"),
    ("link", "paper"),
    ("link", "ground"),
    ("on_action", "action"),
    ("on_ink", "ink"),
)


def lowest_contrast() -> float:
    """That of the worst pair of both palettes."""
    return min(contrast(colours[a], colours[b]) for colours in (LIGHT, DARK) for a, b in PAIRS)


def contrast(one: str, other: str) -> float:
    """1 for the same colour, 21 for black on white."""
    dark, bright = sorted([_luminance(one), _luminance(other)])
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
