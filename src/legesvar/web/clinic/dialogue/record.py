"""What stands beside a thread: notices and what became of them (NOTE-3), and the record's entries (REC-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.journal import selectors as journal
from legesvar.domain.journal.selectors import EntryRow
from legesvar.domain.notifications import selectors as notifications
from legesvar.domain.notifications.events import Channel, NoticeState
from legesvar.domain.notifications.selectors import NoticeRow
from legesvar.words import contacts, dates, labels

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
class ContactLine:
    """One way to reach the patient: how sure it is, and who changed it when (ID-4)."""

    label: str
    value: str
    status: str
    tone: str
    changed: str


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


def contact(actor: Actor, person_id: int, today: date) -> tuple[ContactLine, ...]:
    """Return how the patient, whose dialogue the actor has opened, can be reached."""
    data, changes = identity.data_and_changes(actor, person_id)
    known = (
        (ContactKind.EMAIL, data.email, data.email_verified_at, data.email_failed_at is not None),
        (ContactKind.MOBILE, data.mobile, data.mobile_verified_at, False),
    )
    lines = []
    for kind, value, verified_at, failing in known:
        status, tone = contacts.status(value, verified_at, failing=failing, today=today)
        shown, changed = contacts.spoken(kind, value), contacts.changed(changes.get(kind), today)
        lines.append(ContactLine(contacts.label(kind), shown or _("Ikke lagt inn"), status, tone, changed))
    return tuple(lines)


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
