"""What colleagues do about a dialogue beside answering it: a note, a mark, what they have seen, that they are here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core import text as texts
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.models import Note
from legesvar.domain.dialogues.states import State
from legesvar.domain.work import commands as work
from legesvar.domain.work.kinds import Doing


@command
def note(*, actor: Actor, dialogue_id: UUID, text: str, send_key: UUID, now: datetime) -> None:
    """Leave an internal note. It is neither sent nor journaled, and never changed.

    :param send_key: made with the form; the same again leaves no second note
    :raises Refused: WRONG_ROLE, EMPTY_TEXT, TOO_LONG
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    refuse_if(policies.note_refused(actor.role, text), limit=policies.NOTE_LIMIT)
    if Note.objects.filter(dialogue_id=dialogue.id, send_key=send_key).exists():
        return
    Note.objects.create(
        clinic_id=dialogue.clinic_id, dialogue=dialogue, send_key=send_key, staff_id=actor.staff_id,
        author_name=actor.name, author_role=actor.role, text=texts.normalise(text), at=now,
    )  # fmt: skip
    following.trace_within(actor, dialogue, Event.NOTE_WRITTEN, now)


@command
def mark(*, actor: Actor, dialogue_id: UUID, urgent: bool, now: datetime) -> None:
    """Mark what waits for the clinic as urgent, or take the mark away.

    :raises Refused: WRONG_ROLE, NOT_WAITING
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    refuse_if(policies.urgency_refused(actor.role, waits=dialogue.state == State.WAITING_FOR_CLINIC))
    if work.mark(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, urgent=urgent):
        following.trace_within(actor, dialogue, Event.DIALOGUE_MARKED, now, urgent=urgent)


@command
def see(*, actor: Actor, dialogue_id: UUID, now: datetime) -> None:
    """Note that what is new in a dialogue has been seen by this member of staff.

    :raises Unknown: when it is missing or another clinic's
    """
    work.see(actor=actor, about=_known(actor, dialogue_id), now=now)


@command
def unsee(*, actor: Actor, dialogue_id: UUID) -> None:
    """Make a dialogue unread again for this member of staff.

    :raises Unknown: when it is missing or another clinic's
    """
    work.unsee(actor=actor, about=_known(actor, dialogue_id))


@command
def attend(*, actor: Actor, dialogue_id: UUID, doing: Doing, now: datetime) -> int:
    """Note that this member of staff reads or writes in a dialogue now, and return how many messages it has.

    :raises Unknown: when it is missing or another clinic's
    """
    head = selectors.head(actor, dialogue_id)
    if head is None:
        raise Unknown
    work.attend(actor=actor, about=dialogue_id, doing=doing, now=now)
    return head.messages


def _known(actor: Actor, dialogue_id: UUID) -> UUID:
    if selectors.head(actor, dialogue_id) is None:
        raise Unknown
    return dialogue_id
