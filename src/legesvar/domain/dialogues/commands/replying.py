"""The patient writes back, as long as the clinic left the dialogue open (DIA-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core import text as texts
from legesvar.core import working_days
from legesvar.core.actor import Actor, Role
from legesvar.core.command import command
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands.drafting import KEPT
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.models import Dialogue, Message, Reply
from legesvar.domain.dialogues.policies import Who
from legesvar.domain.dialogues.selectors import facts
from legesvar.domain.dialogues.states import NEXT, Action
from legesvar.domain.journal import commands as journal
from legesvar.domain.services import selectors as services
from legesvar.domain.work import commands as work


@command
def keep(*, actor: Actor, dialogue_id: UUID, text: str, now: datetime) -> Reply:
    """Keep what the patient has begun to reply, also when the dialogue has closed meanwhile (DIA-6).

    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    kept = texts.UNWANTED.sub("", texts.LINE_BREAK.sub("\n", text))[:KEPT]
    row, _ = Reply.objects.update_or_create(
        dialogue=dialogue, author_person_id=_author(actor),
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

    :param send_key: made with the form; the same again sends nothing more
    :raises Refused: CLOSED, WAITING, WRONG_ROLE, EMPTY_TEXT, TOO_LONG
    :raises Unknown: when the dialogue is missing or somebody else's
    """
    dialogue = locked(actor, dialogue_id)
    if Message.objects.filter(dialogue_id=dialogue.id, send_key=send_key).exists():
        return dialogue
    refuse_if(policies.action_refused(Who(actor.role), facts(dialogue), Action.REPLY))
    refuse_if(policies.text_refused(text, policies.REPLY_LIMIT), limit=policies.REPLY_LIMIT)
    written = texts.normalise(text)
    settings = services.settings(actor, dialogue.clinic_id, now)
    _write(actor, dialogue, written, send_key, now)
    dialogue.state = NEXT[facts(dialogue).state, Action.REPLY]
    dialogue.updated_at, dialogue.due_date = now, working_days.due_date(now, settings.answer_days)
    dialogue.save(update_fields=["state", "messages", "updated_at", "due_date"])
    work.owe(
        actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
        kind=dialogue.kind, patient_name=dialogue.patient_name, birth_date=dialogue.birth_date,
        assignee_id=dialogue.recipient_id, assignee_name=dialogue.recipient_name,
        attachments=dialogue.attachments, hidden=dialogue.hidden, due_date=dialogue.due_date, now=now,
    )  # fmt: skip
    journal.record(
        actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
        text=written, hidden=dialogue.hidden, now=now,
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.DIALOGUE_REPLIED, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id,
        about=dialogue.public_id, hidden=dialogue.hidden, now=now,
    )  # fmt: skip
    Reply.objects.filter(dialogue_id=dialogue.id, author_person_id=_author(actor)).delete()
    return dialogue


def _write(actor: Actor, dialogue: Dialogue, written: str, send_key: UUID, now: datetime) -> None:
    dialogue.messages += 1
    Message.objects.create(
        dialogue=dialogue, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, hidden=dialogue.hidden,
        number=dialogue.messages, send_key=send_key, from_patient=True, author_name=actor.name,
        author_role=Role.PATIENT, author_person_id=_author(actor), text=written, at=now,
    )  # fmt: skip


def _author(actor: Actor) -> int | None:
    return actor.acting_person_id or actor.person_id
