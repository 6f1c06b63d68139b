"""The marks in stored mails and what fills them at sending.

A stored text never holds a private link or a code, only a mark: a name between two private-use characters, which
no form accepts as input. Filled, it is the recipient's; masked, it is what everybody else may see.
"""

import re
from collections.abc import Callable
from typing import Any

from events import links as event_links
from networking import links as derived
from notifications import links
from notifications.models import Message

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([a-z_]+){_CLOSE}")
MASK = "••••••"
CODE = f"{_OPEN}sign_in_code{_CLOSE}"  # to be typed, not followed


class Marks:
    """In a mail template `{{ links.manage }}` writes the mark that is filled at sending."""

    def __getitem__(self, name: str) -> str:
        if name not in _FILLINGS:
            raise KeyError(name)
        return f"{_OPEN}{name}{_CLOSE}"


def filled(text: str, message: Message) -> str:
    """The text as the recipient gets it."""
    return _MARK.sub(lambda mark: _FILLINGS[mark[1]](message), text)


def masked(text: str) -> str:
    """The text as anybody else may see it."""
    return _MARK.sub(MASK, text)


def is_mark(line: str) -> bool:
    """Whether a line is nothing but one mark."""
    return bool(_MARK.fullmatch(line))


def _registration(address: Callable) -> Callable[[Message], str]:
    return lambda message: address(message.registration)


def _subscription(purpose: str) -> Callable[[Any], str]:
    return lambda message: links.subscription_url(message.subscription, purpose)


# Any: a mark is only written into a mail that has the row it needs, which the type of Message cannot say.
_FILLINGS: dict[str, Callable[[Any], str]] = {
    "manage": _registration(event_links.manage_url),
    "confirm_address": _registration(event_links.confirm_url),
    "invitation": lambda message: event_links.invitation_url(message.invitation),
    "newsletter_confirm": _subscription(links.CONFIRM),
    "newsletter_preferences": _subscription(links.PREFERENCES),
    "newsletter_unsubscribe": _subscription(links.UNSUBSCRIBE),
    "sign_in_code": lambda message: derived.code("sign-in", message.uuid),
}
