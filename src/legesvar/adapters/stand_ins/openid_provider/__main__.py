"""Run the provider as a process: ``python -m legesvar.adapters.stand_ins.openid_provider FILE --port 8001``.

FILE is JSON: ``{"people": [{…}], "clients": [{…}]}`` with the fields of Person and Client.
"""

import argparse
import contextlib
import json
import signal
from pathlib import Path
from typing import Any

from .registrations import Audience, Client, Person
from .server import serve


def registrations(document: dict[str, Any]) -> tuple[list[Person], list[Client]]:
    """Read people and clients from plain JSON.

    :raises TypeError, KeyError, ValueError: when a field is missing, unknown or wrong
    """
    people = [Person(**{**row, "audience": Audience(row["audience"])}) for row in document["people"]]
    several = ("redirect_uris", "post_logout_redirect_uris")
    clients = [
        Client(**{name: tuple(value) if name in several else value for name, value in row.items()})
        for row in document["clients"]
    ]
    return people, clients


def _stop(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description="OpenID-leverandør for demo og tester")
    parser.add_argument("file", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--public-url")
    options = parser.parse_args()
    people, clients = registrations(json.loads(options.file.read_text(encoding="utf-8")))
    signal.signal(signal.SIGTERM, _stop)
    running = serve(options.port, people, clients, host=options.host, public_url=options.public_url)
    with contextlib.suppress(KeyboardInterrupt):
        running.wait()
    running.close()


if __name__ == "__main__":
    main()
