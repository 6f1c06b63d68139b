"""How cells of imported files are read: a reader returns a value or raises ValueError with a sentence."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networking.models.fields import one_line, several_lines

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LARGEST_SMALL_NUMBER = 32_767
_LARGEST_NUMBER = 2_147_483_647
_EXCHANGE = re.compile(r"(?P<de>[^|\[\]]*)(?:\|(?P<en>[^\[\]]*))?(?:\[(?P<topics>[^\[\]]*)\])?")


def line(max_length: int) -> Callable[[Any], str]:
    """One line of text."""
    return _text(max_length, one_line)


def prose(max_length: int) -> Callable[[Any], str]:
    """Paragraphs of text."""
    return _text(max_length, several_lines)


def address(max_length: int = 200) -> Callable[[Any], str]:
    """The address of a page, http or https."""
    return _text(
        max_length,
        URLValidator(
            ["http", "https"], message=gettext_lazy("This is not the address of a page (https://…).")
        ),
    )


def slug(cell: Any, max_length: int = 50) -> str:
    """A short name for addresses: a to z, digits and single hyphens."""
    text = _text(max_length, one_line)(cell)
    if not _SLUG.fullmatch(text):
        raise ValueError(
            _("“%(text)s” is not a short name: only a to z, digits and single hyphens.") % {"text": text}
        )
    return text


def long_slug(cell: Any) -> str:
    """A short name of up to 80 characters, as projects, calls and events have it."""
    return slug(cell, 80)


def number(cell: Any) -> int:
    """A whole number from 0."""
    return _whole(cell, _LARGEST_SMALL_NUMBER)


def amount(cell: Any) -> int:
    """Euros without cents."""
    return _whole(cell, _LARGEST_NUMBER)


def _whole(cell: Any, most: int) -> int:
    if isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) < 11:
        cell = int(cell)
    if not isinstance(cell, int) or isinstance(cell, bool) or not 0 <= cell <= most:
        raise ValueError(_("A whole number from 0 to %(most)d is expected.") % {"most": most})
    return cell


def flag(cell: Any) -> bool:
    """true or false; in CSV also yes, no, ja, nein, 1, 0."""
    known = {
        "true": True,
        "yes": True,
        "ja": True,
        "1": True,
        "false": False,
        "no": False,
        "nein": False,
        "0": False,
    }
    found = cell if isinstance(cell, bool) else known.get(str(cell).casefold())
    if found is None:
        raise ValueError(_("true or false is expected."))
    return found


def day(cell: Any) -> date:
    """A date as 2024-10-31."""
    if isinstance(cell, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            pass
    raise ValueError(_("“%(text)s” is not a date. Please write it as 2024-10-31.") % {"text": cell})


def day_or_month(cell: Any) -> tuple[date, bool]:
    """A date, or a month as 2023-10: its first day, and whether only the month is known."""
    if isinstance(cell, str) and re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", cell):
        return day(f"{cell}-01"), True
    return day(cell), False


def one_of(words: Iterable[str]) -> Callable[[Any], str]:
    """One of the given words."""
    known = list(words)

    def read(cell: Any) -> str:
        if cell not in known:
            raise ValueError(
                _("“%(text)s” is unknown. Known are: %(words)s.") % {"text": cell, "words": ", ".join(known)}
            )
        return cell

    return read


def many(read_one: Callable[[Any], Any]) -> Callable[[Any], tuple]:
    """Several values, each once: a list in JSON, separated by `;` in CSV."""

    def read(cell: Any) -> tuple:
        if isinstance(cell, str):
            cell = [part.strip() for part in cell.split(";") if part.strip()]
        if not isinstance(cell, list):
            raise ValueError(_("A list is expected."))
        values = tuple(read_one(part) for part in cell)
        if len(set(values)) < len(values):
            raise ValueError(_("A value stands twice in this list."))
        return values

    return read


def exchanges(cell: Any) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Offers or seeks as (German, English, topics): objects in JSON, lines "Deutsch | English [topic, topic]" else."""
    if isinstance(cell, str):
        cell = [_exchange_of(part) for part in cell.splitlines() if part.strip()]
    if not isinstance(cell, list):
        raise ValueError(_("A list is expected."))
    return tuple(_exchange(part) for part in cell)


def _exchange_of(text: str) -> dict[str, Any]:
    match = _EXCHANGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(_("“%(text)s” is not written as: German | English [topic, topic].") % {"text": text})
    topics = [topic.strip() for topic in (match["topics"] or "").split(",") if topic.strip()]
    return {"text_de": match["de"].strip(), "text_en": (match["en"] or "").strip(), "topics": topics}


def _exchange(part: Any) -> tuple[str, str, tuple[str, ...]]:
    if not isinstance(part, dict) or not part.keys() <= {"text_de", "text_en", "topics"}:
        raise ValueError(_("An object with text_de, text_en and topics is expected."))
    read = line(300)
    german, english = (read(part[name]) if part.get(name) else "" for name in ("text_de", "text_en"))
    if not german and not english:
        raise ValueError(_("An offer or seek needs a sentence."))
    return german, english, many(slug)(part.get("topics") or [])


def links(cell: Any) -> tuple[tuple[str, str], ...]:
    """Pages elsewhere as (name, address): objects in JSON, lines "name https://…" else."""
    if isinstance(cell, str):
        parts = [part.strip().rpartition(" ") for part in cell.splitlines() if part.strip()]
        cell = [{"label": label, "url": url} for label, _space, url in parts]
    if not isinstance(cell, list) or not all(isinstance(part, dict) for part in cell):
        raise ValueError(_("A list is expected."))
    return tuple((line(100)(part.get("label", "")), address(300)(part.get("url", ""))) for part in cell)


def _text(max_length: int, validate: Callable[[str], None]) -> Callable[[Any], str]:
    def read(cell: Any) -> str:
        if not isinstance(cell, str):
            raise ValueError(_("Text is expected."))
        text = cell.strip()
        if not text:
            raise ValueError(_("This must not be empty."))
        if len(text) > max_length:
            raise ValueError(
                _("This text has %(length)d characters; at most %(most)d fit.")
                % {"length": len(text), "most": max_length}
            )
        try:
            validate(text)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
        return text

    return read
