"""Pure rules about the record."""

from __future__ import annotations

from legesvar.core import refusal


class Refusal(refusal.Refusal):
    """Why the record says no."""

    NO_ENTRY = "journal.no_entry"
    EMPTY_TEXT = "journal.empty_text"


def correction_refused(*, exists: bool, text: str) -> Refusal | None:
    """Say why an addendum cannot be written, or None."""
    if not exists:
        return Refusal.NO_ENTRY
    return None if text.strip() else Refusal.EMPTY_TEXT
