"""What every test stands on."""

import gc
import os
import shutil

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection

from tests import ledger

# Playwright keeps an event loop in the test's thread, in which Django would refuse to work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# A change lands or not by what it does, not by the day's dice; at the desk every run looks elsewhere.
hypothesis.settings.register_profile("ci", derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
WITHOUT_BROWSER = (
    "Browser tests left out: no Chromium found. Install one or name it in CHROMIUM=/path/to/chromium."
)


def pytest_configure(config):
    if not CHROMIUM and os.environ.get("MPI_REQUIRE_BROWSER") == "1":
        raise pytest.UsageError("MPI_REQUIRE_BROWSER=1, but no Chromium was found.")


# What is worked out here asks no database, or the same of each: `.ci/run` leaves it out on PostgreSQL.
ANY_DATABASE = (
    "/networking/matching/",
    "/events/scheduling/",
    "/events/drawings/",
    "/backend/test_demo.py",
    "::test_a_planted_fault_is_found",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if any(part in f"/{item.nodeid}" for part in ANY_DATABASE):
            item.add_marker(pytest.mark.any_database)
        if not CHROMIUM and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=WITHOUT_BROWSER))


def pytest_terminal_summary(terminalreporter):
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    if any(WITHOUT_BROWSER in reason for reason in reasons):
        terminalreporter.write_line(WITHOUT_BROWSER, yellow=True)


@pytest.fixture(scope="session")
def chromium():
    """The path of the Chromium that browser tests drive."""
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium):
    """Starts the Chromium of the machine; as root (in CI) it has no sandbox."""
    flags = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": chromium, "args": flags}


@pytest.fixture(autouse=True)
def _fresh_cache():
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="session")
def _without_collecting():
    """Making the tables builds thousands of model classes: looking for garbage among them takes a fifth of the time."""
    gc.disable()


@pytest.fixture(scope="session")
def django_db_setup(_without_collecting, django_db_setup):
    gc.enable()
    gc.collect()


@pytest.fixture(autouse=True, scope="session")
def _flushes_consents_too():
    """Between tests Django deletes all rows of SQLite's tables, which the ledger of consents does not let happen."""
    if connection.vendor == "sqlite":
        flush = connection.ops.sql_flush
        connection.ops.sql_flush = lambda *said, **named: ledger.emptied(flush(*said, **named))


@pytest.fixture
def signed_in(client):
    """`signed_in(person)` returns the client as that person, second factor not needed."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in
