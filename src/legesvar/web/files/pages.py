"""A file as pages and scripts show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from legesvar.core.kinds import Kind
from legesvar.domain.files.kinds import MediaType
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.identity.kinds import Audience
from legesvar.words import files as words


@dataclass(frozen=True, slots=True)
class ShownFile:
    """What components/attachment.html draws. An address is empty when there is nothing to lead to."""

    id: str
    name: str
    size: str
    url: str
    thumbnail_url: str
    remove_url: str
    is_pdf: bool


_NAMES = {Audience.PATIENT: "files:", Audience.CLINIC: "files:clinic_"}


def shown(file: FileRow, audience: Audience = Audience.PATIENT, *, removable_from: Kind | None = None) -> ShownFile:
    """Make a file ready to be shown.

    :param removable_from: it waits in the reader's own draft of this kind
    """
    prefix, named = _NAMES[audience], [file.public_id]
    return ShownFile(
        id=str(file.public_id), name=file.name, size=words.size(file.size), url=reverse(f"{prefix}full", args=named),
        thumbnail_url=reverse(f"{prefix}thumbnail", args=named) if file.thumbnail_key else "",
        remove_url=reverse("files:remove", args=[removable_from, *named]) if removable_from else "",
        is_pdf=file.media_type == MediaType.PDF,
    )  # fmt: skip
