"""`legesvar healthy`: for whoever supervises the portal's process, such as a container's health check."""

import argparse
import http.client
import os
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

PATH = "/helse/klar"


def main(argv: Sequence[str]) -> int:
    """Return 0 when the portal on this host answers that it is ready."""
    parser = argparse.ArgumentParser(
        prog="legesvar healthy", description="Asks the portal on this host if it is ready."
    )
    parser.add_argument("--port", type=int, default=int(os.environ.get("LEGESVAR_PORT", "8000")))
    options = parser.parse_args(argv)
    address = urlsplit(os.environ.get("LEGESVAR_PUBLIC_URL", f"http://127.0.0.1:{options.port}"))
    try:
        status = ask(options.port, address.netloc, address.scheme)
    except (OSError, http.client.HTTPException) as problem:
        print(f"The portal does not answer: {problem}", file=sys.stderr)
        return 1
    return 0 if status == http.HTTPStatus.OK else 1


def ask(port: int, host: str, scheme: str) -> int:
    """Return the status of the readiness page, asked for under the portal's public name as a proxy would."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", PATH, headers={"Host": host, "X-Forwarded-Proto": scheme})
        return connection.getresponse().status
    finally:
        connection.close()
