"""Reading what somebody has begun and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.domain.dialogues.models import Draft, DraftFile
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


def draft(actor: Actor, kind: Kind) -> DraftView | None:
    """Return the actor's draft of a kind for the patient they act for, if there is one."""
    row = Draft.objects.filter(
        person_id=actor.person_id, author_person_id=actor.acting_person_id or actor.person_id, kind=kind
    ).first()
    if row is None:
        return None
    ids = list(DraftFile.objects.filter(draft_id=row.id).order_by("id").values_list("file_id", flat=True))
    known = files.details(actor, ids)
    return DraftView(
        row.public_id, row.clinic_id, row.recipient_id, row.not_urgent, row.consent_id, row.texts,
        tuple(known[i] for i in ids), row.guidance, row.not_a_wish, row.previous, row.written_from, row.created_at,
        row.updated_at,
    )  # fmt: skip


def drafts(actor: Actor) -> list[tuple[str, datetime]]:
    """Return the kinds of what the actor has begun, and when each was last saved, the newest first."""
    author = actor.acting_person_id or actor.person_id
    own = Draft.objects.filter(person_id=actor.person_id, author_person_id=author)
    return list(own.order_by("-updated_at").values_list("kind", "updated_at"))
