"""What follows every act in a dialogue: the message itself, the worklist, the record, the trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from legesvar.core import text as texts
from legesvar.core.actor import Actor, Role
from legesvar.core.refusal import refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.models import Dialogue, Message
from legesvar.domain.journal import commands as journal
from legesvar.domain.notifications.events import Notice
from legesvar.domain.patients import commands as patients
from legesvar.domain.services import selectors as services
from legesvar.domain.standard_texts import policies as standard_texts
from legesvar.domain.work import commands as work
from legesvar.domain.work.policies import MARKED_AFTER


def message(actor: Actor, dialogue: Dialogue, number: int, written: str, send_key: UUID, now: datetime) -> None:
    """Write one message under the actor's own name; a representative's message is the representative's."""
    Message.objects.create(
        dialogue=dialogue, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, hidden=dialogue.hidden,
        number=number, send_key=send_key, from_patient=not actor.is_staff, author_name=actor.name,
        author_role=actor.role if actor.is_staff else Role.PATIENT, author_account_id=actor.account_id,
        author_person_id=author(actor), text=written, at=now,
    )  # fmt: skip


def sendable(written: str) -> str:
    """Return what somebody at the clinic sends a patient as it is stored and read.

    :raises Refused: EMPTY_TEXT, TOO_LONG; UNRESOLVED when a standard text's placeholder still stands in it
    """
    refuse_if(policies.text_refused(written, policies.ANSWER_LIMIT), limit=policies.ANSWER_LIMIT)
    refuse_if(standard_texts.sending_refused(written), name=f"{{{standard_texts.unresolved(written)}}}")
    return texts.normalise(standard_texts.plain(written))


def author(actor: Actor) -> int | None:
    """Return the person at the keyboard: the patient, or who acts for them. Staff are accounts, not persons."""
    return None if actor.is_staff else actor.acting_person_id or actor.person_id


def is_sent(dialogue: Dialogue, send_key: UUID) -> bool:
    """Say whether this form has been sent already."""
    return Message.objects.filter(dialogue_id=dialogue.id, send_key=send_key).exists()


def put_on_worklist(actor: Actor, dialogue: Dialogue, now: datetime) -> None:
    """Say that the clinic owes an answer, by the dialogue's date; it is marked from the third working day (WORK-3)."""
    assignee_id, assignee_name = dialogue.recipient_id, dialogue.recipient_name
    if not _works_here(actor, dialogue):
        assignee_id, assignee_name = None, ""
    marked = services.due_date(actor, dialogue.clinic_id, now, MARKED_AFTER)
    work.owe(
        actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
        kind=dialogue.kind, patient_name=dialogue.patient_name, birth_date=dialogue.birth_date,
        assignee_id=assignee_id, assignee_name=assignee_name, channel=dialogue.channel,
        attachments=dialogue.attachments, hidden=dialogue.hidden, due_date=dialogue.due_date,
        mark_date=min(marked, dialogue.due_date), now=now,
    )  # fmt: skip


def _works_here(actor: Actor, dialogue: Dialogue) -> bool:
    """Say whether who it is with still works there: it may be long since."""
    if dialogue.recipient_id is None:
        return False
    member = clinics.member(actor, dialogue.clinic_id, dialogue.recipient_id)
    return member is not None and member.active


def put_on_record(
    actor: Actor, dialogue: Dialogue, written: str, now: datetime, files: Sequence[UUID] = ()
) -> None:  # fmt: skip
    """Add what was written to the patient's record."""
    journal.record(
        actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
        text=written, files=files, hidden=dialogue.hidden, now=now,
    )  # fmt: skip


def trace(actor: Actor, dialogue: Dialogue, event: Event, now: datetime, **details: Any) -> None:
    """Leave a trace of the act."""
    audit.record(
        actor=actor, event=event, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id,
        about=dialogue.public_id, hidden=dialogue.hidden, now=now, **details,
    )  # fmt: skip


def trace_within(actor: Actor, dialogue: Dialogue, event: Event, now: datetime, **details: Any) -> None:
    """Leave a trace that is the clinic's alone: which way a dialogue went inside it is not the patient's to follow."""
    audit.record(
        actor=actor, event=event, clinic_id=dialogue.clinic_id, about=dialogue.public_id, now=now, **details,
    )  # fmt: skip


def tell(actor: Actor, dialogue: Dialogue, number: int, now: datetime) -> None:
    """Tell the patient, or those who write for them, that there is something to read; by each of them it is unread.

    :param number: what makes this notice another than the last one about the same dialogue
    """
    told = patients.tell(
        actor=actor, notice=Notice.NEW_MESSAGE, about=dialogue.public_id, number=number,
        clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, service=dialogue.kind, wrote=_writers(dialogue),
        hidden=dialogue.hidden, now=now,
    )  # fmt: skip
    dialogue.unread_by = sorted({*dialogue.unread_by, *told})
    dialogue.save(update_fields=["unread_by"])


def _writers(dialogue: Dialogue) -> set[int]:
    own = Message.objects.filter(dialogue_id=dialogue.id, from_patient=True, author_person_id__isnull=False)
    return set(own.values_list("author_person_id", flat=True))
