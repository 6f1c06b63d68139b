"""A port that cannot be had is named in one sentence before anything starts."""

import socket

import pytest

from backend.port import obstacle


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_a_free_port_has_no_obstacle(listener):
    port = listener.getsockname()[1]
    listener.close()

    assert obstacle(str(port)) == ""


def test_a_taken_port_is_named(listener):
    port = listener.getsockname()[1]

    reason = obstacle(str(port))

    assert (
        reason
        == f"Port {port} is taken by another program: stop it or choose another, for example PORT=8001."
    )


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1", "80.5"])
def test_what_is_no_port_is_named(port):
    assert obstacle(port).startswith(f"PORT={port} is not a port")
