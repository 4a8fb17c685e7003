"""What stands beside a thread: notices and what became of them (NOTE-3), and the record's entries (REC-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.domain.journal import selectors as journal
from legesvar.domain.journal.selectors import EntryRow
from legesvar.domain.notifications import selectors as notifications
from legesvar.domain.notifications.events import Channel, NoticeState
from legesvar.domain.notifications.selectors import NoticeRow
from legesvar.words import dates, labels

TONES = {
    NoticeState.SENT: "success", NoticeState.FAILED: "danger", NoticeState.BOUNCED: "danger",
    NoticeState.UNCERTAIN: "warning", NoticeState.NONE: "warning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice: what, to where, and what became of it."""

    what: str
    where: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Addendum:
    """A correction of an entry."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the record. Its text is the message above; the corrections stand here."""

    public_id: UUID
    who: str
    when: str
    text: str
    addenda: tuple[Addendum, ...]


def notices(actor: Actor, about: UUID, today: date) -> tuple[NoticeLine, ...]:
    """Return the notices about a dialogue, oldest first."""
    return tuple(_notice(row, today) for row in notifications.notices_about(actor, about))


def notices_to(actor: Actor, person_id: int, today: date) -> tuple[NoticeLine, ...]:
    """Return the newest notices to a patient, the newest first."""
    return tuple(_notice(row, today) for row in notifications.notices_to(actor, person_id))


def _notice(row: NoticeRow, today: date) -> NoticeLine:
    where = ""
    if row.channel != Channel.NONE:
        where = _("%(channel)s til %(recipient)s") % {
            "channel": labels.channel_label(row.channel), "recipient": row.recipient,
        }  # fmt: skip
    when = dates.moment_within(row.ended_at or row.decided_at, today)
    return NoticeLine(
        what=f"{labels.notice_label(row.event)}, {when}",
        where=where,
        state=labels.notice_state_label(row.state),
        tone=TONES.get(NoticeState(row.state), "neutral"),
    )


def entries(actor: Actor, about: UUID, today: date) -> tuple[Entry, ...]:
    """Return the record's entries about a dialogue, each with its corrections."""
    rows = journal.entries_about(actor, about)
    return tuple(
        Entry(row.public_id, _who(row), dates.moment(row.at, today), row.text, _addenda(row, rows, today))
        for row in rows
        if row.corrects is None
    )


def _addenda(entry: EntryRow, rows: list[EntryRow], today: date) -> tuple[Addendum, ...]:
    return tuple(
        Addendum(_who(row), dates.moment(row.at, today), row.text) for row in rows if row.corrects == entry.public_id
    )


def _who(row: EntryRow) -> str:
    return f"{row.author_name}, {labels.role_label(row.author_role)}"
