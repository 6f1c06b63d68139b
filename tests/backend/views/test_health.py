"""Whether the house lives and works, for those who watch it."""

import pytest
from django.db import OperationalError, connection


def test_a_living_process_answers_without_the_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready_means_that_the_database_answers(client):
    assert client.get("/readyz").content == b"ready\n"


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready(client, monkeypatch):
    def unreachable():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", unreachable)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"database unreachable\n")
