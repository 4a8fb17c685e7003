"""What stands around a thread and is the clinic's alone: notes, who has it, who may read it, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics.roles import Permission, may
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.selectors import HandoverRow, NoteRow, Opened
from legesvar.domain.dialogues.states import State
from legesvar.domain.work import selectors as work
from legesvar.words import dates, labels, sharing
from legesvar.words import work as work_words
from legesvar.words.work import Badge


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as `web/messages.py` draws it."""

    who: str
    when: str
    iso: str
    text: str
    side: str = "note"


@dataclass(frozen=True, slots=True)
class Share:
    """A colleague who has something to do with it besides the recipient, and how to take that back."""

    text: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the page shows of it."""

    notes: tuple[Note, ...]
    shares: tuple[Share, ...]
    assigned: str
    badge: Badge | None
    urgent: bool
    may_mark: bool
    may_note: bool
    may_assign: bool
    may_forward: bool
    may_share: bool


def desk(actor: Actor, thread: Opened, url: str, query: str, now: datetime) -> Desk:
    """Return what stands around a thread that has just been opened."""
    dialogue, today = thread.dialogue, oslo_date(now)
    state = work.state(actor, dialogue.public_id)
    notes = selectors.notes(actor, dialogue)
    handovers = [row for row in selectors.handovers(actor, dialogue) if row.undone_at is None]
    return Desk(
        notes=tuple(_note(row, today) for row in notes),
        shares=tuple(_share(actor, row, url, query, today) for row in handovers if row.how is not How.ASSIGNED),
        assigned=sharing.whose(state.assignee_name) if state else "",
        badge=work_words.badge(state.due_date, today, work_words.words(), state.mark_date)
        if state and state.is_open
        else None,
        urgent=state.urgent if state else False,
        may_mark=may(actor.role, Permission.ASSIGN) and dialogue.state == State.WAITING_FOR_CLINIC,
        may_note=may(actor.role, Permission.NOTE),
        may_assign=may(actor.role, Permission.ASSIGN) and state is not None,
        may_forward=_may_forward(actor, thread, now),
        may_share=policies.inviting_refused(thread.reader, thread.facts, None) is None
        and may(actor.role, Permission.ANSWER),
    )


def _may_forward(actor: Actor, thread: Opened, now: datetime) -> bool:
    if not may(actor.role, Permission.ANSWER):
        return False
    reason = policies.forwarding_refused(thread.reader, thread.facts, None, anybodys=False)
    if reason is policies.Refusal.NOT_YOURS:
        return selectors.is_anybodys(actor, thread.dialogue, now)
    return reason is None


def _note(row: NoteRow, today: date) -> Note:
    who = f"{row.author_name}, {labels.role_label(row.author_role)}"
    return Note(who, dates.moment(row.at, today), row.at.isoformat(), row.text)


def _share(actor: Actor, row: HandoverRow, url: str, query: str, today: date) -> Share:
    undo = f"{url}angre/{row.public_id}/{query}" if row.by_staff_id == actor.staff_id else ""
    return Share(sharing.shared(row, dates.moment_within(row.at, today)), undo)
