"""Whether the web server can have its port. Runs before anything is installed: no Django here."""

import os
import socket
import sys


def obstacle(port: str, host: str = "127.0.0.1") -> str:
    """Why `port` cannot be had, in one sentence; the empty string when it can."""
    if not (port.isdecimal() and 0 < int(port) < 65536):
        return f"PORT={port} is not a port: choose a number from 1 to 65535, for example PORT=8001."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except PermissionError:
            return f"Port {port} is reserved for the system: choose one above 1023, for example PORT=8001."
        except OSError:
            return (
                f"Port {port} is taken by another program: stop it or choose another, for example PORT=8001."
            )
    return ""


if __name__ == "__main__":
    sys.exit(obstacle(os.environ.get("PORT", "8000")) or 0)
