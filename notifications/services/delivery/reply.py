"""What a mail server answers, and what it means for the mail."""

import re
from dataclasses import dataclass

LONGEST = 500  # characters kept of an answer
SERVICE_ENDS = 421
_SHAPE = re.compile(r"(\d{3})[ -]?(?:(\d\.\d{1,3}\.\d{1,3})(?: |$))?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` is the whole answer as it came: code, enhanced code if there is one, words."""

    code: int
    text: str

    @classmethod
    def of(cls, code: int, words: bytes | str) -> "Reply":
        said = words.decode(errors="replace") if isinstance(words, bytes) else words
        return cls(code, f"{code} {_plain(said)}".strip()[:LONGEST])

    @classmethod
    def parse(cls, text: str) -> "Reply":
        """From the text of an answer; code 0 where a fault of the line stands in its place."""
        found = _SHAPE.match(text)
        return cls(int(found[1]) if found else 0, _plain(text)[:LONGEST])

    @property
    def enhanced(self) -> str:
        """The enhanced status code (RFC 3463), empty where the server gives none."""
        found = _SHAPE.match(self.text)
        return (found[2] or "") if found else ""

    @property
    def is_final(self) -> bool:
        """Trying again would not help."""
        return self.code >= 500 and not self.is_policy

    @property
    def is_policy(self) -> bool:
        """The server does not want our mail (5.7.x), whoever it is for: a person must look at it."""
        return self.code >= 500 and (self.enhanced.startswith("5.7.") or self.code in (530, 535))


def _plain(text: str) -> str:
    """One line without control characters: it is stored, shown and written into a line of the journal."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())
