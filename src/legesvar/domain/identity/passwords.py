"""Passwords of local accounts: kept, compared and judged. Length and rarity count, not kinds of letters."""

from __future__ import annotations

import functools
import re
import secrets
import unicodedata
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from legesvar.domain.identity.policies import LocalRefusal

SHORTEST, LONGEST = 12, 200
_WEAKEST = 3  # of zxcvbn's 0 to 4: more than 10^8 guesses
_READ = 72  # zxcvbn's cost grows with the square of the length
_HASHER = PasswordHasher()  # argon2id as in RFC 9106 for who has little memory
# What Norwegians would try first, which the estimate's own lists do not know.
_USUAL = (
    "passord", "legesvar", "legekontor", "legesenter", "sommer", "vinter", "høst", "norge", "velkommen", "fastlege",
    "helse", "sykehus", "hemmelig", "januar", "februar", "mars", "april", "juni", "juli", "august", "september",
    "oktober", "november", "desember", "mandag", "fredag", "klinikk",
)  # fmt: skip


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _HASHER.hash(_uniform(password))


def matches(kept: str | None, password: str) -> bool:
    """Say whether a password is the one that was kept. For who is unknown, the same work is done for nothing."""
    try:
        _HASHER.verify(kept or _nobodys(), _uniform(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Say whether a password was hashed with less work than is used now."""
    return _HASHER.check_needs_rehash(kept)


def refusal(password: str, known: Sequence[str]) -> LocalRefusal | None:
    """Say why a password is not taken, or None.

    :param known: words a stranger would try: name, address, clinic
    """
    uniform = _uniform(password)
    if len(uniform) < SHORTEST:
        return LocalRefusal.TOO_SHORT
    if len(uniform) > LONGEST:
        return LocalRefusal.TOO_LONG
    # Its lists of words take 10 MB: only a worker that is told a new password needs them.
    from zxcvbn import zxcvbn

    words = [word for text in known for word in re.split(r"[\W_]+", text.lower()) if len(word) > 2]
    found = zxcvbn(uniform[:_READ], user_inputs=[*_USUAL, *words])
    return LocalRefusal.TOO_COMMON if found["score"] < _WEAKEST else None


def _uniform(password: str) -> str:
    """Make the letters the same whatever keyboard they came from."""
    return unicodedata.normalize("NFKC", password)


@functools.cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))
