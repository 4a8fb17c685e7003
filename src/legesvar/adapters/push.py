"""Web push: a few words, encrypted for one browser, handed to its push service (RFC 8030, 8291, 8292)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog

from legesvar.adapters.outcome import Outcome

SECONDS = 10
# Push services forget a message after this long: the phone was off, and e-mail or SMS has told it.
KEPT_SECONDS = 24 * 60 * 60
SIGNED_FOR = timedelta(hours=6)
GONE = {404, 410}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser is reached, and the keys only it can open with."""

    endpoint: str
    public_key: str = field(repr=False)
    secret: str = field(repr=False)


def send(browser: Browser, told: bytes, *, key: str, contact: str, at: datetime) -> Outcome:
    """Hand a message over and say what became of it. Redirects are not followed: they could lead anywhere.

    :param told: what the browser shows; nobody on the way can read it
    :param key: our private key (PEM), by which push services know us
    :param contact: whom a push service can write to, as a mailto: or https: address
    :raises ValueError: a key cannot be used
    """
    headers = {"TTL": str(KEPT_SECONDS), "Urgency": "normal", "Content-Encoding": "aes128gcm"}
    headers |= _signed(browser.endpoint, key, contact, at)
    body = _encrypted(browser, told)
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as http:
            answer = http.post(browser.endpoint, content=body, headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        log.warning("push_unreachable", error=type(error).__name__)
        return Outcome.TRY_AGAIN
    except httpx.HTTPError as error:
        log.warning("push_uncertain", error=type(error).__name__)
        return Outcome.UNCERTAIN
    return _outcome(answer.status_code)


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.SENT
    log.warning("push_refused", status=status)
    if status in GONE:
        return Outcome.NO_SUCH_ADDRESS
    return Outcome.TRY_AGAIN if status == 429 or status >= 500 else Outcome.REJECTED_FOR_GOOD


def _encrypted(browser: Browser, told: bytes) -> bytes:
    from pywebpush import WebPusher, WebPushException

    keys = {"p256dh": browser.public_key, "auth": browser.secret}
    try:
        return WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(told)["body"]
    except WebPushException as wrong:
        raise ValueError("the browser's keys cannot be used") from wrong


def _signed(endpoint: str, key: str, contact: str, at: datetime) -> Mapping[str, str]:
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + SIGNED_FOR).timestamp()), "sub": contact}
    return _signer(key).sign(claims)


@cache
def _signer(key: str) -> Any:
    """Read the key once; the library is large, and only the worker needs it."""
    from py_vapid import Vapid02, VapidException

    try:
        return Vapid02.from_pem(key.encode())
    except (VapidException, ValueError, TypeError) as wrong:
        raise ValueError("the key for push cannot be used; it must be an EC private key on P-256") from wrong


def public_key(key: str) -> str:
    """Return what browsers are told, by which push services will know us: the public half, as base64url.

    :param key: the private key (PEM)
    :raises ValueError: it is no EC key on P-256
    """
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    private = load_pem_private_key(key.encode(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
        raise ValueError("it must be an EC private key on P-256.")
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")
