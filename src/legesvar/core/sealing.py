"""Sealing small things so that only who has the key can read them, and nobody can change them (AES-256-GCM)."""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


class BrokenSeal(ValueError):
    """What was to be opened has been changed, was sealed for something else, or by another key."""


def new_key() -> bytes:
    """Make a random key."""
    return os.urandom(KEY_BYTES)


def derived_key(secret: str, purpose: str) -> bytes:
    """Make a key for one purpose out of the installation's secret."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())


def seal(content: Any, *, key: bytes, purpose: str) -> bytes:
    """Seal something that JSON can hold.

    :param purpose: what it is for; it opens only for the same purpose
    """
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(content).encode(), purpose.encode())


def unseal(sealed: bytes, *, key: bytes, purpose: str) -> Any:
    """Open what `seal` closed.

    :raises BrokenSeal: when it does not open
    """
    try:
        return json.loads(AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode()))
    except (InvalidTag, ValueError) as wrong:
        raise BrokenSeal from wrong
