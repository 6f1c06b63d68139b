"""Many at once. CI runs a short profile; `make attack` (MPI_ATTACK=1) repeats each race 20 times."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

ROUNDS = 20 if os.environ.get("MPI_ATTACK") else 1
_CONNECTIONS = 60  # PostgreSQL allows 100 by default and others need some


def pytest_collection_modifyitems(items):
    for item in items:
        if "/races/" in str(item.path):
            item.add_marker(pytest.mark.race)


@pytest.fixture(params=range(ROUNDS))
def race_round(request):
    """One round; the test runs once for each."""
    return request.param


@pytest.fixture
def all_at_once():
    """`all_at_once(work, arguments)` starts one thread for each argument, lets them go together and returns what each
    returned, or the exception it raised, in order. Each has a database connection of its own.
    """

    def run(work, arguments):
        gate, slots = threading.Barrier(len(arguments)), threading.BoundedSemaphore(_CONNECTIONS)

        def one(argument):
            gate.wait(timeout=60)
            with slots:
                try:
                    return work(argument)
                except Exception as error:
                    return error
                finally:
                    connection.close()

        with ThreadPoolExecutor(max_workers=len(arguments)) as threads:
            return list(threads.map(one, arguments))

    return run
