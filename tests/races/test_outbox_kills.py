"""Workers die at every step, and no mail is lost, none comes twice, at most one for each death is in doubt."""

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from itertools import count, islice

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from notifications.enums import Priority
from notifications.models import Message, Transport
from tests.smtp_server import ScriptedServer

pytestmark = pytest.mark.django_db(transaction=True)
IS_LONG = bool(os.environ.get("MPI_ATTACK"))
POINTS = [
    "before the claim",
    "inside the claim's transaction",
    "after the claim",
    "before the connection",
    "after the connection",
    "before the envelope",
    "the envelope's answers unread",
    "before the journal's B",
    "after the journal's B",
    "in the middle of the text",
    "the text's answer unread",
    "before the journal's D",
    "after the journal's D",
    "before the rows are written",
    "inside the rows' transaction",
    "before the journal is cleared",
    "after the journal is cleared",
]
RECOVERY = ["before a recovery is written", "before the dead's journal is removed"]
_numbers = count(1)


@pytest.fixture
def server():
    with ScriptedServer() as running:
        yield running


@pytest.fixture
def workers(server, tmp_path):
    """`workers({...}, {...})` forks workers that work at once and returns how each ended."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "MPI_DATABASE_URL": url,
        "MPI_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "MPI_MAIL_SPOOL": str(tmp_path / "spool"),
        "MPI_MAIL_IN_DOUBT": "hold",
        "MPI_DEMO": "1",
    }
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.outbox_worker"],
        cwd=settings.BASE_DIR, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert program.stdout.readline() == "ready\n"

    def work(*orders, batch=4, seconds=20):
        order = {"workers": orders or [{}], "batch": batch, "seconds": seconds}
        program.stdin.write(json.dumps(order) + "\n")
        program.stdin.flush()
        return json.loads(program.stdout.readline())

    yield work
    program.stdin.close()
    program.wait(timeout=30)
    program.stdout.close()


def owe(mails: int) -> set[str]:
    """Write that many mails, half of them newsletters, and return their Message-IDs' local parts."""
    rows = [
        Message(
            kind="test",
            idempotency_key=f"kill:{number}",
            priority=Priority.NEWSLETTER if number % 2 else Priority.TRANSACTIONAL,
            to_email=f"guest{number}@example.org",
            subject=f"Nr. {number}",
            text="Text",
            html="<p>Text</p>" * 300,
        )
        for number in islice(_numbers, mails)
    ]
    return {str(row.uuid) for row in Message.objects.bulk_create(rows)}


def account(server, owed: set[str], deaths: int) -> int:
    """Hold the promise against what the server has, and return how many mails are in doubt."""
    arrived = Counter(
        mail[1].decode()
        for text in server.mails
        for mail in [re.search(rb"Message-ID: <([0-9a-f-]{36})@", text)]
    )
    sent, doubted = (
        {str(u) for u in Message.objects.filter(state=state).values_list("uuid", flat=True)}
        for state in ("sent", "in-doubt")
    )
    assert sent | doubted == owed, "lost or left lying"
    assert sent <= set(arrived), "said to be sent, but the server has not got it"
    assert set(arrived) - sent <= doubted, "arrived, but nobody would know"
    assert max(arrived.values()) == 1, "came twice"
    assert len(doubted) <= deaths, "more in doubt than workers died"
    server.mails.clear()
    Message.objects.all().delete()
    Transport.objects.all().delete()
    return len(doubted)


def test_one_worker_dies_at_each_point(server, workers):
    doubted = {}
    for point in POINTS:
        owed = owe(6)
        assert workers({"point": point, "call": 1 if "connection" in point else 2}) == [-9]
        assert workers() == [0]
        doubted[point] = account(server, owed, deaths=1)

    assert {point for point, number in doubted.items() if number} == {
        "after the journal's B",
        "in the middle of the text",
        "the text's answer unread",
        "before the journal's D",
    }


def test_one_of_two_workers_dies_at_each_point(server, workers):
    for point in POINTS if IS_LONG else POINTS[1::3]:
        owed = owe(10)
        workers({"point": point}, {})
        assert workers() == [0]
        account(server, owed, deaths=1)


def test_whoever_recovers_may_die_too(server, workers):
    for point in RECOVERY:
        owed = owe(8)
        assert workers({"point": "before the journal's D", "call": 3}) == [-9]
        assert workers({"point": point}) == [-9]
        assert workers() == [0]
        account(server, owed, deaths=1)


@pytest.mark.parametrize("number", [1, 2])
def test_workers_die_anywhere(server, workers, number):
    chance = random.Random(number)
    deaths, mails = (25, 1500) if IS_LONG else (4, 120)
    owed = owe(mails)
    died = 0
    for _round in range(deaths):
        orders = [{"after": chance.uniform(0.02, 0.25)} for _worker in range(number)]
        died += sum(code < 0 for code in workers(*orders, batch=20))
    while Message.objects.filter(state__in=("pending", "sending")).exists():
        workers(*[{}] * number, batch=200, seconds=60)

    assert died
    account(server, owed, died)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could restart")
def test_the_database_goes_away_and_comes_back(server, workers):
    owed = owe(12)
    place = {
        key.lower(): value
        for key, value in connection.settings_dict.items()
        if key in ("HOST", "PORT", "USER", "PASSWORD")
    }

    def cut_off(step, number):
        if (step, number) == ("TEXT", 6):
            with psycopg.connect(**place, dbname="postgres", autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
                    [connection.settings_dict["NAME"], ours],
                )

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()[0]
    server.script = cut_off
    assert workers() == [1]
    assert workers() == [0]

    assert account(server, owed, deaths=0) == 0
