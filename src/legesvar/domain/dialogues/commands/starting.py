"""The clinic begins: it writes to a patient, or enters what a patient says on the phone (START-13)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.states import ClosedHow, State
from legesvar.domain.patients import selectors as patients
from legesvar.domain.services import selectors as services


@command
def write_to_patient(
    *, actor: Actor, person_id: int, kind: Kind, text: str, expects_reply: bool, send_key: UUID, now: datetime
) -> Dialogue:
    """Begin a dialogue with a patient of the clinic. It is free: nobody has accepted a price.

    :param expects_reply: whether the patient may write back; otherwise it is closed at once
    :param send_key: made with the form; the same again begins nothing more
    :raises Refused: WRONG_ROLE, EMPTY_TEXT, TOO_LONG, UNRESOLVED, PATIENT_LEFT
    :raises Unknown: when the patient is not on the clinic's list
    """
    if already := _begun(actor, person_id, send_key):
        return already
    refuse_if(policies.starting_refused(actor.role, kind))
    written = following.sendable(text)
    dialogue = _new(actor, person_id, kind, send_key, now)
    dialogue.state, dialogue.started_by = State.WAITING_FOR_PATIENT, "clinic"
    dialogue.from_name, dialogue.unread, dialogue.opened_at = actor.name, True, now
    dialogue.recipient_id, dialogue.recipient_name = actor.staff_id, actor.name
    dialogue.save()
    following.message(actor, dialogue, 1, written, send_key, now)
    if not expects_reply:
        # After the message, because a closed dialogue takes none.
        dialogue.state, dialogue.closed_at, dialogue.closed_how = State.CLOSED, now, ClosedHow.ANSWERED
        dialogue.save(update_fields=["state", "closed_at", "closed_how"])
    following.put_on_record(actor, dialogue, written, now)
    following.trace(actor, dialogue, Event.DIALOGUE_STARTED, now, kind=kind, by="clinic")
    following.tell(actor, dialogue, dialogue.messages, now)
    return dialogue


@command
def enter_by_phone(
    *, actor: Actor, person_id: int, kind: Kind, text: str, recipient_id: int | None, send_key: UUID, now: datetime
) -> Dialogue:
    """Enter what a patient says on the phone, so that it stands in the same list, after what came by web.

    :param recipient_id: the doctor it is for, by staff id; None for the clinic
    :param send_key: made with the form; the same again enters nothing more
    :raises Refused: WRONG_ROLE, EMPTY_TEXT, TOO_LONG, UNRESOLVED, PATIENT_LEFT
    :raises Unknown: when the patient is not on the clinic's list, or the doctor does not work there
    """
    if already := _begun(actor, person_id, send_key):
        return already
    refuse_if(policies.entering_refused(actor.role, kind))
    written = following.sendable(text)
    dialogue = _new(actor, person_id, kind, send_key, now)
    dialogue.started_by, dialogue.channel, dialogue.opened_at = "reception", "phone", now
    if recipient_id is not None:
        dialogue.recipient_id, dialogue.recipient_name = recipient_id, _doctor(actor, dialogue.clinic_id, recipient_id)
    dialogue.from_name = dialogue.recipient_name
    dialogue.save()
    following.message(actor, dialogue, 1, written, send_key, now)
    following.put_on_worklist(actor, dialogue, now)
    following.put_on_record(actor, dialogue, written, now)
    following.trace(actor, dialogue, Event.DIALOGUE_STARTED, now, kind=kind, by="reception")
    return dialogue


def _begun(actor: Actor, person_id: int, send_key: UUID) -> Dialogue | None:
    return Dialogue.objects.filter(person_id=person_id, clinic_id=actor.clinic_id, send_key=send_key).first()


def _doctor(actor: Actor, clinic_id: int, staff_id: int) -> str:
    member = clinics.member(actor, clinic_id, staff_id)
    if member is None or not member.active:
        raise Unknown
    return member.name


def _new(actor: Actor, person_id: int, kind: Kind, send_key: UUID, now: datetime) -> Dialogue:
    place = patients.listing(actor, actor.clinic_id or 0, person_id)
    if place is None:
        raise Unknown
    refuse_if(policies.Refusal.PATIENT_LEFT if place.ended_at is not None else None)
    settings = services.settings(actor, place.clinic_id, now, kind)
    return Dialogue(
        send_key=send_key, kind=kind, state=State.WAITING_FOR_CLINIC, clinic_id=place.clinic_id, person_id=person_id,
        patient_name=place.name, birth_date=place.birth_date, from_name="", started_at=now, updated_at=now,
        clinic_name=clinics.clinic(actor, place.clinic_id).name,
        due_date=services.due_date(actor, place.clinic_id, now, settings.answer_days),
    )  # fmt: skip
