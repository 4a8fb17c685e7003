"""Reading what colleagues gave each other and wrote to each other about a dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.models import Dialogue, Handover
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


_HANDOVERS = (
    f"SELECT {', '.join(HandoverRow.__slots__)} FROM dialogues_handover "  # noqa: S608 - constants only
    "WHERE dialogue_id = %s AND clinic_id = %s ORDER BY id"
)


def handovers(actor: Actor, dialogue: Dialogue) -> list[HandoverRow]:
    """Return whom a dialogue was given to and shared with, the oldest first, what was undone too."""
    found = by_sql.query(_HANDOVERS, [dialogue.id, actor.clinic_id])
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


_NOTES = (
    f"SELECT {', '.join(NoteRow.__slots__)} FROM dialogues_note "  # noqa: S608 - constants only
    "WHERE dialogue_id = %s AND clinic_id = %s ORDER BY at, id"
)


def notes(actor: Actor, dialogue: Dialogue) -> list[NoteRow]:
    """Return the internal notes of a dialogue, the oldest first."""
    return [NoteRow(*row) for row in by_sql.query(_NOTES, [dialogue.id, actor.clinic_id])]
