"""Reading what colleagues gave each other and wrote to each other about a dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.models import Dialogue, Handover, Note
from legesvar.domain.work import selectors as work


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One step of who had a dialogue, who gave it to them, and whether that was undone."""

    public_id: UUID
    how: How
    staff_id: int | None
    staff_name: str
    by_staff_id: int
    by_name: str
    at: datetime
    undone_at: datetime | None


def handovers(actor: Actor, dialogue: Dialogue) -> list[HandoverRow]:
    """Return whom a dialogue was given to and shared with, the oldest first, what was undone too."""
    rows = Handover.objects.filter(dialogue_id=dialogue.id, clinic_id=actor.clinic_id).order_by("id")
    found = rows.values_list(*HandoverRow.__slots__)
    return [HandoverRow(public_id, How(how), *rest) for public_id, how, *rest in found]


@dataclass(frozen=True, slots=True)
class Handed:
    """One handover, and what it was about."""

    row: HandoverRow
    dialogue_id: UUID
    patient_name: str


def handover(actor: Actor, public_id: UUID) -> Handed | None:
    """Return one handover at the actor's clinic."""
    rows = Handover.objects.filter(clinic_id=actor.clinic_id, public_id=public_id)
    columns = (*HandoverRow.__slots__, "dialogue__public_id", "dialogue__patient_name")
    found = rows.values_list(*columns).first()
    if found is None:
        return None
    public_id, how, *rest, about, name = found
    return Handed(HandoverRow(public_id, How(how), *rest), about, name)


def assigned_to(actor: Actor, about: UUID) -> str:
    """Return the name of whoever has it; "" for nobody."""
    state = work.state(actor, about)
    return state.assignee_name if state else ""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What a colleague wrote to the others."""

    author_name: str
    author_role: str
    text: str
    at: datetime


def notes(actor: Actor, dialogue: Dialogue) -> list[NoteRow]:
    """Return the internal notes of a dialogue, the oldest first."""
    rows = Note.objects.filter(dialogue_id=dialogue.id, clinic_id=actor.clinic_id).order_by("at", "id")
    return [NoteRow(*row) for row in rows.values_list(*NoteRow.__slots__)]
