"""A mailbox is read by IMAP and POP3: from a scripted server on this machine."""

import socketserver
import threading

import pytest
from django.core.management import CommandError, call_command

from notifications.errors import MailboxUnreadable
from notifications.services import mailbox
from tests.notifications.services.test_returned import make_mail
from tests.notifications.test_reports import POSTFIX, ROW

pytestmark = pytest.mark.django_db


class MailServer(socketserver.ThreadingTCPServer):
    """One mailbox with one mail, by either protocol; `said` are the clients' commands."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, conversation, mail=POSTFIX):
        self.mail, self.said, self.is_read = mail, [], False
        super().__init__(("127.0.0.1", 0), conversation)


class Imap(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command = line.strip().split(b" ", 1)
            self.server.said.append(command.decode())
            self.wfile.write(self.answer(command) + tag + b" OK done\r\n")

    def answer(self, command):
        if command == b"CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if b"SEARCH" in command:
            return b"* SEARCH\r\n" if self.server.is_read else b"* SEARCH 7\r\n"
        if b"FETCH" in command:
            size = len(self.server.mail)
            return b"* 1 FETCH (UID 7 BODY[]<0> {%d}\r\n%s)\r\n" % (size, self.server.mail)
        if b"STORE" in command:
            self.server.is_read = True
        return b""


class Pop3(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"+OK ready\r\n")
        for line in self.rfile:
            command = line.strip().decode()
            self.server.said.append(command)
            if command == "STAT":
                self.wfile.write(b"+OK %d 1000\r\n" % (not self.server.is_read))
            elif command.startswith("RETR"):
                self.wfile.write(b"+OK\r\n" + self.server.mail + b"\r\n.\r\n")
            else:
                self.server.is_read |= command.startswith("DELE")
                self.wfile.write(b"+OK\r\n")


@pytest.fixture
def serving(settings):
    """`serving(conversation)` starts a server and names it in the settings."""
    servers = []

    def serve(conversation, scheme):
        server = MailServer(conversation)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        settings.MAILBOX_URL = f"{scheme}://box:se%20cret@127.0.0.1:{server.server_address[1]}/INBOX"
        return server

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("conversation", "scheme"), [(Imap, "imap"), (Pop3, "pop3")])
def test_new_mails_are_taken_once(serving, conversation, scheme):
    server = serving(conversation, scheme)
    mail = make_mail(uuid=ROW)

    assert (mailbox.poll(), mailbox.poll()) == (1, 0)

    assert mail.bounces.count() == 1
    assert any("se cret" in command for command in server.said)


@pytest.mark.parametrize(
    "url",
    [
        "imap://a:b@mail.example.org/",
        "pop3://a:b@mail.example.org/",
        "http://127.0.0.1/",
        "imap://127.0.0.1:9/",
    ],
)
def test_nothing_is_read_without_encryption_or_where_nobody_answers(settings, url):
    settings.MAILBOX_URL = url

    with pytest.raises(MailboxUnreadable):
        mailbox.poll()
    with pytest.raises(CommandError):
        call_command("poll_mailbox")
