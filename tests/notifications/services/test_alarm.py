"""Workers are called at once, and in a rush once in a while; nobody who rings is forgotten."""

import threading

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
