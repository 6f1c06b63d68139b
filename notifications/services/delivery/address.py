"""Addresses as a mail server reads them."""

from functools import lru_cache
from unicodedata import category, normalize

from notifications.errors import AddressRefused

LONGEST_LOCAL, LONGEST = 64, 254
_FORBIDDEN = frozenset('()<>[]:;,\\"')


def for_server(address: str) -> str:
    """The address in ASCII, an international domain as its A-labels (`xn--…`).

    Raises AddressRefused for what no server can be asked for: line breaks and other characters that end a command,
    parts that are too long, and a part before the @ beyond ASCII, which few servers on the way can carry.
    """
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise AddressRefused()
    if (
        not (local.isascii() and local.isprintable())
        or _FORBIDDEN & set(local)
        or " " in local
        or "@" in local
    ):
        raise AddressRefused()
    whole = f"{local}@{_domain(domain)}"
    if len(local) > LONGEST_LOCAL or len(whole) > LONGEST:
        raise AddressRefused()
    return whole


@lru_cache(maxsize=1000)
def _domain(domain: str) -> str:
    return ".".join(map(_label, normalize("NFKC", domain).lower().split(".")))


def _label(label: str) -> str:
    """One part of a domain as IDNA 2008 writes it: straße is a name of its own, not strasse."""
    written = label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
    if not label or len(written) > 63 or not all(c in "-_" or category(c)[0] in "LMN" for c in label):
        raise AddressRefused()
    return written
