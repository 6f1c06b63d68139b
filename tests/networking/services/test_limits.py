"""Limits on requests: exact, forgetful, and hard to fool."""

import threading

import pytest
import time_machine
from django.db import connection

from networking.errors import TooManyRequests
from networking.models import RateWindow
from networking.services.limits import client_of, forget_old_windows, spend


@pytest.fixture(autouse=True)
def _five_per_ten_minutes(settings):
    settings.RATE_LIMITS = {"knock": "5/600", "ring": "5/600", "free": "0/1"}


def is_let_through(action="knock", subject="192.0.2.1") -> bool:
    try:
        spend(action, subject)
    except TooManyRequests:
        return False
    return True


@pytest.mark.django_db
def test_the_window_lets_its_number_through_and_no_more():
    assert [is_let_through() for _try in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.django_db
def test_subjects_and_actions_are_counted_apart():
    assert all(is_let_through() for _try in range(5))

    assert is_let_through(subject="192.0.2.2")
    assert is_let_through(action="ring")
    assert not is_let_through()


@pytest.mark.django_db
def test_a_limit_of_zero_is_none():
    assert all(is_let_through("free") for _try in range(20))
    assert not RateWindow.objects.exists()


@pytest.mark.django_db
def test_the_refusal_says_how_long_to_wait():
    with time_machine.travel("2026-11-22 10:07:00+00:00", tick=False):
        assert all(is_let_through() for _try in range(5))
        with pytest.raises(TooManyRequests) as refusal:
            spend("knock", "192.0.2.1")

    assert refusal.value.retry_after == 180


@pytest.mark.django_db
def test_the_next_window_starts_anew_and_the_old_one_is_forgotten():
    with time_machine.travel("2026-11-22 10:09:59+00:00", tick=False):
        assert all(is_let_through() for _try in range(5))
    with time_machine.travel("2026-11-22 10:20:01+00:00", tick=False):
        assert is_let_through()

        assert forget_old_windows() == 1

    assert RateWindow.objects.count() == 1


@pytest.mark.django_db
def test_no_address_is_stored():
    spend("knock", "ada@example.org")

    [row] = RateWindow.objects.values_list()

    assert "ada" not in str(row)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_the_limit_gets_through(settings):
    settings.RATE_LIMITS = {"knock": "20/86400"}
    start, answers = threading.Barrier(16), []

    def knock():
        start.wait()
        try:
            answers.extend(is_let_through() for _try in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(answers), answers.count(True)) == (80, 20)
    assert RateWindow.objects.get().count == 20


def test_without_a_proxy_a_forwarding_header_is_ignored(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "198.51.100.7"})

    assert client_of(request) == "192.0.2.1"


def test_behind_one_proxy_the_last_hop_is_the_client(rf, settings):
    settings.TRUSTED_PROXIES = 1
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})

    assert client_of(request) == "198.51.100.7"


@pytest.mark.parametrize(
    "header", ["", "unknown", "a:b", "198.51.100.7:4711", "[2001:db8::1]:80", "::ffff:1.2.3.4", "x" * 5000]
)
def test_no_forwarding_header_breaks_the_house(rf, settings, header):
    settings.TRUSTED_PROXIES = 1

    assert client_of(rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": header}))


def test_all_addresses_of_one_ipv6_network_are_one_client(rf):
    first = rf.get("/", REMOTE_ADDR="2001:db8:1:2::1")
    second = rf.get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9")

    assert client_of(first) == client_of(second) == "2001:db8:1:2::/64"


@pytest.mark.parametrize("header", ["198.51.100.7", "198.51.100.7:4711", "::ffff:198.51.100.7"])
def test_one_ipv4_address_is_one_client_however_it_is_written(rf, settings, header):
    settings.TRUSTED_PROXIES = 1

    assert (
        client_of(rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": header})) == "198.51.100.7"
    )
