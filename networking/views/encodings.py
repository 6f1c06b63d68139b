"""Which compressed form of an answer a program takes."""

import re

_REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def takes(request, encoding: str) -> bool:
    """Whether the request names the encoding ("gzip", "br") and does not refuse it by `q=0`."""
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _semicolon, quality = part.partition(";")
        if name.strip() == encoding:
            return not _REFUSED.fullmatch(quality)
    return False
