"""A dialogue ends without an answer: withdrawn by the patient, closed or rejected by the clinic, or by silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from legesvar.core import text as texts
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.kinds import Kind
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import selectors as billing
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import following, hooks
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.models import AnswerDraft, Conversion, Dialogue
from legesvar.domain.dialogues.policies import Who
from legesvar.domain.dialogues.selectors import facts, who
from legesvar.domain.dialogues.states import NEXT, Action, ClosedHow, ConversionOutcome, State
from legesvar.domain.services import selectors as services
from legesvar.domain.work import commands as work

AT_A_TIME = 200
SHORTEST_SILENCE = timedelta(days=3)
WAITING_FOR_PATIENTS = [State.WAITING_FOR_PATIENT.value, State.WAITING_FOR_CONSENT.value]


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
def close(
    *, actor: Actor, dialogue_id: UUID, text: str = "", seen: int | None = None, send_key: UUID | None = None,
    now: datetime,
) -> Dialogue:  # fmt: skip
    """Close a dialogue without an answer, with some words to the patient or none. An e-consultation cannot be (DIA-5).

    :param seen: number of the newest message the author had read; None where nobody reads, as in a clearing
    :param send_key: made with the form; the same again closes nothing more
    :raises Refused: WRONG_ROLE, NOT_YOURS, CLOSED, NEWER_MESSAGE, TOO_LONG, UNRESOLVED
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    if send_key is not None and following.is_sent(dialogue, send_key):
        return dialogue
    refuse_if(policies.action_refused(who(actor, now, dialogue), facts(dialogue), Action.CLOSE))
    refuse_if(policies.outdated(facts(dialogue), dialogue.messages if seen is None else seen))
    if texts.normalise(text):
        _last_words(actor, dialogue, text, send_key or uuid4(), now)
    _end(dialogue, Action.CLOSE, ClosedHow.WITHOUT_ANSWER, now, unread=True)
    work.done(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now)
    following.trace(actor, dialogue, Event.DIALOGUE_CLOSED, now, how=ClosedHow.WITHOUT_ANSWER)
    # The number after the last message's: closing is an event of its own, and is told once.
    following.tell(actor, dialogue, dialogue.messages + 1, now)
    return dialogue


@command
def reject(*, actor: Actor, dialogue_id: UUID, text: str, seen: int, send_key: UUID, now: datetime) -> Dialogue:
    """Say why this cannot be an e-consultation, and end it: nothing is charged, the reason is journaled (DIA-5).

    :param text: why, and what the patient should do now
    :param seen: number of the newest message the author had read
    :param send_key: made with the form; the same again rejects nothing more
    :raises Refused: NEWER_MESSAGE, CLOSED, WRONG_STATE, WRONG_ROLE, NOT_YOURS, ANSWERED_ALREADY, EMPTY_TEXT, TOO_LONG,
        UNRESOLVED
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    if following.is_sent(dialogue, send_key):
        return dialogue
    refuse_if(policies.action_refused(who(actor, now, dialogue), facts(dialogue), Action.REJECT))
    refuse_if(policies.rejecting_refused(is_charged=billing.charge_about(actor, dialogue.public_id) is not None))
    refuse_if(policies.outdated(facts(dialogue), seen))
    _last_words(actor, dialogue, text, send_key, now)
    _end(dialogue, Action.REJECT, ClosedHow.REJECTED, now, unread=True)
    work.done(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now)
    following.trace(actor, dialogue, Event.DIALOGUE_REJECTED, now)
    following.tell(actor, dialogue, dialogue.messages, now)
    AnswerDraft.objects.filter(dialogue_id=dialogue.id, account_id=actor.account_id).delete()
    return dialogue


def _last_words(actor: Actor, dialogue: Dialogue, text: str, send_key: UUID, now: datetime) -> None:
    """Write the clinic's last message, before the dialogue is closed and takes none."""
    written = following.sendable(text)
    dialogue.messages, dialogue.from_name = dialogue.messages + 1, actor.name
    following.message(actor, dialogue, dialogue.messages, written, send_key, now)
    dialogue.save(update_fields=["messages", "from_name"])
    following.put_on_record(actor, dialogue, written, now)


@command
def close_silent(*, actor: Actor, now: datetime) -> int:
    """Close dialogues whose patients have not written back for as long as their clinics wait (DIA-9).

    What the patient had begun to write is kept. For the nightly job; call it until it returns 0.

    :returns: how many were closed
    """
    rows = Dialogue.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    waiting = rows.filter(state__in=WAITING_FOR_PATIENTS, updated_at__lt=now - SHORTEST_SILENCE).order_by("updated_at")
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
    Conversion.objects.filter(dialogue_id=dialogue.id, outcome=ConversionOutcome.OPEN).update(
        outcome=ConversionOutcome.LAPSED, ended_at=now
    )
    dialogue.state = NEXT[facts(dialogue).state, action]
    dialogue.closed_at, dialogue.closed_how, dialogue.updated_at = now, how, now
    dialogue.unread, dialogue.in_inbox = unread, unread
    dialogue.save(update_fields=["state", "closed_at", "closed_how", "updated_at", "unread", "in_inbox"])
