"""Reading what became of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core import by_sql, paging
from legesvar.core.actor import Actor
from legesvar.domain.notifications.events import TROUBLE, Channel, NoticeState
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


_NOTICE = f"SELECT {', '.join(NoticeRow.__slots__)} FROM notifications_notice WHERE"  # noqa: S608
_ABOUT = f"{_NOTICE} about = %s AND clinic_id = %s ORDER BY id"
_TO = f"{_NOTICE} person_id = %s AND clinic_id = %s ORDER BY id DESC LIMIT %s"


def notices_about(actor: Actor, about: UUID) -> list[NoticeRow]:
    """Return the notices about one thing, oldest first."""
    return [NoticeRow(*row) for row in by_sql.query(_ABOUT, [about, actor.clinic_id])]


def notices_to(actor: Actor, person_id: int, *, most: int = 10) -> list[NoticeRow]:
    """Return the newest notices about a patient of the actor's clinic, the newest first."""
    return [NoticeRow(*row) for row in by_sql.query(_TO, [person_id, actor.clinic_id, most])]


PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of a clinic's delivery log."""

    id: int
    public_id: UUID
    person_id: int
    event: str
    about: UUID
    channel: str
    recipient: str
    state: str
    problem: str
    decided_at: datetime
    ended_at: datetime | None


# The states stand in the statement itself: a prepared statement does not see that a value fits the index of those.
_IN_TROUBLE = f"AND state IN ({', '.join(repr(str(state)) for state in TROUBLE)}) AND channel <> '{Channel.PUSH}'"
_LOG = (
    f"SELECT {', '.join(LogRow.__slots__)} FROM notifications_notice "  # noqa: S608 - constants only
    f"WHERE clinic_id = %s {{trouble}} {{{{after}}}} ORDER BY id {{{{way}}}} LIMIT {PAGE_SIZE + 1}"
)


def log(actor: Actor, *, only_trouble: bool, key: str | None) -> paging.Page[LogRow]:
    """Return a page of a clinic's notices, the newest first: all of them, or those somebody must look after."""
    statement = _LOG.format(trouble=_IN_TROUBLE if only_trouble else "")
    return by_sql.newest_first(LogRow, statement, [actor.clinic_id], key, by="id", size=PAGE_SIZE)


def queued(actor: Actor, notice_id: UUID) -> Notice | None:
    """Return a notice that waits to be sent, or None when it has been taken. For the job that sends it."""
    return Notice.objects.filter(public_id=notice_id, state=NoticeState.QUEUED).first()
