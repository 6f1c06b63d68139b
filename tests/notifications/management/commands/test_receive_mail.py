"""The command a mail server's pipe calls."""

import io
import os
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError

from notifications.services import incoming


@pytest.fixture
def piped(monkeypatch, capsys):
    """`piped(raw)` hands a mail over on standard input and returns what the command says."""

    def run(raw):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_mail")
        return capsys.readouterr().out.strip()

    return run


def test_a_mail_is_read_from_standard_input(piped):
    assert piped(b"Subject: \xff\r\n\r\nHello") == "ignored: nothing for us in it"


def test_a_mail_too_large_is_read_to_its_end_and_refused(piped):
    said = piped(b"x" * (3 * incoming.MAX_BYTES))

    assert (said, sys.stdin.buffer.read()) == ("refused: too large, or too many parts", b"")


def test_without_a_database_the_mail_server_tries_again(piped, monkeypatch):
    def gone(raw, recipient):
        raise OperationalError("gone")

    monkeypatch.setattr(incoming, "receive", gone)

    with pytest.raises(SystemExit) as ended:
        piped(b"")

    assert ended.value.code == os.EX_TEMPFAIL
