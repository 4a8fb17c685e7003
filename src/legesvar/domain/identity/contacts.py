"""E-mail addresses, mobile numbers and one-time codes: made uniform, made up, and compared without giving them away."""

from __future__ import annotations

import hmac
import re
import secrets
from uuid import UUID

# What the key that seals and hashes codes is derived for, from the installation's secret.
KEY_PURPOSE = "verification codes"
_DIGITS = 6
_NATIONAL = re.compile(r"[49][0-9]{7}")  # mobile numbers in Norway's plan
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_LONGEST_EMAIL = 254


def mobile(written: str) -> str | None:
    """Return a number as gateways want it («+4790000000»), or None when it is no mobile number."""
    digits = re.sub(r"[\s().-]", "", written)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    if _NATIONAL.fullmatch(digits):
        return "+47" + digits
    if digits.startswith("+47"):
        return digits if _NATIONAL.fullmatch(digits[3:]) else None
    return digits if _INTERNATIONAL.fullmatch(digits) else None


def email(written: str) -> str | None:
    """Return an e-mail address with its host in small letters, or None when it is none. Nothing in it ends a header."""
    name, _, host = written.strip().rpartition("@")
    address = f"{name}@{host.lower()}"
    whole = _EMAIL.fullmatch(address) and len(address) <= _LONGEST_EMAIL
    return address if whole and ".." not in address and not name.startswith(".") and not name.endswith(".") else None


def new_code() -> str:
    """Make a code of six digits."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"


def code_hash(code: str, verification: UUID, key: bytes) -> str:
    """Return what is kept of a code: without the key, a million tries would find it.

    :param code: as it was written; blanks in it do not count
    """
    return hmac.digest(key, f"{verification} {re.sub(r'[^0-9]', '', code)}".encode(), "sha256").hex()


def is_same(kept: str, tried: str) -> bool:
    """Say whether two hashes are the same, in a time that does not tell how nearly."""
    return hmac.compare_digest(kept.encode(), tried.encode())
