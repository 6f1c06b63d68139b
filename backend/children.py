"""The platform's two processes as children of a command: started, looked at, stopped."""

import os
import signal
import subprocess
import sys
from http.client import HTTPConnection, HTTPException

from django.conf import settings

HOST = "127.0.0.1"
PATIENCE = 10  # seconds a child has to stop by itself
THREADS = min(8, 2 * (os.cpu_count() or 1))  # more would only make granian warn


def answers(port):
    """Whether the web server on that port answers."""
    connection = HTTPConnection(HOST, int(port), timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def web_server(port):
    """granian with threads, as in production but for the number of processes."""
    return _start(
        "granian", "--interface", "wsgi", "--host", HOST, "--port", port,
        "--workers", "1", "--blocking-threads", str(THREADS), "--log-level", "warning",
        "backend.wsgi:application",
    )  # fmt: skip


def worker():
    """The queue's cluster: delivers mail and does what happens by the clock."""
    return _start("django", "qcluster")


def _start(module, *arguments):
    """Run a Python module as a child in a session of its own, so that Ctrl-C reaches only us."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603 -- our own words


def stop(children):
    """Ask each child to stop, then end with force what did not: the worker is safe to kill at any moment."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
