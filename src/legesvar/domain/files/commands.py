"""A cleaned file comes in, is moved with its draft, and goes. The bytes were stored before; jobs forget them after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from legesvar.core import queue
from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.files.models import File
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.files.tasks import Task


@dataclass(frozen=True, slots=True)
class Stored:
    """A file whose bytes already lie in the object store under keys that nobody outside chose."""

    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    sha256: str
    object_key: str
    thumbnail_key: str = ""


@command
def add(
    *, actor: Actor, clinic_id: int, person_id: int, stored: Stored, hidden: bool = False, now: datetime
) -> FileRow:  # fmt: skip
    """Make a stored file known as this patient's."""
    row = File.objects.create(
        clinic_id=clinic_id, person_id=person_id, name=stored.name, media_type=stored.media_type, size=stored.size,
        width=stored.width, height=stored.height, sha256=stored.sha256, object_key=stored.object_key,
        thumbnail_key=stored.thumbnail_key, hidden=hidden, added_at=now,
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.FILE_ADDED, clinic_id=clinic_id, person_id=person_id, about=row.public_id,
        hidden=hidden, now=now, size=stored.size, media_type=stored.media_type,
    )  # fmt: skip
    return FileRow(*(getattr(row, name) for name in FileRow.__slots__))


@command
def trace_reading(*, actor: Actor, file: FileRow, now: datetime) -> None:
    """Trace that somebody sees a file in full, unless it is their own (PRIV-2)."""
    if actor.is_staff or actor.acting_person_id is not None:
        audit.record(
            actor=actor, event=Event.FILE_READ, clinic_id=file.clinic_id, person_id=file.person_id,
            about=file.public_id, hidden=file.hidden, now=now, media_type=file.media_type,
        )  # fmt: skip


@command
def move(*, actor: Actor, file_ids: Sequence[int], clinic_id: int) -> None:
    """Follow a draft to another of the patient's clinics. What was sent is held where it is by its keys."""
    File.objects.filter(id__in=file_ids).update(clinic_id=clinic_id)


@command
def hide(*, actor: Actor, file_ids: Sequence[int], hidden: bool) -> None:
    """Let files be seen by those who act for the patient, or not: as the dialogue they are sent with."""
    File.objects.filter(id__in=file_ids).exclude(hidden=hidden).update(hidden=hidden)


@command
def remove(*, actor: Actor, file_ids: Sequence[int], now: datetime) -> None:
    """Remove files that were never sent; their bytes are forgotten by a job once this has happened for good."""
    for row in File.objects.filter(id__in=file_ids):
        audit.record(
            actor=actor, event=Event.FILE_REMOVED, clinic_id=row.clinic_id, person_id=row.person_id,
            about=row.public_id, hidden=row.hidden, now=now,
        )  # fmt: skip
        keys = [key for key in (row.object_key, row.thumbnail_key) if key]
        row.delete()
        queue.enqueue(Task.FORGET_OBJECTS, keys=keys)
