"""Pure rules about the record."""

from __future__ import annotations

from legesvar.core import refusal
from legesvar.domain.journal.kinds import Omitted, Omitting


class Refusal(refusal.Refusal):
    """Why the record says no."""

    NO_ENTRY = "journal.no_entry"
    EMPTY_TEXT = "journal.empty_text"
    MUST_BE_JOURNALED = "journal.must_be_journaled"


def correction_refused(*, exists: bool, text: str) -> Refusal | None:
    """Say why an addendum cannot be written, or None."""
    if not exists:
        return Refusal.NO_ENTRY
    return None if text.strip() else Refusal.EMPTY_TEXT


def omitting_refused(reason: str, rule: Omitting, *, is_charged: bool) -> Refusal | None:
    """Refuse to keep an answer out of the record without a reason that holds (REC-1, WORK-10).

    :param reason: one of `kinds.Omitted`; anything else is no reason
    :param is_charged: health care that is paid for is never merely practical: it stands here or in another record
    """
    if reason == Omitted.IT_IS_NOT:
        return None
    allowed = {Omitted.ELSEWHERE} if is_charged else {Omitted.ELSEWHERE, Omitted.PRACTICAL}
    return None if rule is Omitting.WITH_REASON and reason in allowed else Refusal.MUST_BE_JOURNALED
