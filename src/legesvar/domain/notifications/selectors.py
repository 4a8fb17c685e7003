"""Reading what became of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.domain.notifications.models import Notice

# A notice's row, under a name that the capabilities above and the jobs may use.
NoticeFacts = Notice


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as staff see it. The recipient is shown so that a wrong address can be mended."""

    event: str
    channel: str
    recipient: str
    state: str
    decided_at: datetime
    ended_at: datetime | None


def notices_about(actor: Actor, about: UUID) -> list[NoticeRow]:
    """Return the notices about one thing, oldest first."""
    rows = Notice.objects.filter(about=about, clinic_id=actor.clinic_id).order_by("id")
    return [
        NoticeRow(*row) for row in rows.values_list("event", "channel", "recipient", "state", "decided_at", "ended_at")
    ]
