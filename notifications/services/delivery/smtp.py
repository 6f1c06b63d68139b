"""A conversation with a mail server, kept open for many mails.

smtplib greets, encrypts and signs in; then the sentences are ours: where the server offers PIPELINING (RFC 2920),
sender, recipient and DATA go out together, which saves two round trips for each mail. Elsewhere each waits for its
answer.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from time import monotonic

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from notifications.services.delivery.reply import SERVICE_ENDS, Reply
from notifications.services.delivery.wire import Parcel

_LONGEST_ANSWER = 64 * 1024
_NO_ANSWER = Reply(0, "The mail server does not answer.")


class Unreachable(Exception):
    """No conversation came about. `reply` says why."""

    def __init__(self, reply: Reply):
        super().__init__(reply.text)
        self.reply = reply


class Lost(Unreachable):
    """The conversation broke off; `in_doubt` when the server may have taken the mail."""

    def __init__(self, reply: Reply, *, in_doubt: bool = False):
        super().__init__(reply)
        self.in_doubt = in_doubt


class Refused(Exception):
    """The server refused one mail and goes on. `step` is what it refused: MAIL, RCPT, DATA or the text."""

    def __init__(self, step: str, reply: Reply):
        super().__init__(reply.text)
        self.step, self.reply = step, reply


class Session:
    """One connection. Not to be used again after `Unreachable`."""

    def __init__(self) -> None:
        self.mails = 0
        self._offered: Parcel | None = None
        try:
            self._smtp = _greet()
        except smtplib.SMTPResponseException as error:
            raise Unreachable(Reply.of(error.smtp_code, error.smtp_error)) from error
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise Unreachable(_fault(error)) from error
        assert self._smtp.sock  # noqa: S101 -- smtplib has just connected it
        self._socket = self._smtp.sock
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._listener = _Listener(self._socket)
        self._pipelines = self._smtp.has_extn("pipelining")
        self._takes_8bit = self._smtp.has_extn("8bitmime")

    def deliver(self, parcel: Parcel, begin: Callable[[], object], following: Parcel | None = None) -> Reply:
        """Hand one mail over and return the server's answer.

        `begin` is called when the server waits for the text: from then on it may take the mail without our learning it.
        The envelope of a mail `following` goes along with the text, and its own text is built while the server works.
        Raises Refused, after which the next mail can go, or Lost.
        """
        if self._offered not in (None, parcel):
            raise RuntimeError("Another mail was offered ahead; its text would be this one.")
        self.mails += 1
        self._offer(parcel)
        begin()
        self._offered = following if following and self._pipelines and following.is_compiled else None
        ahead = b"".join(_sentences(self._offered)) if self._offered else b""
        self._say(b"".join((parcel.content, b".\r\n", ahead)))
        if self._offered:
            with suppress(Exception):  # its own turn will tell
                _ = self._offered.content
        return self._verdict()

    @property
    def is_in_between(self) -> bool:
        """The server waits for the text of a mail already offered: nothing else can be said."""
        return self._offered is not None

    def close(self) -> None:
        """Say goodbye; nothing depends on the answer."""
        if not self.is_in_between:
            with suppress(OSError):
                self._socket.sendall(b"QUIT\r\n")
        self._smtp.close()

    def _offer(self, parcel: Parcel) -> None:
        if self._offered is parcel:
            replies = [self._answer() for _sentence in range(3)]
        elif self._pipelines:
            replies = self._together(_sentences(parcel, takes_8bit=self._takes_8bit))
        else:
            replies = self._one_by_one(_sentences(parcel, takes_8bit=self._takes_8bit))
        self._offered = None
        for step, reply in zip(("MAIL", "RCPT", "DATA"), replies, strict=False):
            if reply.code // 100 != (3 if step == "DATA" else 2):
                self._start_over(replies)
                raise Refused(step, reply)

    def _together(self, sentences: list[bytes]) -> list[Reply]:
        self._say(b"".join(sentences))
        return [self._answer() for _sentence in sentences]

    def _one_by_one(self, sentences: list[bytes]) -> list[Reply]:
        replies: list[Reply] = []
        for sentence in sentences:
            self._say(sentence)
            replies.append(self._answer())
            if replies[-1].code >= 400:
                break
        return replies

    def _start_over(self, replies: list[Reply]) -> None:
        """Leave a refused transaction, or the next one would be refused for it."""
        if replies[-1].code == 354:  # it waits for a text although nobody is to get it
            self._say(b".\r\n")
            self._answer()
        self._say(b"RSET\r\n")
        self._answer()

    def _verdict(self) -> Reply:
        """The answer to a text."""
        try:
            reply = self._answer()
        except Lost as lost:
            raise Lost(lost.reply, in_doubt=lost.reply.code != SERVICE_ENDS) from lost
        if not 200 <= reply.code < 300:
            raise Refused("text", reply)
        return reply

    def _say(self, sentence: bytes) -> None:
        try:
            self._socket.sendall(sentence)
        except OSError as error:
            raise Lost(self._last_words() or _fault(error)) from error

    def _last_words(self) -> Reply | None:
        """What a server said before it hung up on us."""
        try:
            return self._answer()
        except Lost as lost:
            return lost.reply if lost.reply.code else None

    def _answer(self) -> Reply:
        """The next answer. Raises Lost where none comes in time, or one that ends the service."""
        reply = _reply(*self._listener.lines())
        if reply.code == SERVICE_ENDS or not reply.code:
            raise Lost(reply)
        return reply


class _Listener:
    """Reads answers from a socket, each within the time allowed for all of it: smtplib's own reading has a limit for
    each byte only, so a server that drips would hold a worker for hours.
    """

    def __init__(self, line: socket.socket):
        self.line, self._received, self._seconds = line, b"", settings.EMAIL_TIMEOUT

    def lines(self) -> list[bytes]:
        """The lines of the next answer. Raises Lost."""
        line, end, rest = self._received.partition(b"\n")
        if end and line[3:4] != b"-":  # as nearly always: one line, come with the answers before it
            self._received = rest
            return [line.rstrip(b"\r")]
        until = monotonic() + self._seconds
        lines = [self._next(until)]
        while lines[-1][3:4] == b"-":
            lines.append(self._next(until))
        return lines

    def _next(self, until: float) -> bytes:
        while b"\n" not in self._received:
            if monotonic() > until or len(self._received) > _LONGEST_ANSWER:
                raise Lost(_NO_ANSWER)
            try:
                more = self.line.recv(65536)
            except OSError as error:
                raise Lost(_fault(error)) from error
            if not more:
                raise Lost(Reply(0, "The mail server closed the connection."))
            self._received += more
        line, _end, self._received = self._received.partition(b"\n")
        return line.rstrip(b"\r")


class _Patient(smtplib.SMTP):
    """smtplib's greeting, encryption and sign-in, with our way of listening."""

    _listener: _Listener | None = None

    def getreply(self) -> tuple[int, bytes]:
        assert self.sock  # noqa: S101 -- smtplib asks only while it is connected
        if self._listener is None or self._listener.line is not self.sock:
            self._listener = _Listener(self.sock)
        try:
            lines = self._listener.lines()
        except Lost:
            self.close()
            raise
        code = lines[-1][:3]
        return int(code) if code.isdigit() else -1, b"\n".join(line[4:].strip() for line in lines)


