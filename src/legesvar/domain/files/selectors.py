"""Reading what is known of files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from legesvar.core import by_sql
from legesvar.core.actor import Actor
from legesvar.domain.files.models import File


@dataclass(frozen=True, slots=True)
class FileRow:
    """What a page or a document needs to show a file."""

    id: int
    public_id: UUID
    clinic_id: int
    person_id: int
    hidden: bool
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    object_key: str
    thumbnail_key: str


_FIELDS = tuple(FileRow.__slots__)
_BY_IDS = f"SELECT {', '.join(_FIELDS)} FROM files_file WHERE id = ANY(%s)"  # noqa: S608 - names of ours


def details(actor: Actor, file_ids: Sequence[int]) -> dict[int, FileRow]:
    """Return several files by inner id."""
    if not file_ids:
        return {}
    return {row[0]: FileRow(*row) for row in by_sql.query(_BY_IDS, [list(file_ids)])}


def file(actor: Actor, public_id: UUID) -> FileRow | None:
    """Return the file named in an address, if the actor may see it: the wall decides."""
    row = File.objects.filter(public_id=public_id).values_list(*_FIELDS).first()
    return FileRow(*row) if row else None


def named(actor: Actor, public_ids: Collection[UUID]) -> dict[UUID, FileRow]:
    """Return several files by public id, as the record names them; those the actor may not see are left out."""
    rows = File.objects.filter(public_id__in=public_ids).values_list(*_FIELDS)
    return {row[1]: FileRow(*row) for row in rows}


def same(actor: Actor, file_ids: Sequence[int], sha256: str) -> FileRow | None:
    """Return the one of several files that holds the same bytes, if there is one."""
    if not file_ids:
        return None
    row = File.objects.filter(id__in=file_ids, sha256=sha256).values_list(*_FIELDS).first()
    return FileRow(*row) if row else None


def owned_keys(actor: Actor, keys: Collection[str]) -> set[str]:
    """Return those of the object store's keys that some file owns. For system actors: others see only their own files.

    :param keys: at most some thousand
    """
    pictures = File.objects.filter(object_key__in=keys).values_list("object_key", flat=True)
    thumbnails = File.objects.filter(thumbnail_key__in=keys).values_list("thumbnail_key", flat=True)
    return {*pictures, *thumbnails}
