"""Reports of mail servers: what came back (RFC 3464, and what older servers write), and complaints (RFC 5965).

Everything in them was written by strangers: nothing here raises, every text is cut, and only the mail's own secret
name (`token`), or its Message-ID together with the recipient's address, says which mail is meant.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from email.utils import getaddresses

from notifications.enums import BounceKind, BounceSource

LONGEST = 500
FIELDS = 20_000  # characters read of one part
_STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_MESSAGE_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^<>\s]{1,255})>", re.IGNORECASE)
_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Failed-Recipients")
_MACHINES = ("mailer-daemon", "postmaster", "mail-daemon", "microsoftexchange")
_COMPLAINTS = ("abuse", "fraud", "opt-out", "virus", "other")
_HARD = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "2.1", "4.4"}
_FULL = {"2.2"}
_POLICY = {"2.3", "3.4", "1.7", "1.8"}  # too large, or about the sender


@dataclass(frozen=True)
class Report:
    """What a mail says about one that we sent. `addresses` are all to which it came or which it names as envelope."""

    source: BounceSource
    kind: BounceKind
    status: str
    words: str
    recipient: str
    addresses: tuple[str, ...]
    message_ids: tuple[tuple[uuid.UUID, str], ...]


def read(mail: Mail) -> Report | None:
    """The report in a mail; None when it is none, or says that nothing is lost yet."""
    parts = list(mail.walk())
    kinds = [part.get_content_type() for part in parts]
    if "message/feedback-report" in kinds:
        return _complaint(mail, parts)
    if "message/delivery-status" in kinds or "message/global-delivery-status" in kinds:
        return _failure(mail, parts)
    return _in_words(mail, parts) if _is_from_a_machine(mail) else None


def addressees(mail: Mail) -> list[str]:
    """The addresses a mail came to, as its headers say."""
    headers = [str(value) for name in _TO for value in mail.get_all(name, [])]
    return [address for _name, address in getaddresses(headers)][:50]


def classified(status: str, words: str = "") -> BounceKind:
    """What an enhanced status code (RFC 3463) says about the address.

    Servers report 5.0.0 where they know more: then the code in the words counts. What is about our mail or our house
    is policy, whoever the reader; anything unknown may pass.
    """
    first, _dot, detail = status.partition(".")
    if detail in ("", "0.0") and (inner := _STATUS.search(words)):
        first, _dot, detail = inner[0].partition(".")
    if detail in _FULL:
        return BounceKind.FULL
    if detail.startswith(("6.", "7.")) or detail in _POLICY:
        return BounceKind.POLICY
    return BounceKind.HARD if first == "5" and detail in _HARD else BounceKind.SOFT


def _failure(mail: Mail, parts: list[Mail]) -> Report | None:
    for block in _status_blocks(parts):
        if _field(block, "Action").lower() != "failed":
            continue  # delayed, relayed, delivered, expanded: not lost
        words = _diagnostic(block)
        status = _code(_field(block, "Status")) or _code(words)
        recipient = _address(_field(block, "Original-Recipient") or _field(block, "Final-Recipient"))
        kind = classified(status, words)
        return _report(BounceSource.REPORT, kind, mail, parts, status, words, recipient)
    return None


def _status_blocks(parts: list[Mail]) -> Iterator[Mail]:
    """The blocks about recipients; Python's parser makes a message of each block, the first being about the whole."""
    for part in parts:
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            yield from (block for block in payload if isinstance(block, Mail))


def _complaint(mail: Mail, parts: list[Mail]) -> Report | None:
    report = next(part for part in parts if part.get_content_type() == "message/feedback-report")
    inner = report.get_payload()
    fields = inner[0] if isinstance(inner, list) and inner else report
    if not isinstance(fields, Mail) or _field(fields, "Feedback-Type").lower() not in _COMPLAINTS:
        return None
    recipient = _address(_field(fields, "Original-Rcpt-To"))
    sender = _address(_field(fields, "Original-Mail-From"))
    return _report(
        BounceSource.FEEDBACK, BounceKind.COMPLAINT, mail, parts, "", "", recipient, also=(sender,)
    )


def _in_words(mail: Mail, parts: list[Mail]) -> Report | None:
    """A report that only people were meant to read: the first final status in its text."""
    text = _plain(
        _text(next((part for part in parts if part.get_content_type() == "text/plain"), mail)), FIELDS
    )
    found = next((code for code in _STATUS.finditer(text) if code[1] == "5"), None)
    if found is None:
        return None
    words = text[max(found.start() - 100, 0) :]
    return _report(BounceSource.REPORT, classified(found[0]), mail, parts, found[0], words, "")


def _report(source, kind, mail, parts, status, words, recipient, *, also=()) -> Report:
    returned = [str(value) for part in parts[1:] for value in part.get_all("Return-Path", [])]
    texts = [_text(part) for part in parts if part.get_content_type() == "text/rfc822-headers"]
    texts += [str(part.get("Message-ID", "")) for part in parts[1:]]
    texts += [_text(part) for part in parts if part.get_content_type() == "text/plain"]
    found = [(uuid.UUID(name), host.lower()) for text in texts for name, host in _MESSAGE_ID.findall(text)]
    addresses = addressees(mail) + [address for _name, address in getaddresses(returned)] + list(also)
    return Report(
        source,
        kind,
        status,
        _plain(words, LONGEST),
        recipient,
        tuple(dict.fromkeys(filter(None, addresses)))[:20],
        tuple(dict.fromkeys(found))[:20],
    )


def _is_from_a_machine(mail: Mail) -> bool:
    sender = str(mail.get("From", "")).lower()
    return str(mail.get("Return-Path", "")).strip() == "<>" or any(name in sender for name in _MACHINES)


def _field(block: Mail, name: str) -> str:
    return _plain(str(block.get(name, "")), 1000)


def _diagnostic(block: Mail) -> str:
    return _field(block, "Diagnostic-Code").partition(";")[2].strip() or _field(block, "Diagnostic-Code")


def _address(field: str) -> str:
    """From `rfc822; ada@example.org` or `<ada@example.org>`."""
    return field.rpartition(";")[2].strip().strip("<>")


def _code(text: str) -> str:
    found = _STATUS.search(text)
    return found[0] if found else ""


def _text(part: Mail) -> str:
    body = part.get_payload(decode=True)
    return body[:FIELDS].decode("utf-8", "replace") if isinstance(body, bytes) else ""


def _plain(text: str, longest: int) -> str:
    """One line that can be stored and shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:FIELDS]).split())[:longest]
