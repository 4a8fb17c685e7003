"""Reading is an act: the thread and its trace come together (WORK-8, DIA-8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.core.command import command, reading_command
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.selectors import Opened, Thread, facts, thread, who
from legesvar.domain.dialogues.states import State
from legesvar.domain.files import commands as files
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.work import commands as work


def locked(actor: Actor, public_id: UUID) -> Dialogue:
    """Lock and return a dialogue that the actor may see (docs/locking.md).

    :raises Unknown: when it is missing or foreign
    """
    own = "clinic_id = %s" if actor.is_staff else "person_id = %s"
    allowed, limits = selectors.mandate_sql(actor)
    dialogue = by_sql.first(
        Dialogue, f"WHERE public_id = %s AND {own} {allowed} FOR NO KEY UPDATE",
        [public_id, actor.clinic_id if actor.is_staff else actor.person_id, *limits],
    )  # fmt: skip
    if dialogue is None:
        raise Unknown
    return dialogue


@reading_command
def read(*, actor: Actor, dialogue_id: UUID, now: datetime) -> Thread:
    """Let the patient, or who acts for them, read a dialogue: by them it is read from now on, and by nobody else.

    The clinic can see when an answer was first read.

    :raises Unknown: when it is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    reader, is_new = following.author(actor), False
    if reader in dialogue.unread_by:
        is_new = True
        _is_read_by(dialogue, reader, now)
    following.trace(actor, dialogue, Event.DIALOGUE_READ_BY_PATIENT, now)
    return replace(thread(actor, dialogue), is_new=is_new)


def _is_read_by(dialogue: Dialogue, reader: int | None, now: datetime) -> None:
    dialogue.unread_by = [one for one in dialogue.unread_by if one != reader]
    if dialogue.read_number < dialogue.messages:
        dialogue.read_at, dialogue.read_number = now, dialogue.messages
    dialogue.unread = bool(dialogue.unread_by)
    dialogue.in_inbox = dialogue.unread or dialogue.state != State.CLOSED
    dialogue.save(update_fields=["unread", "unread_by", "read_at", "read_number", "in_inbox"])


@reading_command
def open_at_clinic(*, actor: Actor, dialogue_id: UUID, why: str, now: datetime) -> Opened:
    """Let a member of staff read a dialogue: who, when and why is traced, and the patient sees that it was opened.

    What is new in it is no longer unread to who reads it.

    :param why: one of `kinds.Why`
    :raises Refused: SAY_WHY, when it is not theirs to answer and they have not said why they read it
    :raises Unknown: when it is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    reader = who(actor, now, dialogue)
    refuse_if(policies.reading_refused(reader, facts(dialogue), why))
    if dialogue.opened_at is None or dialogue.seen_number < dialogue.messages:
        dialogue.opened_at = dialogue.opened_at or now
        dialogue.seen_at, dialogue.seen_number = now, dialogue.messages
        dialogue.save(update_fields=["opened_at", "seen_at", "seen_number"])
    work.opened(actor=actor, about=dialogue.public_id, now=now)
    following.trace(actor, dialogue, Event.DIALOGUE_OPENED_BY_CLINIC, now, why=why)
    read = thread(actor, dialogue)
    return Opened(read.dialogue, read.messages, reader=reader)


@command
def open_file(*, actor: Actor, file_id: UUID, now: datetime) -> FileRow:
    """Let somebody see one picture or document in full; when it is not their own, who and when is traced.

    :raises Refused: SAY_WHY, when it stands in a dialogue that they must say why they read, and have not
    :raises Unknown: when it is missing, foreign, or waits unsent in a patient's draft and a clinic asks
    """
    row = selectors.file(actor, file_id)
    if row is None:
        raise Unknown
    refuse_if(selectors.file_refused(actor, row, now))
    files.trace_reading(actor=actor, file=row, now=now)
    return row
