"""What came in: known by its content, made harmless, or refused with a reason (START-7)."""

from __future__ import annotations

from legesvar.domain.files.kinds import Document, Kind, Picture, kind_of
from legesvar.domain.files.policies import FileRefusal, size_refusal
from legesvar.domain.files.settings import FileLimits


def examine(data: bytes, limits: FileLimits) -> Picture | Document | FileRefusal:
    """Turn an upload into what may be kept, or say why not. Never raises, whatever the bytes.

    The name and the media type the sender gave play no part.
    """
    refusal = size_refusal(len(data), limits)
    if refusal is not None:
        return refusal
    kind = kind_of(data[:12])
    if kind is None:
        return FileRefusal.NOT_ALLOWED_TYPE
    # Imported here: the readers are large, and each process that looks at a file needs one of them.
    if kind is Kind.PDF:
        from legesvar.domain.files import documents

        return documents.inspect(data, limits)
    from legesvar.domain.files import pictures

    return pictures.redraw(data, kind, limits)
