"""Pure rules about searching: None, or the reason why not."""

from __future__ import annotations

from datetime import datetime, timedelta

from legesvar.core import refusal, text

SHORTEST, LONGEST = 2, 200
LASTS = timedelta(hours=12)


class Refusal(refusal.Refusal):
    """Why a search is not made."""

    TOO_SHORT = "search.too_short"
    TOO_LONG = "search.too_long"


def search_refused(words: str) -> Refusal | None:
    """Say why a search cannot be made, or None (WORK-7)."""
    length = text.count(words)
    if length < SHORTEST:
        return Refusal.TOO_SHORT
    return Refusal.TOO_LONG if length > LONGEST else None


def digits_in(words: str) -> str:
    """Return the digits of what may be an identity number, without its blanks; "" when it is something else."""
    digits = "".join(words.split())
    return digits if digits.isascii() and digits.isdigit() else ""


def is_over(made_at: datetime, now: datetime) -> bool:
    """Say whether a search is too old to be looked at again; it is then made anew, and traced."""
    return now - made_at > LASTS
