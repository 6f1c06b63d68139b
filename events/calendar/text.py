"""Text as a calendar may hold it."""

import re

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def prose(text: str) -> str:
    """Without what no calendar may hold, however it got into the database."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    return re.sub(r"[\n\t]+", " ", prose(text)).strip()
