"""The patient writes back, as long as the clinic left the dialogue open (DIA-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core import text as texts
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.models import new_public_id
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.commands.drafting import KEPT
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.models import Dialogue, Message, Reply
from legesvar.domain.dialogues.policies import Who
from legesvar.domain.dialogues.selectors import facts
from legesvar.domain.dialogues.states import NEXT, Action
from legesvar.domain.services import selectors as services
from legesvar.domain.services.kinds import Kind
from legesvar.domain.work import commands as work


@command
def keep(*, actor: Actor, dialogue_id: UUID, text: str, now: datetime) -> Reply:
    """Keep what the patient has begun to reply, also when the dialogue has closed meanwhile (DIA-6).

    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    kept = texts.UNWANTED.sub("", texts.LINE_BREAK.sub("\n", text))[:KEPT]
    row, _ = Reply.objects.update_or_create(
        dialogue=dialogue, author_person_id=following.author(actor),
        defaults={"text": kept, "updated_at": now},
        create_defaults={
            "text": kept, "updated_at": now, "clinic_id": dialogue.clinic_id, "person_id": dialogue.person_id,
            "hidden": dialogue.hidden,
        },
    )  # fmt: skip
    return row


@command
def reply(*, actor: Actor, dialogue_id: UUID, text: str, send_key: UUID, now: datetime) -> Dialogue:
    """Send the patient's reply: the clinic owes an answer again, with a new date.

    :param send_key: made with the form; the same again sends nothing more, unless it says something else: what is begun
        may be open on two pages, and is then two texts
    :raises Refused: CLOSED, WAITING, WRONG_ROLE, EMPTY_TEXT, TOO_LONG
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    before = _sent(dialogue, send_key)
    if before == texts.normalise(text):
        return dialogue
    written = _checked(actor, dialogue, Action.REPLY, text)
    settings = services.settings(actor, dialogue.clinic_id, now, Kind(dialogue.kind))
    dialogue.due_date = services.due_date(actor, dialogue.clinic_id, now, settings.answer_days)
    _write(actor, dialogue, Action.REPLY, written, send_key if before is None else new_public_id(), now)
    following.put_on_worklist(actor, dialogue, now)
    following.trace(actor, dialogue, Event.DIALOGUE_REPLIED, now)
    return dialogue


@command
def add(*, actor: Actor, dialogue_id: UUID, text: str, send_key: UUID, now: datetime) -> Dialogue:
    """Add information to what waits for the clinic. The date it must be answered by stays (DIA-4).

    :param send_key: made with the form; the same again sends nothing more, unless it says something else: what is begun
        may be open on two pages, and is then two texts
    :raises Refused: CLOSED, WRONG_STATE, WRONG_ROLE, EMPTY_TEXT, TOO_LONG
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    before = _sent(dialogue, send_key)
    if before == texts.normalise(text):
        return dialogue
    written = _checked(actor, dialogue, Action.ADD, text)
    _write(actor, dialogue, Action.ADD, written, send_key if before is None else new_public_id(), now)
    work.unopened(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now)
    following.trace(actor, dialogue, Event.DIALOGUE_ADDED_TO, now)
    return dialogue


def _sent(dialogue: Dialogue, send_key: UUID) -> str | None:
    return Message.objects.filter(dialogue_id=dialogue.id, send_key=send_key).values_list("text", flat=True).first()


def _checked(actor: Actor, dialogue: Dialogue, action: Action, text: str) -> str:
    refuse_if(policies.action_refused(Who(actor.role), facts(dialogue), action))
    refuse_if(policies.text_refused(text, policies.REPLY_LIMIT), limit=policies.REPLY_LIMIT)
    return texts.normalise(text)


def _write(
    actor: Actor, dialogue: Dialogue, action: Action, written: str, send_key: UUID, now: datetime
) -> None:  # fmt: skip
    dialogue.messages += 1
    following.message(actor, dialogue, dialogue.messages, written, send_key, now)
    dialogue.state, dialogue.updated_at = NEXT[facts(dialogue).state, action], now
    dialogue.save(update_fields=["state", "messages", "updated_at", "due_date"])
    following.put_on_record(actor, dialogue, written, now)
    Reply.objects.filter(dialogue_id=dialogue.id, author_person_id=following.author(actor)).delete()
