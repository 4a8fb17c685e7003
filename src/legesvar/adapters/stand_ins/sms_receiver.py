"""An SMS gateway for the demo and the tests: takes what Apprise's JSON gateway posts and writes it to the mailbox."""

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from legesvar.adapters.stand_ins import mailbox
from legesvar.core import clock

LARGEST_BODY = 64 * 1024
DROP = 0


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        message = self._message()
        if message is None:
            return self._answer(400)
        refusal = self.server.refusals.get(message.to)
        if refusal:
            return self._answer(refusal)
        mailbox.append(self.server.file, message)
        if refusal == DROP:
            self.close_connection = True
            return None
        return self._answer(200)

    def _message(self) -> mailbox.Message | None:
        try:
            length = int(self.headers.get("Content-Length", "0"))
            if not 0 < length <= LARGEST_BODY:
                return None
            posted = json.loads(self.rfile.read(length))
            to, body = str(posted["to"]), str(posted["message"])
        except (ValueError, KeyError, TypeError):
            return None
        return mailbox.Message(channel="sms", to=to, subject="", body=body, time=clock.now().isoformat())

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a line per message would only disturb the demo's output."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], file: Path, refusals: Mapping[str, int]) -> None:
        self.file, self.refusals = file, refusals
        super().__init__(address, _Handler)


class SmsStandIn:
    """The receiver, in a thread of this process.

    :param refusals: numbers that are answered with another status than 200, or DROP (taken, but never answered)
    """

    def __init__(self, file: Path, *, port: int, host: str = "127.0.0.1", refusals: Mapping[str, int] = {}) -> None:
        self._server = _Server((host, port), file, refusals)
        self.url = f"json://{host}:{self._server.server_port}/sms?:to={{to}}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def __enter__(self) -> "SmsStandIn":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
