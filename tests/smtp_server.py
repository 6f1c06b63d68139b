"""A mail server that plays a part: it keeps what it takes and answers as the test says."""

import socketserver
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage

USUAL = {
    "CONNECT": "220 scripted ESMTP",
    "EHLO": "250 scripted",
    "MAIL": "250 2.1.0 Ok",
    "RCPT": "250 2.1.5 Ok",
    "DATA": "354 End data with <CR><LF>.<CR><LF>",
    "TEXT": "250 2.0.0 Ok: queued",
    "RSET": "250 2.0.0 Ok",
    "AUTH": "235 2.7.0 Authentication successful",
    "QUIT": "221 2.0.0 Bye",
    "HELO": "502 5.5.2 not understood",
}
STALL = "stall"  # says nothing until the client hangs up
DROP = "drop"  # hangs up instead of answering
DRIP = "drip"  # a byte at a time, and never the end of the line


class ScriptedServer(socketserver.ThreadingTCPServer):
    """`script(step, number)` returns an answer of its own for the n-th mail of this server, or None for the usual one.

    `number` counts the MAIL commands; before the first it is 0. What was taken stands in `mails`, also when the client
    never learned of it.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self,
        script: Callable[[str, int], str | None] = lambda step, number: None,
        *,
        offers: tuple[str, ...] = ("PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"),
        tls: ssl.SSLContext | None = None,
        port: int = 0,
    ):
        self.script, self.offers, self.tls = script, offers, tls
        self.mails: list[bytes] = []
        self.envelopes: list[tuple[str, str]] = []
        self.commands: list[str] = []
        self.connections = self.begun = 0
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Conversation)

    @property
    def port(self) -> int:
        return self.server_address[1]

    def parsed(self) -> list[EmailMessage]:
        return [message_from_bytes(mail, policy=policy.default) for mail in self.mails]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Clients that are killed leave broken connections behind: that is what they are for."""


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        with suppress(OSError, _Over):
            self._talk()

    def finish(self):
        super().finish()
        self.request.close()

    def _talk(self):
        self.number = 0
        with self.server.lock:
            self.server.connections += 1
        self._answer("CONNECT")
        while line := self.rfile.readline():
            command = line.decode("utf-8", "replace").strip()
            verb = command.split(" ")[0].upper()
            self.server.commands.append(command)
            getattr(self, f"_on_{verb.lower()}", lambda _command, verb=verb: self._answer(verb))(command)

    def _on_ehlo(self, _command):
        offers = [*self.server.offers, *(["STARTTLS"] if self.server.tls else [])]
        if self._words("EHLO") != USUAL["EHLO"]:
            self._answer("EHLO")
            return
        lines = ["scripted", *offers]
        self._say("".join(f"250{' ' if line is lines[-1] else '-'}{line}\r\n" for line in lines))

    def _on_starttls(self, _command):
        self._say("220 2.0.0 Ready\r\n")
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

    def _on_mail(self, command):
        with self.server.lock:
            self.server.begun += 1
            self.number = self.server.begun
        self.sender, self.recipient = _address(command), None
        self._answer("MAIL")

    def _on_rcpt(self, command):
        if self._answer("RCPT").startswith("2"):
            self.recipient = _address(command)

    def _on_data(self, _command):
        if self.recipient is None:
            self._say("554 5.5.1 no valid recipients\r\n")
        elif self._answer("DATA").startswith("354"):
            self._take()

    def _take(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Over
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self._words("TEXT").startswith("2") or self.server.script("TAKEN", self.number):
            with self.server.lock:
                self.server.mails.append(b"".join(lines))
                self.server.envelopes.append((self.sender, self.recipient))
        self._answer("TEXT")

    def _on_quit(self, _command):
        self._answer("QUIT")
        raise _Over

    def _words(self, step: str) -> str:
        return self.server.script(step, self.number) or USUAL.get(step, "502 5.5.2 not understood")

    def _answer(self, step: str) -> str:
        words = self._words(step)
        if words == DROP:
            raise _Over
        if words == STALL:
            self.rfile.read()
            raise _Over
        if words == DRIP:
            for _byte in range(100):
                self._say("2")
                threading.Event().wait(0.05)
            raise _Over
        self._say(words + "\r\n")
        if words.startswith("421"):
            raise _Over
        return words

    def _say(self, text: str):
        self.wfile.write(text.encode())


class _Over(Exception):
    """The conversation is at its end."""


def _address(command: str) -> str:
    return command.partition("<")[2].rpartition(">")[0]
