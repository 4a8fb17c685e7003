"""A dialogue ends without an answer: withdrawn by the patient, closed by the clinic, or by silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import following, hooks
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.policies import Who
from legesvar.domain.dialogues.selectors import facts, who
from legesvar.domain.dialogues.states import NEXT, Action, ClosedHow
from legesvar.domain.services import selectors as services
from legesvar.domain.services.kinds import Kind
from legesvar.domain.work import commands as work

AT_A_TIME = 200
SHORTEST_SILENCE = timedelta(days=3)


@command
def withdraw(*, actor: Actor, dialogue_id: UUID, now: datetime) -> Dialogue:
    """Take back what nobody at the clinic has opened. It costs nothing (DIA-4).

    :raises Refused: OPENED, CLOSED, WRONG_STATE, WRONG_ROLE
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    refuse_if(policies.action_refused(Who(actor.role), facts(dialogue), Action.WITHDRAW))
    _end(dialogue, Action.WITHDRAW, ClosedHow.WITHDRAWN, now, unread=False)
    work.done(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now)
    following.trace(actor, dialogue, Event.DIALOGUE_WITHDRAWN, now)
    return dialogue


@command
def close(*, actor: Actor, dialogue_id: UUID, now: datetime) -> Dialogue:
    """Close a dialogue without an answer. An e-consultation cannot be (DIA-5).

    :raises Refused: WRONG_ROLE, NOT_YOURS, CLOSED
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    refuse_if(policies.action_refused(who(actor, now, dialogue), facts(dialogue), Action.CLOSE))
    _end(dialogue, Action.CLOSE, ClosedHow.WITHOUT_ANSWER, now, unread=True)
    work.done(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now)
    following.trace(actor, dialogue, Event.DIALOGUE_CLOSED, now, how=ClosedHow.WITHOUT_ANSWER)
    # The number after the last message's: closing is an event of its own, and is told once.
    following.tell(actor, dialogue, dialogue.messages + 1, now)
    return dialogue


@command
def close_silent(*, actor: Actor, now: datetime) -> int:
    """Close dialogues whose patients have not written back for as long as their clinics wait (DIA-9).

    What the patient had begun to write is kept. For the nightly job; call it until it returns 0.

    :returns: how many were closed
    """
    rows = Dialogue.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    waiting = rows.filter(state="waiting_for_patient", updated_at__lt=now - SHORTEST_SILENCE).order_by("updated_at")
    silent = [dialogue for dialogue in waiting if _is_silent(actor, dialogue, now)][:AT_A_TIME]
    for dialogue in silent:
        _fall_silent(actor, dialogue, now)
    return len(silent)


def _is_silent(actor: Actor, dialogue: Dialogue, now: datetime) -> bool:
    days = services.settings(actor, dialogue.clinic_id, now, Kind(dialogue.kind)).silence_days
    return dialogue.updated_at < now - timedelta(days=days)


def _fall_silent(actor: Actor, dialogue: Dialogue, now: datetime) -> None:
    refuse_if(policies.action_refused(Who(actor.role), facts(dialogue), Action.FALL_SILENT))
    _end(dialogue, Action.FALL_SILENT, ClosedHow.SILENCE, now, unread=True)
    following.trace(actor, dialogue, Event.DIALOGUE_CLOSED, now, how=ClosedHow.SILENCE)
    # Last, because it may wait for the clinic's invoice numbers (docs/locking.md).
    hooks.ended(actor, dialogue, now)
    # The number after the last message's: closing is an event of its own, and is told once.
    following.tell(actor, dialogue, dialogue.messages + 1, now)


def _end(dialogue: Dialogue, action: Action, how: ClosedHow, now: datetime, *, unread: bool) -> None:
    dialogue.state = NEXT[facts(dialogue).state, action]
    dialogue.closed_at, dialogue.closed_how, dialogue.updated_at = now, how, now
    dialogue.unread, dialogue.in_inbox = unread, unread
    dialogue.save(update_fields=["state", "closed_at", "closed_how", "updated_at", "unread", "in_inbox"])
