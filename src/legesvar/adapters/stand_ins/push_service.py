"""A push service for tests: takes what a real one takes, holds it to the protocol, opens it as the browser would."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

LARGEST_BODY = 4096


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass
class BrowserStandIn:
    """A browser that has subscribed: its keys, and the messages it has been shown."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, Any]] = field(default_factory=list)

    @property
    def public_key(self) -> str:
        """Return what the browser gives away of its key."""
        return _text(_point(self.key.public_key()))

    @property
    def secret(self) -> str:
        """Return the secret that it shares with us."""
        return _text(self.auth)

    def open(self, body: bytes) -> None:
        """Decrypt a message and show it.

        :raises Exception: it was not encrypted for this browser
        """
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        self.shown.append(json.loads(plain))


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), LARGEST_BODY))
        browser = self.server.browsers.get(self.path)
        status = self.server.refusals.get(self.path, 201)
        if browser is None:
            status = 404
        elif status == 201:
            status = self._received(browser, body)
        self.send_response(status)
        if status in {301, 307}:
            self.send_header("Location", f"{self.server.origin}/annet-sted")
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def _received(self, browser: BrowserStandIn, body: bytes) -> int:
        if not self._is_signed() or not self.headers.get("TTL", "").isdecimal():
            return 401
        if self.headers.get("Content-Encoding") != "aes128gcm":
            return 415
        browser.open(body)
        return 201

    def _is_signed(self) -> bool:
        """Say whether the sender shows who it is, to us and not to somebody else, and not for long (RFC 8292)."""
        scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        try:
            raw = base64.urlsafe_b64decode(parts["k"] + "=" * (-len(parts["k"]) % 4))
            key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
            claims = jwt.decode(parts["t"], ECKey.import_key(_pem(key)), algorithms=["ES256"]).claims
            jwt.JWTClaimsRegistry(exp={"essential": True}).validate(claims)
        except (KeyError, ValueError, JoseError):
            return False
        self.server.senders.add(parts["k"])
        return scheme.lower() == "vapid" and claims["aud"] == self.server.origin and claims["sub"].startswith("mailto:")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _pem(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, refusals: Mapping[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.browsers: dict[str, BrowserStandIn] = {}
        self.senders: set[str] = set()
        self.refusals, self.origin = refusals, f"http://127.0.0.1:{self.server_port}"


class PushStandIn:
    """The service, in a thread of this process.

    :param refusals: paths of endpoints that are answered with another status than 201; may change while it runs
    """

    def __init__(self, *, refusals: Mapping[str, int] = {}) -> None:
        self._server = _Server(refusals)
        self.origin, self.senders = self._server.origin, self._server.senders
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def browser(self, path: str) -> BrowserStandIn:
        """Let a browser subscribe."""
        made = self._server.browsers[path] = BrowserStandIn(self.origin + path)
        return made

    def __enter__(self) -> PushStandIn:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
