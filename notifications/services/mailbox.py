"""Reading a mailbox that nobody but us reads, for houses whose mail server cannot call a command.

Each mail goes to services/incoming.py. By IMAP what was read is marked as read; by POP3, which knows no marks, it is
deleted. The connection is encrypted and the certificate checked, except to this machine itself.
"""

import imaplib
import logging
import poplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from notifications.errors import MailboxUnreadable
from notifications.services import incoming

AT_ONCE = 200  # mails; the next time goes on
SECONDS = 20
HERE = ("127.0.0.1", "::1", "localhost")
log = logging.getLogger("treffwerk.incoming")


def poll() -> int:
    """Take what is new in the mailbox of MPI_MAILBOX_URL; returns how many mails. Raises MailboxUnreadable."""
    address = urlsplit(settings.MAILBOX_URL)
    read = _WAYS.get(address.scheme)
    if read is None or not (address.scheme.endswith("s") or address.hostname in HERE):
        raise MailboxUnreadable
    try:
        return read(address)
    except (OSError, EOFError, imaplib.IMAP4.error, poplib.error_proto, ValueError) as fault:
        log.warning("The mailbox cannot be read: %s", type(fault).__name__)
        raise MailboxUnreadable from fault


def _read_imap(address: SplitResult) -> int:
    box = _imap(address)
    try:
        box.login(unquote(address.username or ""), unquote(address.password or ""))
        folder = unquote(address.path.strip("/")).replace('"', "") or "INBOX"
        _expect_ok(box.select(f'"{folder}"'))
        unread = _expect_ok(box.uid("SEARCH", "UNSEEN"))[0] or b""
        numbers = unread.split()[:AT_ONCE]
        for number in numbers:
            _take_imap(box, number.decode("ascii"))
        return len(numbers)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _imap(address: SplitResult) -> imaplib.IMAP4:
    host = address.hostname or ""
    if address.scheme == "imap":
        return imaplib.IMAP4(host, address.port or 143, timeout=SECONDS)
    return imaplib.IMAP4_SSL(
        host, address.port or 993, ssl_context=ssl.create_default_context(), timeout=SECONDS
    )


def _take_imap(box: imaplib.IMAP4, number: str) -> None:
    """At most so many bytes that a mail too large is still seen to be one. Marked only once it was taken."""
    found = _expect_ok(box.uid("FETCH", number, f"(BODY.PEEK[]<0.{incoming.MAX_BYTES + 1}>)"))
    raw = next((part[1] for part in found if isinstance(part, tuple)), b"")
    incoming.receive(raw)
    box.uid("STORE", number, "+FLAGS", r"(\Seen)")


def _expect_ok(answer: tuple) -> list:
    state, said = answer
    if state != "OK":
        raise imaplib.IMAP4.error(str(said)[:200])
    return said


def _read_pop3(address: SplitResult) -> int:
    box = _pop3(address)
    try:
        box.user(unquote(address.username or ""))
        box.pass_(unquote(address.password or ""))
        number = min(box.stat()[0], AT_ONCE)
        for which in range(1, number + 1):
            _reply, lines, _size = box.retr(which)
            incoming.receive(b"\r\n".join(lines))
            box.dele(which)
        return number
    finally:
        with suppress(OSError, poplib.error_proto):
            box.quit()  # only now the server deletes


def _pop3(address: SplitResult) -> poplib.POP3:
    host = address.hostname or ""
    if address.scheme == "pop3":
        return poplib.POP3(host, address.port or 110, timeout=SECONDS)
    context = ssl.create_default_context()
    return poplib.POP3_SSL(host, address.port or 995, context=context, timeout=SECONDS)


_WAYS: dict[str, Callable[[SplitResult], int]] = {
    "imaps": _read_imap,
    "imap": _read_imap,
    "pop3s": _read_pop3,
    "pop3": _read_pop3,
}
