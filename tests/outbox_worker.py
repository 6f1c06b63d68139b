"""Workers that are killed: a program that loads the house once and forks a worker for each line it reads.

    {"workers": [{"point": "after the journal's D", "call": 2}, {}], "batch": 5, "seconds": 10}

Each worker drains the outbox and dies by SIGKILL at the n-th passing of its point, or `after` some seconds wherever it
is. When all have ended, a line tells how: 0, or the signal as a negative number. The program itself never touches the
database: a connection open while forking would lose the child's writes.
"""

import json
import os
import signal
import sys
from functools import wraps

_ENDS_TEXT = b"\r\n.\r\n"


def main() -> None:
    import django  # noqa: PLC0415 -- settings come from the environment of this process

    django.setup()
    from notifications.services.delivery import drain  # noqa: F401, PLC0415 -- loaded once, before forking

    _say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        pids = [_fork(worker, order) for worker in order["workers"]]
        _say(json.dumps([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _fork(worker: dict, order: dict) -> int:
    if pid := os.fork():
        return pid
    code = 1
    try:
        _work(worker, order)
        code = 0
    finally:
        os._exit(code)


def _work(worker: dict, order: dict) -> None:
    from notifications.services.delivery import claims, drain  # noqa: PLC0415 -- in the worker

    claims.BATCH = order["batch"]
    if after := worker.get("after"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process at once, like SIGKILL
        signal.setitimer(signal.ITIMER_REAL, after)
    if point := worker.get("point"):
        _points()[point](worker.get("call", 1))
    drain.drain(order["seconds"])


def _points() -> dict:
    """What installs death at each named point, as functions of the number of the call."""
    from notifications.services.delivery import claims, journal, outcomes, recovery, smtp  # noqa: PLC0415 -- as above

    book, session = journal.Journal, smtp.Session
    return {
        "before the claim": _before(claims, "claim"),
        "inside the claim's transaction": _after(claims, "_take"),
        "after the claim": _after(claims, "claim"),
        "before the connection": _before(smtp, "_greet"),
        "after the connection": _after(smtp, "_greet"),
        "before the envelope": _before(session, "_offer"),
        "the envelope's answers unread": _after(
            session, "_say", lambda _self, said: said.startswith(b"MAIL")
        ),
        "before the journal's B": _before(book, "begin"),
        "after the journal's B": _after(book, "begin"),
        "in the middle of the text": _in_the_middle(session),
        "the text's answer unread": _after(session, "_say", lambda _self, said: _ENDS_TEXT in said),
        "before the journal's D": _before(book, "done"),
        "after the journal's D": _after(book, "done"),
        "before the rows are written": _before(outcomes, "write_taken"),
        "inside the rows' transaction": _after(outcomes, "write_taken"),
        "before the journal is cleared": _before(book, "clear"),
        "after the journal is cleared": _after(book, "clear"),
        "before a recovery is written": _before(recovery, "_apply"),
        "before the dead's journal is removed": _after(recovery, "_apply"),
    }


def _before(owner, name: str):
    return lambda call: _wrap(owner, name, call, dies_first=True)


def _after(owner, name: str, counts=lambda *arguments: True):
    return lambda call: _wrap(owner, name, call, dies_first=False, counts=counts)


def _wrap(owner, name: str, call: int, *, dies_first: bool, counts=lambda *arguments: True) -> None:
    original, passed = getattr(owner, name), [0]

    @wraps(original)
    def replaced(*arguments, **named):
        passed[0] += counts(*arguments)
        is_the_one = passed[0] == call and counts(*arguments)
        if is_the_one and dies_first:
            _die()
        answer = original(*arguments, **named)
        if is_the_one:
            _die()
        return answer

    setattr(owner, name, replaced)


def _in_the_middle(session):
    def install(call: int) -> None:
        original, passed = session._say, [0]

        def say(self, said):
            passed[0] += _ENDS_TEXT in said
            if passed[0] == call:
                original(self, said[: len(said) // 2])
                _die()
            original(self, said)

        session._say = say

    return install


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
