"""Which ports of this machine are free."""

import socket

HOST = "127.0.0.1"


def any_free() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as trying:
        trying.bind((HOST, 0))
        return trying.getsockname()[1]


def is_free(port: int) -> bool:
    """Say whether somebody could begin to listen on a port."""
    with socket.socket() as trying:
        # As servers do: connections that are still being wound up are no hindrance.
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((HOST, port))
        except OSError:
            return False
    return True
