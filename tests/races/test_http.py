"""R-01 and R-04 over HTTP, against the server production uses: granian with two processes."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from events.enums import PoolKind
from events.models import Pool
from notifications.models import Message
from tests.factories import make_event, make_project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(tmp_path, transactional_db):
    """The address of a granian that serves this test's database; limits and the form's shortest time are lifted."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "MPI_DEMO": "1",
        "MPI_DATABASE_URL": _database_url(),
        "MPI_RATE_LIMIT_REGISTRATION": "0/1",
        "MPI_RATE_LIMIT_REGISTRATION_EMAIL": "0/1",
        "MPI_RATE_LIMIT_API": "0/1",
        "MPI_SECRET_KEY": settings.SECRET_KEY,
        "MPI_LINK_KEY": settings.LINK_KEY,
        "MPI_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "8", "--backlog", "1024"]
    command += ["--log-level", "error", "backend.wsgi:application"]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_two_hundred_requests_at_once_on_fifty_seats_in_three_pools(server, race_round):
    event, projects = make_event(capacity=50), [make_project() for _ in range(3)]
    Pool.objects.create(event=event, kind=PoolKind.CATEGORIES, seats=5, categories=["press"])
    Pool.objects.create(event=event, kind=PoolKind.TEAMS, seats=10)
    Pool.objects.create(event=event, kind=PoolKind.PROJECT, seats=20)
    people = [{"category": "press"}] * 50 + [{}] * 90
    people += [{"category": "project", "project": project.slug} for project in projects] * 20

    answers = _post_all(server, event, [_payload(number, **said) for number, said in enumerate(people)])

    assert Counter(status for status, _state in answers) == {201: 200}
    confirmed = event.registrations.confirmed()
    assert (confirmed.count(), event.registrations.waiting().count()) == (50, 150)
    assert confirmed.filter(category="press").count() <= 5
    assert confirmed.filter(project=None).count() <= 40
    assert max(confirmed.filter(project=project).count() for project in projects) <= 20
    assert Message.objects.filter(kind__startswith="seat_").count() == 50


def test_one_address_fifty_times_at_once(server, race_round):
    event = make_event(capacity=100)

    answers = _post_all(server, event, [_payload(1)] * 50)

    assert Counter(answers) == {(201, "confirmed"): 50}
    assert (event.registrations.count(), Message.objects.count()) == (1, 1)


def _payload(number: int, **said: str) -> bytes:
    person = {"given_name": "Mira", "family_name": f"Nr. {number}", "email": f"r{number}@example.org"}
    return json.dumps(person | said).encode()


def _post_all(server: str, event, payloads: list[bytes]) -> list[tuple]:
    def post(payload):
        request = urllib.request.Request(
            f"{server}/api/v1/events/{event.slug}/registrations",
            data=payload,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return answer.status, json.load(answer)["state"]
        except urllib.error.HTTPError as error:
            return error.code, error.read()[:200]

    with ThreadPoolExecutor(max_workers=len(payloads)) as clients:
        return list(clients.map(post, payloads))


def _database_url() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    return f"postgres://{at['USER']}{password}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


def _wait_for(address: str, process) -> None:
    for _try in range(150):
        assert process.poll() is None, "the server stopped"
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")
