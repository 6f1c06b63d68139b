"""The card of an event: what networks and messengers show where somebody shares the link. 1200 x 630 pixels.

Texts reach typst as JSON input, never as template text: nothing in them is ever run.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.drawings import cover
from events.models import Event
from networking import fonts

VERSION = 1  # raise it when the drawing changes
WIDTH, HEIGHT = 1200, 630
_TEMPLATE = Path(__file__).resolve().parent.parent / "data" / "card.typ"
_SIZES = ((60, 64), (110, 52), (200, 42))  # up to so many letters: so many points


def content(event: Event, language: str) -> dict[str, Any]:
    """What the card says, in `language`; whatever changes it changes the card."""
    with translation.override(language):
        title = event.title
        return {
            "language": language,
            "house": settings.SITE_NAME,
            "kind": _("Cancelled") if event.is_cancelled else event.get_format_display(),
            "title": title,
            "size": next(size for letters, size in _SIZES if len(title) <= letters),
            "day": _when(event),
            "place": event.place[:60],
            "dark": cover.darkest(event.format),
            "cover": cover.draw(event.uuid, event.format),
        }


def digest(content: dict[str, Any]) -> str:
    """A name for the card that says this, the same on every machine."""
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(f"{VERSION}|{text}".encode()).hexdigest()


def png(content: dict[str, Any]) -> bytes:
    """The picture; it takes a few tenths of a second."""
    compiler = typst.Compiler(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(fonts.folder())],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
    )
    return cast("bytes", compiler.compile(format="png", ppi=72.0))  # one page, so no list of them


def _when(event: Event) -> str:
    start = timezone.localtime(event.starts_at)
    day = format_date(start, _("l, j F Y"))
    if event.all_day:
        return day
    return _("%(day)s, %(time)s") % {"day": day, "time": format_date(start, "G:i")}
