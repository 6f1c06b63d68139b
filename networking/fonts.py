"""The house's font as files that typst reads: browsers get it as woff2, typst wants TrueType."""

import os
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

_WEIGHTS = (400, 600)


@cache
def folder() -> Path:
    """The folder with the fonts, filled at the first call. Where the packages are missing it stays empty.

    typst then takes the font it brings along.
    """
    fonts = settings.DATA_DIR / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for weight in _WEIGHTS:
        source = finders.find(f"vendor/fira/fira-sans-latin-{weight}-normal.woff2")
        target = fonts / f"fira-sans-{weight}.ttf"
        if source and Path(source).is_file() and not target.exists():
            _convert(Path(source), target)
    return fonts


def _convert(source: Path, target: Path) -> None:
    """Written beside and moved, so that no process ever reads half a font."""
    font = TTFont(source)
    font.flavor = None
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        font.save(file)
    Path(name).replace(target)
