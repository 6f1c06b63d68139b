"""Private links that are derived, not stored: a leaked database holds none of them.

A token is base64url(uuid of the row + HMAC-SHA-256 over purpose, uuid and key version, cut to 160 bits). The key
has its own setting with fallbacks. Raising a row's key version revokes its links; a token of one purpose fails for
every other.
"""

import base64
import binascii
import hmac
import uuid

from django.conf import settings

_MAC_BYTES = 20
_SEAL_BYTES = 5


def derive(purpose: str, row_uuid: uuid.UUID, key_version: int) -> str:
    """The token for `purpose` of the row with that uuid and key version: 48 characters, safe in an address."""
    return _token(purpose, row_uuid, key_version, settings.LINK_KEY)


def uuid_in(token: str) -> uuid.UUID | None:
    """The row's uuid a token claims to belong to, None when it is no token at all. Proves nothing yet."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except (UnicodeEncodeError, binascii.Error):
        return None
    return uuid.UUID(bytes=raw[:16]) if len(raw) == 16 + _MAC_BYTES else None


def is_valid(token: str, purpose: str, row_uuid: uuid.UUID, key_version: int) -> bool:
    """Whether `token` was made for exactly this purpose, row and key version, with a current or former key."""
    keys = [settings.LINK_KEY, *settings.LINK_KEY_FALLBACKS]
    return any(hmac.compare_digest(token, _token(purpose, row_uuid, key_version, key)) for key in keys)


def seal(purpose: str, row_uuid: uuid.UUID) -> str:
    """34 small letters and digits that carry the uuid and a proof of 40 bits: for the names of mail addresses, which
    some servers write in capitals. It opens no page and shows nothing: at most it ends a newsletter.
    """
    return _seal(purpose, row_uuid, settings.LINK_KEY)


def unseal(purpose: str, text: str) -> uuid.UUID | None:
    """The uuid a seal of that purpose carries, None for anything else."""
    try:
        raw = base64.b32decode(text.upper().encode("ascii") + b"======")
    except (UnicodeEncodeError, binascii.Error):
        return None
    row_uuid = uuid.UUID(bytes=raw[:16]) if len(raw) == 16 + _SEAL_BYTES else None
    keys = [settings.LINK_KEY, *settings.LINK_KEY_FALLBACKS]
    if row_uuid and any(hmac.compare_digest(text.lower(), _seal(purpose, row_uuid, key)) for key in keys):
        return row_uuid
    return None


def fingerprints(purpose: str, text: str) -> list[str]:
    """A keyed hash of `text` with the current key first and the former ones after it: finds it again, tells nothing."""
    message = f"{purpose}|{text}".encode()
    keys = [settings.LINK_KEY, *settings.LINK_KEY_FALLBACKS]
    return [hmac.digest(key.encode(), message, "sha256").hex() for key in keys]


def code(purpose: str, row_uuid: uuid.UUID) -> str:
    """A short code to type (XXXX-XXXX, no vowels and no look-alikes), derived like a link: 38 bits."""
    alphabet = "BCDFGHJKLMNPQRSTVWXZ23456789"
    number = int.from_bytes(_mac(purpose, row_uuid, 1, settings.LINK_KEY)[:12])
    letters = []
    for _position in range(8):
        number, letter = divmod(number, len(alphabet))
        letters.append(alphabet[letter])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def _seal(purpose: str, row_uuid: uuid.UUID, key: str) -> str:
    mac = _mac(purpose, row_uuid, 1, key)[:_SEAL_BYTES]
    return base64.b32encode(row_uuid.bytes + mac).decode().rstrip("=").lower()


def _token(purpose: str, row_uuid: uuid.UUID, key_version: int, key: str) -> str:
    mac = _mac(purpose, row_uuid, key_version, key)[:_MAC_BYTES]
    return base64.urlsafe_b64encode(row_uuid.bytes + mac).decode()


def _mac(purpose: str, row_uuid: uuid.UUID, key_version: int, key: str) -> bytes:
    message = f"{purpose}|{row_uuid.hex}|{key_version}".encode()
    return hmac.digest(key.encode(), message, "sha256")
