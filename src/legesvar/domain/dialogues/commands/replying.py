"""The patient writes back, as long as the clinic left the dialogue open (DIA-3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from legesvar.core import by_sql
from legesvar.core import text as texts
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.kinds import Kind
from legesvar.core.models import new_public_id
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.commands.drafting import KEPT
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.models import Dialogue, Message, Reply
from legesvar.domain.dialogues.policies import Who, Window
from legesvar.domain.dialogues.selectors import facts, mandate_sql
from legesvar.domain.dialogues.states import NEXT, Action
from legesvar.domain.services import selectors as services
from legesvar.domain.work import commands as work


@command
def keep(
    *, actor: Actor, dialogue_id: UUID, text: str, window: Window | None = None, beside: bool = True, now: datetime
) -> str:
    """Keep what the patient has begun to reply, also when the dialogue has closed meanwhile (DIA-6).

    Two questions: it is asked every few seconds while somebody writes.

    :param window: the page it was written on; None for one that says nothing of itself
    :param beside: whether it is laid beside what another page has written since this one was drawn
    :returns: what is kept
    :raises Refused: WRITTEN_ELSEWHERE when another page has, and it is not
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    written = texts.readable(text)[:KEPT]
    row = _held(actor, dialogue_id)
    if row is None:
        if _is_begun(actor, dialogue_id, written, window, now):
            return written
        # Another page began at the same moment, or there is no such dialogue.
        row = _held(actor, dialogue_id)
    if row is None:
        raise Unknown
    there, here = {"text": row.text}, {"text": written}
    if policies.written_elsewhere(there, here, row.written_from, window):
        refuse_if(None if beside else policies.Refusal.WRITTEN_ELSEWHERE)
        here = policies.beside(there, here, lines=False)
    row.text, row.updated_at, row.written_from = here["text"][:KEPT], now, window.key if window else None
    row.save(update_fields=["text", "updated_at", "written_from"])
    return row.text


def _held(actor: Actor, dialogue_id: UUID) -> Reply | None:
    whose, values = _whose(actor, dialogue_id)
    mine = f"author_person_id = %s AND dialogue_id = (SELECT id FROM dialogues_dialogue WHERE {whose})"  # noqa: S608
    return by_sql.first(Reply, f"WHERE {mine} FOR NO KEY UPDATE", [following.author(actor), *values])


def _is_begun(actor: Actor, dialogue_id: UUID, written: str, window: Window | None, now: datetime) -> bool:
    whose, values = _whose(actor, dialogue_id)
    begun = by_sql.query(
        "INSERT INTO dialogues_reply (dialogue_id, author_person_id, clinic_id, person_id, hidden, send_key, text, "  # noqa: S608
        "written_from, updated_at) SELECT id, %s, clinic_id, person_id, hidden, %s, %s, %s, %s "
        f"FROM dialogues_dialogue WHERE {whose} ON CONFLICT DO NOTHING RETURNING id",
        [following.author(actor), new_public_id(), written, window.key if window else None, now, *values],
    )
    return bool(begun)


def _whose(actor: Actor, dialogue_id: UUID) -> tuple[str, list[Any]]:
    allowed, limits = mandate_sql(actor)
    return f"public_id = %s AND person_id = %s {allowed}", [dialogue_id, actor.person_id, *limits]


def _begun(actor: Actor, dialogue: Dialogue) -> QuerySet[Reply]:
    return Reply.objects.filter(dialogue_id=dialogue.id, author_person_id=following.author(actor))


@command
def reply(
    *, actor: Actor, dialogue_id: UUID, text: str, send_key: UUID, window: Window | None = None, now: datetime
) -> Dialogue:
    """Send the patient's reply: the clinic owes an answer again, with a new date.

    :param send_key: made with the form; the same again sends nothing more, unless it says something else: what is begun
        may be open on two pages, and is then two texts
    :param window: the page it was written on; what it has not seen of what is begun stays
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
    _forget(actor, dialogue, written, window)
    following.put_on_worklist(actor, dialogue, now)
    following.trace(actor, dialogue, Event.DIALOGUE_REPLIED, now)
    return dialogue


@command
def add(
    *, actor: Actor, dialogue_id: UUID, text: str, send_key: UUID, window: Window | None = None, now: datetime
) -> Dialogue:
    """Add information to what waits for the clinic. The date it must be answered by stays (DIA-4).

    :param send_key: made with the form; the same again sends nothing more, unless it says something else: what is begun
        may be open on two pages, and is then two texts
    :param window: the page it was written on; what it has not seen of what is begun stays
    :raises Refused: CLOSED, WRONG_STATE, WRONG_ROLE, EMPTY_TEXT, TOO_LONG
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    before = _sent(dialogue, send_key)
    if before == texts.normalise(text):
        return dialogue
    written = _checked(actor, dialogue, Action.ADD, text)
    _write(actor, dialogue, Action.ADD, written, send_key if before is None else new_public_id(), now)
    _forget(actor, dialogue, written, window)
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


def _forget(actor: Actor, dialogue: Dialogue, written: str, window: Window | None) -> None:
    for row in _begun(actor, dialogue):
        if not policies.written_elsewhere({"text": row.text}, {"text": written}, row.written_from, window):
            row.delete()
