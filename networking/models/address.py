"""When two e-mail addresses are the same."""

import unicodedata


def address_key(email: str) -> str:
    """The form under which an address is known: spaces, Unicode spelling, upper and lower case do not matter."""
    return unicodedata.normalize("NFKC", email).strip().casefold()
