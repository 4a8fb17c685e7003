"""What browsers know us by when we send push: the public half of the installation's key."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from legesvar.adapters import push


def public() -> str:
    """Return the public key, or "" where the installation has none and push is off."""
    return _public(settings.LEGESVAR.push_key) if settings.LEGESVAR.push_key else ""


@cache
def _public(key: str) -> str:
    return push.public_key(key)
