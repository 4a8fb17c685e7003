"""Reading what is known of files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.domain.files.models import File


@dataclass(frozen=True, slots=True)
class FileRow:
    """What a page or a document needs to show a file."""

    id: int
    public_id: UUID
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    object_key: str
    thumbnail_key: str


_FIELDS = tuple(FileRow.__slots__)


def details(actor: Actor, file_ids: Sequence[int]) -> dict[int, FileRow]:
    """Return several files by inner id."""
    if not file_ids:
        return {}
    rows = File.objects.filter(id__in=file_ids).values_list(*_FIELDS)
    return {row[0]: FileRow(*row) for row in rows}


def file(actor: Actor, public_id: UUID) -> FileRow | None:
    """Return the file named in an address, if the actor may see it: the wall decides."""
    row = File.objects.filter(public_id=public_id).values_list(*_FIELDS).first()
    return FileRow(*row) if row else None
