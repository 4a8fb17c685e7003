"""Where a browser says that it can be reached by push, and whether we go there (RFC 8030, RFC 8291)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from urllib.parse import urlsplit

LONGEST = 1000
_POINT_BYTES, _SECRET_BYTES = 65, 16


def is_served(endpoint: str, services: Collection[str]) -> bool:
    """Say whether an address belongs to one of the push services we speak to; anything else could be a machine of ours.

    :param services: origins such as `https://push.example`, or `https://*.push.example` for the hosts beneath
    """
    if len(endpoint) > LONGEST or not endpoint.isascii() or any(ord(c) <= 32 or c in '\\"<>' for c in endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not parts.hostname or parts.path in {"", "/"}:
        return False
    return any(_matches(f"{parts.scheme}://{parts.hostname}{port}", service) for service in services)


def _matches(origin: str, service: str) -> bool:
    scheme, _, host = service.partition("://*.")
    if not host:
        return origin == service
    return origin.startswith(f"{scheme}://") and origin.endswith(f".{host}")


def are_keys(public_key: str, secret: str) -> bool:
    """Say whether these are a browser's keys: a point on the curve, uncompressed, and 16 secret bytes."""
    point = _decoded(public_key)
    return len(point) == _POINT_BYTES and point[0] == 4 and len(_decoded(secret)) == _SECRET_BYTES


def _decoded(text: str) -> bytes:
    if len(text) > LONGEST:
        return b""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return b""


def service_of(endpoint: str) -> str:
    """Return the host of the push service, by which somebody may know the browser again."""
    return urlsplit(endpoint).hostname or ""
