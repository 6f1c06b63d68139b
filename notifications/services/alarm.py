"""Calling a worker: at once and, in a rush, no more often than it helps."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from django.db import connection

log = logging.getLogger("treffwerk.outbox")
_NEVER = float("-inf")


class Alarm:
    """Makes `call` at most once in `pause` seconds.

    Whoever rings too soon after a call is served by one that is made at the end of the pause, and so is everybody
    who rings until then. A process that ends before that forgets it. Needs no lock: at worst it calls twice.
    """

    def __init__(self, call: Callable[[], object]):
        self._call = call
        self._called_at = self._put_off_to = _NEVER

    def ring(self, pause: float) -> None:
        now = monotonic()
        if self._put_off_to > now:
            return
        left = self._called_at + pause - now
        if left > 0:
            self._put_off_to = now + left
            threading.Timer(left, self._call_late).start()
        else:
            self._called_at = now
            self._call()

    def _call_late(self) -> None:
        self._called_at = monotonic()
        try:
            self._call()
        except Exception:  # nobody above would hear it; the minutely sweep finds what was to be done
            log.exception("A worker could not be called.")
        finally:
            connection.close()  # this thread's own
