"""The secret by which a browser shows that it holds a session. Only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_token() -> str:
    """Make a token that nobody can guess."""
    return secrets.token_urlsafe(_BYTES)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
