"""Workers are called at once, and in a rush once in a while; nobody who rings is forgotten."""

import logging
import threading

from django.db import OperationalError

from notifications.services.alarm import Alarm


def test_the_first_ring_calls_at_once():
    calls = []

    Alarm(lambda: calls.append("call")).ring(60)

    assert calls == ["call"]


def test_rings_in_a_rush_share_one_later_call():
    calls, second = [], threading.Event()

    def call():
        calls.append(threading.current_thread())
        if len(calls) == 2:
            second.set()

    alarm = Alarm(call)
    for _ in range(20):
        alarm.ring(0.05)

    assert len(calls) == 1
    assert second.wait(timeout=10)
    assert len(calls) == 2


def test_without_a_pause_every_ring_calls():
    calls = []
    alarm = Alarm(lambda: calls.append("call"))

    alarm.ring(0)
    alarm.ring(0)

    assert len(calls) == 2


def test_a_late_call_that_fails_is_logged_and_the_next_ring_calls_again():
    calls, ended = [], threading.Event()

    def call():
        calls.append("call")
        if len(calls) == 2:
            raise OperationalError("The database is gone.")

    class Heard(logging.Handler):
        def emit(self, record):
            ended.set()

    heard = Heard()
    logging.getLogger("treffwerk.outbox").addHandler(heard)
    alarm = Alarm(call)
    alarm.ring(0.02)
    alarm.ring(0.02)
    assert ended.wait(timeout=10)
    logging.getLogger("treffwerk.outbox").removeHandler(heard)
    alarm.ring(0)

    assert calls == ["call"] * 3
