"""The few words organisers may put in braces, and what becomes of them. Text of users is never a template.

Everything else in braces is refused when it is typed and comes out as it was typed if it got here some other way.
"""

import re
from collections.abc import Mapping

from django.template.defaultfilters import date as formatted
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy

from events.models import Event
from networking import links

WORDS = {
    "given_name": gettext_lazy("the person's given name"),
    "name": gettext_lazy("given and family name"),
    "title": gettext_lazy("the event's title"),
    "date": gettext_lazy("the day of the event"),
    "time": gettext_lazy("when it begins"),
    "place": gettext_lazy("where it is"),
}
_BRACED = re.compile(r"\{([^{}]*)\}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{48}")


def unknown(text: str) -> list[str]:
    """What stands in braces and is none of our words, and template syntax of any kind."""
    found = [whole[0] for whole in _BRACED.finditer(text) if whole[1] not in WORDS]
    return found + [sign for sign in ("{{", "{%", "{#", "${") if sign in text and not found]


def holds_private_link(text: str) -> bool:
    """Whether the text leads to somebody's private page: everybody who gets it could open it."""
    return any(links.uuid_in(token) for token in _TOKEN.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with our words filled in. What is filled in is not looked at again."""
    return _BRACED.sub(lambda found: values.get(found[1], found[0]), text)


def values(event: Event, language: str, *, given_name: str, name: str) -> dict[str, str]:
    """What fills each word for one person, in `language`; of a confidential event neither title nor place."""
    with translation.override(language):
        hidden = {"title": gettext("our event"), "place": gettext("the place behind your private link")}
        shown = {"title": event.title, "place": event.place}
        starts = timezone.localtime(event.starts_at)
        found = {
            "given_name": given_name,
            "name": name,
            "date": formatted(starts, "DATE_FORMAT"),
            "time": formatted(starts, "TIME_FORMAT"),
        }
        found |= hidden if event.is_confidential else shown
    return {word: _harmless(value) for word, value in found.items()}


def _harmless(value: str) -> str:
    """One line in which nobody can plant a link or a mark of ours: names come from strangers."""
    plain = "".join(c if c.isprintable() and not "\ue000" <= c <= "\uf8ff" else " " for c in str(value))
    return " ".join(re.sub(r"://|www\.", " ", plain, flags=re.IGNORECASE).split())