class _PatientFromTheStart(smtplib.SMTP_SSL, _Patient):
    """The same, encrypted from the first byte."""


def _sentences(parcel: Parcel, *, takes_8bit: bool = False) -> list[bytes]:
    body = " BODY=8BITMIME" if takes_8bit and not parcel.is_compiled and not parcel.content.isascii() else ""
    return [
        f"MAIL FROM:<{parcel.sender}>{body}\r\n".encode(),
        f"RCPT TO:<{parcel.recipient}>\r\n".encode(),
        b"DATA\r\n",
    ]


@lru_cache(maxsize=64)  # most answers are those to the mail before
def _reply(first: bytes, *more: bytes) -> Reply:
    return Reply.parse(b" ".join([first, *(line[4:] for line in more)]).decode(errors="replace"))


def _greet() -> _Patient:
    """Connected, encrypted where the settings say so (never without a valid certificate), signed in."""
    host, port, timeout = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
    name = DNS_NAME.get_fqdn()
    if settings.EMAIL_USE_SSL:
        context = ssl.create_default_context()
        smtp: _Patient = _PatientFromTheStart(host, port, name, timeout=timeout, context=context)
    else:
        smtp = _Patient(host, port, name, timeout=timeout)
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _fault(error: Exception) -> Reply:
    if isinstance(error, TimeoutError):
        return _NO_ANSWER
    return Reply.of(0, f"{type(error).__name__}: {error}"[:400])
