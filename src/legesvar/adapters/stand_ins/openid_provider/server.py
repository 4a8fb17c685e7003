"""Running the provider: in threads of this process, or as a process of its own."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from legesvar.core import clock

from .app import Application
from .issuer import Issuer
from .registrations import Client, Fault, Person


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind without asking a name server who we are."""
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        super(WSGIServer, self).server_bind()
        self.setup_environ()


class _Quiet(WSGIRequestHandler):
    def address_string(self) -> str:
        """Give the address without a look-up."""
        return str(self.client_address[0])

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses hold codes and hints."""


@dataclass(frozen=True)
class RunningProvider:
    """A provider that listens."""

    url: str
    _application: Application
    _server: _Server
    _thread: threading.Thread

    def issuer(self, path: str) -> str:
        """Give the issuer ``idporten`` or ``helseid`` as clients know it."""
        return self._desk(path).url

    def introduce(self, person: Person) -> None:
        """Let one more person be clicked on."""
        for desk in self._application.desks.values():
            desk.introduce(person)

    def order(self, path: str, fault: Fault | None) -> None:
        """Make the next login at an issuer go wrong."""
        self._application.desks[path].book.ordered = fault

    def rotate_keys(self, path: str) -> None:
        """Let an issuer sign with a new key."""
        self._desk(path).rotate()

    def wait(self) -> None:
        """Wait until the provider is closed."""
        self._thread.join()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _desk(self, path: str) -> Issuer:
        return self._application.desks[path].issuer


def serve(
    port: int,
    people: Iterable[Person],
    clients: Iterable[Client],
    *,
    host: str = "127.0.0.1",
    public_url: str | None = None,
    slow_seconds: float = 15.0,
    seconds: Callable[[], int] = lambda: int(clock.now().timestamp()),
) -> RunningProvider:
    """Start the provider in threads of this process.

    :param port: 0 for any free one
    :param public_url: how browsers and clients reach it, where that is not host and port
    :param slow_seconds: how long the slow token endpoint takes
    :param seconds: the provider's clock, seconds since 1970
    :raises OSError: when the port is taken
    """
    server = _Server((host, port), _Quiet)
    url = public_url or f"http://{host}:{server.server_port}"
    application = Application(url, people, clients, seconds, slow_seconds)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    return RunningProvider(url, application, server, thread)
