"""Reading what somebody has begun and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.domain.dialogues.models import Draft
from legesvar.domain.files import selectors as files
from legesvar.domain.files.selectors import FileRow


@dataclass(frozen=True, slots=True)
class DraftView:
    """What somebody is writing, with the pictures that wait in it."""

    public_id: UUID
    clinic_id: int
    recipient_id: int | None
    not_urgent: bool
    consent_id: int | None
    texts: Mapping[str, str]
    files: tuple[FileRow, ...]
    guidance: str
    not_a_wish: bool
    previous: UUID | None
    written_from: UUID | None
    created_at: datetime
    updated_at: datetime


_FILES = "SELECT file_id FROM dialogues_draft_file WHERE draft_id = %s ORDER BY id"
_DRAFTS = (
    "SELECT kind, updated_at FROM dialogues_draft WHERE person_id = %s AND author_person_id = %s "
    "ORDER BY updated_at DESC"
)


def draft(actor: Actor, kind: Kind) -> DraftView | None:
    """Return the actor's draft of a kind for the patient they act for, if there is one."""
    row = by_sql.first(
        Draft, "WHERE person_id = %s AND author_person_id = %s AND kind = %s", [actor.person_id, actor.author_id, kind]
    )
    if row is None:
        return None
    ids = [file_id for (file_id,) in by_sql.query(_FILES, [row.id])]
    known = files.details(actor, ids)
    return DraftView(
        row.public_id, row.clinic_id, row.recipient_id, row.not_urgent, row.consent_id, row.texts,
        tuple(known[i] for i in ids), row.guidance, row.not_a_wish, row.previous, row.written_from, row.created_at,
        row.updated_at,
    )  # fmt: skip


def drafts(actor: Actor) -> list[tuple[str, datetime]]:
    """Return the kinds of what the actor has begun, and when each was last saved, the newest first."""
    return by_sql.query(_DRAFTS, [actor.person_id, actor.author_id])
