"""From a text template to the parts of a mail."""

from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from events.models import Event
from notifications.services.marks import CODE, Marks, is_mark

ALIKE = frozenset({"seat_confirmed", "seat_promoted", "waiting_list", "registration_pending"})
"""Kinds that say the same to everybody at an event but for the name."""
_NAME = "\ue002"  # no form accepts it as input


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def write(kind: str, language: str, context: dict) -> Letter:
    """Render templates/notifications/mail/<kind>.txt in `language`: its first line is the subject, the rest the text.

    The HTML part says the same: paragraphs, and a line that is only a link becomes a button named by the line above.
    """
    with translation.override(language):
        context = {
            "links": Marks(),
            "site_url": settings.SITE_URL,
            "contact_email": settings.CONTACT_EMAIL,
        } | context
        subject, _newline, body = (
            render_to_string(f"notifications/mail/{kind}.txt", context).strip().partition("\n")
        )
        text = _tidy(body)
        frame = {"subject": subject.strip(), "language": language, "blocks": blocks(text)}
        html = render_to_string("notifications/mail/frame.html", frame)
    return Letter(" ".join(subject.split()), text, html)


def write_alike(kind: str, language: str, event: Event, to_name: str) -> Letter:
    """As `write`, for one of ALIKE: rendered once for each state of the event, so that a rush costs little."""
    values = [getattr(event, column.attname) for column in event._meta.concrete_fields]
    state = [str(value) if isinstance(value, dict) else value for value in values]
    state[_SEAT_REVISION] = None  # everybody's registration raises it
    kept = _alike(kind, language, _Shown(tuple(state), event))
    text, html = kept.text.replace(_NAME, to_name), kept.html.replace(_NAME, escape(to_name))
    return Letter(kept.subject, text, html)


@dataclass(frozen=True)
class _Shown:
    """An event by what its columns say."""

    state: tuple
    event: Event = field(compare=False)


_SEAT_REVISION = [column.attname for column in Event._meta.concrete_fields].index("seat_revision")


@lru_cache(maxsize=64)
def _alike(kind: str, language: str, shown: _Shown) -> Letter:
    return write(kind, language, {"event": shown.event, "to_name": _NAME})


def _tidy(body: str) -> str:
    """At most one empty line in a row: template tags leave gaps."""
    lines = [line.strip() for line in body.strip().splitlines()]
    parts: list[str] = []
    for is_empty, group in groupby(lines, key=lambda line: not line):
        parts.extend([""] if is_empty else group)
    return "\n".join(parts) + "\n"


def blocks(text: str) -> list[dict]:
    """The paragraphs of a text: {"lines": [...]} or, for a line that is only a link, {"label", "link"}."""
    found: list[dict] = []
    for paragraph in text.strip().split("\n\n"):
        lines: list[str] = []
        for line in paragraph.splitlines():
            if is_mark(line) or line.startswith(("https://", "http://")):
                label = lines.pop().rstrip(":") if lines else line
                found += [{"lines": lines}] if lines else []
                found.append({"label": label, "link": line, "code": line == CODE})
                lines = []
            else:
                lines.append(line)
        found += [{"lines": lines}] if lines else []
    return found
