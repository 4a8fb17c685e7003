"""When a notice may be sent once more. Pure."""

from __future__ import annotations

from legesvar.core import refusal
from legesvar.domain.notifications.events import Channel, NoticeState

# Nobody knows whether it came, or it certainly did not: a person may decide. What bounced went on by another way.
AGAIN = frozenset({NoticeState.FAILED, NoticeState.UNCERTAIN})


class Refusal(refusal.Refusal):
    """Why a notice is not sent again."""

    NOT_NOW = "notifications.not_now"


def again_refused(state: str, channel: str) -> Refusal | None:
    """Say why a person may not send a notice once more, or None (NOTE-3)."""
    may = state in AGAIN and channel in {Channel.EMAIL, Channel.SMS}
    return None if may else Refusal.NOT_NOW
