"""The marks in stored mails and what fills them at sending.

A stored text never holds a private link or a code, only a mark: a name between two private-use characters, which
no form accepts as input. Filled, it is the recipient's; masked, it is what everybody else may see.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from events import links as event_links
from events.models import Registration
from networking import links as derived
from networking.models.address import address_key
from notifications import links
from notifications.models import Message

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([a-z_]+)(?::([0-9a-f-]{{36}}))?{_CLOSE}")
MASK = "••••••"
CODE = f"{_OPEN}sign_in_code{_CLOSE}"  # to be typed, not followed


class Marks:
    """In a mail template `{{ links.manage }}` writes the mark that is filled at sending."""

    def __getitem__(self, name: str) -> str:
        if name not in _FILLINGS:
            raise KeyError(name)
        return f"{_OPEN}{name}{_CLOSE}"


def manage(registration: Registration) -> str:
    """The mark of one of several registrations of the recipient."""
    return f"{_OPEN}manage_one:{registration.uuid}{_CLOSE}"


def filled(text: str, message: Message, *, as_html: bool = False) -> str:
    """The text as the recipient gets it."""
    return _MARK.sub(lambda mark: _filling(mark, message, as_html), text)


def slot(name: str) -> str:
    """The mark of what `message.slots` says to this reader of a compiled mail."""
    return f"{_OPEN}{name}{_CLOSE}"


def split(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, and whether each is what stands in a mark."""
    end = 0
    for mark in _MARK.finditer(text):
        yield text[end : mark.start()], False
        yield mark[0][1:-1], True
        end = mark.end()
    yield text[end:], False


def value(name: str, message: Message, *, as_html: bool = False) -> str:
    """What fills the mark of that name: a link or code of this house, else the message's own slot.

    A slot is plain text, or both {"text": …, "html": …}.
    """
    if name in _FILLINGS:
        return _FILLINGS[name](message)
    own = message.slots[name]
    if isinstance(own, dict):
        return own["html" if as_html else "text"]
    return escape(own) if as_html else own


def masked(text: str) -> str:
    """The text as anybody else may see it."""
    return _MARK.sub(MASK, text)


def is_mark(line: str) -> bool:
    """Whether a line is nothing but one mark."""
    return bool(_MARK.fullmatch(line))


def _filling(mark: re.Match, message: Message, as_html: bool) -> str:
    name, row_uuid = mark.groups()
    return _manage_one(row_uuid, message) if row_uuid else value(name, message, as_html=as_html)


def _manage_one(row_uuid: str, message: Message) -> str:
    """Only ever the recipient's own link; masked when the registration was erased meanwhile."""
    registration = Registration.objects.filter(uuid=row_uuid, email_key=address_key(message.to_email)).first()
    return event_links.manage_url(registration) if registration else MASK


def _registration(address: Callable) -> Callable[[Message], str]:
    return lambda message: address(message.registration)


def _subscription(purpose: str) -> Callable[[Any], str]:
    return lambda message: links.subscription_url(message.subscription, purpose)


# Any: a mark is only written into a mail that has the row it needs, which the type of Message cannot say.
_FILLINGS: dict[str, Callable[[Any], str]] = {
    "manage": _registration(event_links.manage_url),
    "coming": _registration(event_links.coming_url),
    "cancel": _registration(event_links.cancel_url),
    "meetings": _registration(event_links.meetings_url),
    "confirm_address": _registration(event_links.confirm_url),
    "invitation": lambda message: event_links.invitation_url(message.invitation),
    "newsletter_confirm": _subscription(links.CONFIRM),
    "newsletter_preferences": _subscription(links.PREFERENCES),
    "newsletter_unsubscribe": _subscription(links.UNSUBSCRIBE),
    "sign_in_code": lambda message: derived.code("sign-in", message.uuid),
}
