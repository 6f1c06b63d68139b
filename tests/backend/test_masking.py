import json
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from backend.masking import PrivateLinks

TOKEN = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy"


def logged(message, *args, exc_info=None):
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, args, exc_info)
    PrivateLinks().filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/me/{}.ics",
        "/r/{}/",
        "/r/{}/event.ics",
        "/en/r/{}/cancel/",
        "/invitations/{}/",
        "/newsletter/confirm/{}/",
        "/newsletter/preferences/{}/",
        "/en/newsletter/unsubscribe/{}/",
        "http://testserver/calendar/me/{}.ics?lang=en",
    ],
)
def test_no_log_names_a_private_link(path):
    assert TOKEN not in logged("Not Found: %s", path.format(TOKEN))


def test_neither_does_the_story_of_a_crash():
    try:
        raise ValueError(f"/r/{TOKEN}/")
    except ValueError:
        story = logged("Internal Server Error", exc_info=sys.exc_info())

    assert (TOKEN in story, "ValueError: /r/(private)/" in story) == (False, True)


@pytest.mark.parametrize("line", ["Not Found: /events/r/x/", "GET /newsletter/archive/", "50% of /projects/"])
def test_everything_else_stays_as_it_was(line):
    assert logged(line) == line


def test_every_handler_masks():
    assert all("private_links" in each["filters"] for each in settings.LOGGING["handlers"].values())


def test_the_servers_access_log_masks_too():
    """granian itself, with its access log on: the line is there, the token is not."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--access-log"]
    server = subprocess.Popen(
        [*command, "backend.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for _try in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/calendar/me/{TOKEN}.ics", timeout=20)
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
    finally:
        server.terminate()
        log = server.communicate(timeout=30)[0]

    assert "GET /calendar/me/(private)" in log
    assert TOKEN not in json.dumps(log)
