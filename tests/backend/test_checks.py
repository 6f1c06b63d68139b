"""A start with risky settings says what is wrong and how to put it right."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from backend import checks

PRODUCTION = {
    "DEBUG": False,
    "DEMO": False,
    "SITE_URL": "https://treffwerk.example.net",
    "ALLOWED_HOSTS": ["treffwerk.example.net"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "REQUIRE_SECOND_FACTOR": True,
    "CALENDAR_HOST": "treffwerk.example.net",
    "CONTACT_EMAIL": "industrie@example.net",
    "DEFAULT_FROM_EMAIL": "treffwerk@example.net",
    "OFFICE": {"name": "Office", "address": "Street 1", "data_protection_officer": "dpo@example.net"},
}
SAFE_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}


@pytest.fixture
def production(settings):
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)
    return settings


def numbers(faults):
    return [fault.id.removeprefix("treffwerk.") for fault in faults]


def test_a_complete_production_has_no_fault(production):
    assert checks.production_is_complete() == []


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("DEMO", True, "E020"),
        ("DEBUG", True, "E020"),
        ("ALLOWED_HOSTS", ["other.example.net"], "E022"),
        ("ALLOWED_HOSTS", ["treffwerk.example.net", "*"], "E023"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "E024"),
        ("REQUIRE_SECOND_FACTOR", False, "W020"),
        ("CALENDAR_HOST", "treffwerk.example.org", "E025"),
        ("CONTACT_EMAIL", "industriestadt@example.org", "E025"),
        ("OFFICE", PRODUCTION["OFFICE"] | {"name": ""}, "E026"),
    ],
)
def test_each_risk_is_named(production, name, value, number):
    setattr(production, name, value)

    assert numbers(checks.production_is_complete()) == [number]


def test_private_links_must_travel_encrypted(production):
    production.SITE_URL = "http://treffwerk.example.net"

    assert numbers(checks.production_is_complete()) == ["E021"]


def test_the_hint_names_the_variable_to_set(production):
    production.DEFAULT_FROM_EMAIL = "treffwerk@example.org"

    [fault] = checks.production_is_complete()

    assert fault.hint == "Set MPI_FROM_EMAIL (see README)."


def test_every_fault_says_how_to_put_it_right(production):
    production.DEMO, production.SITE_URL, production.EMAIL_BACKEND = True, "http://elsewhere", "console"

    assert all(fault.hint for fault in checks.production_is_complete())


@pytest.mark.parametrize(
    ("option", "value", "number"),
    [
        ("transaction_mode", "DEFERRED", "E010"),
        ("init_command", "PRAGMA journal_mode=WAL;", "E011"),
        ("timeout", 5, "E012"),
    ],
)
def test_sqlite_that_would_lose_registrations_is_refused(settings, monkeypatch, option, value, number):
    options = SAFE_SQLITE["OPTIONS"] | {option: value}
    monkeypatch.setitem(settings.DATABASES, "default", SAFE_SQLITE | {"OPTIONS": options})

    assert numbers(checks.sqlite_is_safe()) == [number]


def test_safe_sqlite_is_accepted(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "default", SAFE_SQLITE)

    assert checks.sqlite_is_safe() == []


def test_a_transaction_around_every_page_is_refused(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "default", SAFE_SQLITE | {"ATOMIC_REQUESTS": True})

    assert numbers(run_checks()) == ["E013"]


def test_the_house_itself_is_in_order():
    call_command("check", fail_level="WARNING")
