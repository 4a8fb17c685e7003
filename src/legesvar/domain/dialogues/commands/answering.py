"""The clinic answers in one of two ways: Svar, or Svar og avslutt. One transaction, one button (DIA-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core import text as texts
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import following, hooks, noting
from legesvar.domain.dialogues.commands.drafting import KEPT
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.models import AnswerDraft, Dialogue
from legesvar.domain.dialogues.selectors import facts, who
from legesvar.domain.dialogues.states import NEXT, Action, ClosedHow, State
from legesvar.domain.work import commands as work


@command
def keep(*, actor: Actor, dialogue_id: UUID, text: str, now: datetime) -> AnswerDraft:
    """Keep what a member of staff has begun to answer: one draft per author and dialogue.

    :raises Unknown: when the dialogue is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    kept = texts.readable(text)[:KEPT]
    row, _ = AnswerDraft.objects.update_or_create(
        dialogue=dialogue, account_id=actor.account_id,
        defaults={"text": kept, "updated_at": now},
        create_defaults={"text": kept, "updated_at": now, "clinic_id": dialogue.clinic_id},
    )  # fmt: skip
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is noted with an answer (WORK-10).

    :param omitted: why it is not in the record here, one of `journal.kinds.Omitted`; "" when it is
    :param diagnosis: a code of ICPC-2, or ""
    """

    omitted: str = ""
    diagnosis: str = ""


NOTHING = Noted()


@command
def answer(
    *, actor: Actor, dialogue_id: UUID, text: str, seen: int, send_key: UUID, noted: Noted = NOTHING, now: datetime
) -> Dialogue:
    """Send an answer; the patient may write back.

    :param seen: number of the newest message the author had read
    :param send_key: made with the form; the same again sends nothing more
    :raises Refused: NEWER_MESSAGE, CLOSED, WRONG_ROLE, NOT_YOURS, EMPTY_TEXT, TOO_LONG, UNRESOLVED; the record's
        MUST_BE_JOURNALED; diagnoses' UNKNOWN_CODE
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    return _answer(actor, dialogue_id, text, seen, send_key, noted, Action.ANSWER, now)


@command
def answer_and_close(
    *, actor: Actor, dialogue_id: UUID, text: str, seen: int, send_key: UUID, noted: Noted = NOTHING, now: datetime
) -> Dialogue:
    """Send the last answer and end the dialogue: charged, invoiced, journaled, traced, told, or none of it.

    :param seen: number of the newest message the author had read
    :param send_key: made with the form; the same again sends nothing more
    :raises Refused: NEWER_MESSAGE, CLOSED, WRONG_ROLE, NOT_YOURS, EMPTY_TEXT, TOO_LONG, UNRESOLVED; the record's
        MUST_BE_JOURNALED; diagnoses' MISSING, UNKNOWN_CODE
    :raises Unknown: when the dialogue is missing or another clinic's
    """
    return _answer(actor, dialogue_id, text, seen, send_key, noted, Action.ANSWER_AND_CLOSE, now)


def _answer(
    actor: Actor, dialogue_id: UUID, text: str, seen: int, send_key: UUID, noted: Noted, action: Action, now: datetime
) -> Dialogue:
    dialogue = locked(actor, dialogue_id)
    if following.is_sent(dialogue, send_key):
        return dialogue
    refuse_if(policies.action_refused(who(actor, now, dialogue), facts(dialogue), action))
    refuse_if(policies.outdated(facts(dialogue), seen))
    written = following.sendable(text)
    noting.refuse(actor, dialogue, noted.omitted, noted.diagnosis, action, now)
    dialogue.messages += 1
    following.message(actor, dialogue, dialogue.messages, written, send_key, now)
    _move(actor, dialogue, action, now)
    work.done(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now)
    work.see(actor=actor, about=dialogue.public_id, now=now)
    noting.note(actor, dialogue, written, noted.omitted, noted.diagnosis, now)
    following.trace(actor, dialogue, _EVENT[action], now)
    # Late, because it may wait for the clinic's invoice numbers (docs/locking.md).
    hooks.answered(actor, dialogue, action, now)
    following.tell(actor, dialogue, dialogue.messages, now)
    AnswerDraft.objects.filter(dialogue_id=dialogue.id, account_id=actor.account_id).delete()
    return dialogue


_EVENT = {Action.ANSWER: Event.DIALOGUE_ANSWERED, Action.ANSWER_AND_CLOSE: Event.DIALOGUE_CLOSED}


def _move(actor: Actor, dialogue: Dialogue, action: Action, now: datetime) -> None:
    dialogue.state = NEXT[facts(dialogue).state, action]
    dialogue.unread, dialogue.in_inbox, dialogue.updated_at = True, True, now
    dialogue.from_name = actor.name
    if dialogue.state is State.CLOSED:
        dialogue.closed_at, dialogue.closed_how = now, ClosedHow.ANSWERED
    dialogue.save(
        update_fields=["state", "messages", "unread", "in_inbox", "updated_at", "from_name", "closed_at", "closed_how"]
    )
