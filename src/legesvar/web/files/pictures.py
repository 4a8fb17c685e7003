"""Pictures on their way into a document that is typeset, such as a journal extract."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import structlog

from legesvar.adapters.object_store import StoreError
from legesvar.domain.files.kinds import MediaType
from legesvar.domain.files.selectors import FileRow
from legesvar.web.files.store import store

log = structlog.get_logger(__name__)
Unreachable = StoreError
DRAWN = {MediaType.JPEG, MediaType.PNG}


def contents(files: Iterable[FileRow]) -> dict[UUID, bytes]:
    """Fetch the pictures among some files, by public id. Documents cannot be drawn, and are left out.

    Speaks to the store: call it outside `acting_as`. A picture that is gone is left out; the document should say so.

    :raises Unreachable: when the store does not answer: a document without its pictures would be wrong
    """
    found = {}
    for file in files:
        if file.media_type not in DRAWN:
            continue
        try:
            found[file.public_id] = store().get(file.object_key)
        except FileNotFoundError:
            log.error("object_missing", file=str(file.public_id))
    return found
