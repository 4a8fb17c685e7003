"""A malware scanner for the demo and the tests: speaks clamd's protocol and knows one virus, the EICAR test file."""

from __future__ import annotations

import socketserver
import struct
import threading
from typing import Self

# The signature, in two parts so that no scanner takes this file for an infected one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
STREAM_MAX_LENGTH = 25 * 1024 * 1024  # clamd.conf(5): StreamMaxLength's default
LONGEST_COMMAND = 64


class _TooLong(Exception):
    """The stream is longer than the server takes."""


class _Handler(socketserver.StreamRequestHandler):
    server: _Server
    timeout = 10

    def handle(self) -> None:
        command, end = self._command()
        answer = self._answer(command)
        if answer is not None:
            self.wfile.write(answer + end)

    def _command(self) -> tuple[bytes, bytes]:
        """Read a command with its delimiter: `zPING` and a null byte, `nPING` and a line feed, or the old bare form."""
        first = self.rfile.read(1)
        end = {b"z": b"\0", b"n": b"\n"}.get(first, b"\n")
        command = b"" if first in (b"z", b"n") else first
        while len(command) < LONGEST_COMMAND:
            character = self.rfile.read(1)
            if character in (b"", end):
                break
            command += character
        return command, end

    def _answer(self, command: bytes) -> bytes | None:
        if self.server.answer is not None:
            return self.server.answer
        if command == b"PING":
            return b"PONG"
        if command == b"VERSION":
            return b"ClamAV 1.4.0/stand-in"
        return self._scan() if command == b"INSTREAM" else b"UNKNOWN COMMAND"

    def _scan(self) -> bytes | None:
        try:
            stream = self._stream()
        except _TooLong:
            return b"INSTREAM size limit exceeded. ERROR"
        except EOFError:
            return None
        self.server.scanned.append(len(stream))
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in stream else b"stream: OK"

    def _stream(self) -> bytes:
        stream = bytearray()
        while True:
            (length,) = struct.unpack("!I", self._exactly(4))
            if length == 0:
                return bytes(stream)
            if len(stream) + length > self.server.stream_max_length:
                raise _TooLong
            stream += self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        data = self.rfile.read(count)
        if len(data) < count:
            raise EOFError
        return data


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, stream_max_length: int, answer: bytes | None) -> None:
        self.stream_max_length, self.answer = stream_max_length, answer
        self.scanned: list[int] = []
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client hangs up: its own test tells what it expects."""


class Clamd:
    """The scanner, listening on a port of this machine while the `with` lasts.

    :param port: 0 takes a free one
    :param answer: what to say to everything instead of scanning, for tests of a scanner that is out of order
    """

    def __init__(
        self, port: int = 0, *, stream_max_length: int = STREAM_MAX_LENGTH, answer: bytes | None = None
    ) -> None:
        self._server = _Server(port, stream_max_length, answer)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """Where it listens, as the setting for the scanner wants it."""
        return f"tcp://127.0.0.1:{self._server.server_address[1]}"

    @property
    def scanned(self) -> list[int]:
        """How many bytes each stream had that was looked at."""
        return self._server.scanned

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
