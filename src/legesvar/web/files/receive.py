"""Taking files into the patient's draft: looked at and stored first, with no transaction open, then made known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from legesvar.adapters.object_store import StoreError, new_key
from legesvar.core import wall
from legesvar.core.actor import NOBODY, Actor
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused, Unknown
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.dialogues.policies import Refusal
from legesvar.domain.files.commands import Stored
from legesvar.domain.files.kinds import Document, MediaType, Picture
from legesvar.domain.files.names import display_name
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.selectors import FileRow
from legesvar.domain.files.settings import FileLimits
from legesvar.domain.services import selectors as services
from legesvar.web.files import pace
from legesvar.web.files.intake import take_in
from legesvar.web.files.store import forget, store
from legesvar.web.files.upload_handler import refusal_of
from legesvar.words import files as words

log = structlog.get_logger(__name__)
PROBLEM = "fil"  # the query parameter that carries a reason back to the page with the form


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file: either it is in the draft, or there is a reason why not.

    :param name: what the sender called it; empty for one that never came in full
    """

    name: str
    limits: FileLimits
    file: FileRow | None = None
    refusal: FileRefusal | None = None

    @property
    def sentence(self) -> str:
        """Say why it is not in the draft; empty when it is."""
        return words.sentence(self.refusal, self.limits) if self.refusal else ""


def into_draft(request: HttpRequest, kind: Kind, files: Iterable[UploadedFile], now: datetime) -> list[Received]:
    """Take files into what the patient is writing. One that is refused does not stop the others.

    Takes seconds and speaks to others, so the view is `@patient_page(transaction=False)`, calls this outside
    `acting_as`, and is marked `@answers_refused_files`: files that were too large while they streamed are
    told here too.

    :returns: one for each file, in their order, and first of all one for those that never came in
    :raises Refused: NO_DRAFT
    """
    if wall.current() != NOBODY:
        raise RuntimeError("Files are looked at before any transaction is opened.")
    actor: Actor = request.actor
    room, limits = _room(actor, kind, now)
    unread = refusal_of(request)
    received = [Received("", limits, refusal=unread)] if unread else []
    for upload in files:
        result = _taken(actor, kind, upload, room, limits, now)
        if isinstance(result, FileRefusal):
            received.append(Received(upload.name or "", limits, refusal=result))
        else:
            received.append(Received(result.name, limits, file=result))
            room -= 1
    return received


def problem(request: HttpRequest, limits: FileLimits | None = None) -> str:
    """Say what the address says went wrong with a file, on the page that an upload led back to; mostly nothing."""
    reason = request.GET.get(PROBLEM, "")
    return words.sentence(FileRefusal(reason), limits or FileLimits()) if reason in set(FileRefusal) else ""


def _room(actor: Actor, kind: Kind, now: datetime) -> tuple[int, FileLimits]:
    """Ask cheaply, before any work, how many more files the draft has room for."""
    with acting_as(actor):
        draft = dialogues.draft(actor, kind)
        if draft is None:
            raise Refused(Refusal.NO_DRAFT)
        most = services.settings(actor, draft.clinic_id, now, kind).max_files
    return most - len(draft.files), replace(FileLimits(), max_files=most)


def _taken(
    actor: Actor, kind: Kind, upload: UploadedFile, room: int, limits: FileLimits, now: datetime
) -> FileRow | FileRefusal:  # fmt: skip
    refusal = FileRefusal.TOO_MANY if room < 1 else pace.refusal(actor, now)
    if refusal is not None:
        return refusal
    made = take_in(upload.read(), limits, malware_url=settings.LEGESVAR.malware_url)
    if isinstance(made, FileRefusal):
        return made
    try:
        stored = _stored(made, upload.name or "")
    except StoreError as failure:
        log.error("object_not_stored", why=str(failure))
        return FileRefusal.STORE_UNAVAILABLE
    return _made_known(actor, kind, stored, limits, now)


def _stored(made: Picture | Document, name: str) -> Stored:
    picture = made if isinstance(made, Picture) else None
    key, thumbnail_key = new_key(), new_key() if picture else ""
    try:
        store().put(key, made.data, made.media_type)
        if picture:
            store().put(thumbnail_key, picture.thumbnail, MediaType.JPEG)
    except StoreError:
        forget(key, thumbnail_key)
        raise
    return Stored(
        name=display_name(name, made.media_type), media_type=made.media_type, size=len(made.data),
        width=picture.width if picture else None, height=picture.height if picture else None,
        sha256=hashlib.sha256(made.data).hexdigest(), object_key=key, thumbnail_key=thumbnail_key,
    )  # fmt: skip


def _made_known(actor: Actor, kind: Kind, stored: Stored, limits: FileLimits, now: datetime) -> FileRow | FileRefusal:
    try:
        with acting_as(actor):
            row = drafting.attach(actor=actor, kind=kind, stored=stored, most=limits.max_files, now=now)
    except (Refused, Unknown) as refused:
        # Only now is it certain that no row owns the keys. After any other failure the commit may still have happened.
        forget(stored.object_key, stored.thumbnail_key)
        if isinstance(refused, Refused) and refused.reason is Refusal.TOO_MANY_FILES:
            return FileRefusal.TOO_MANY
        raise
    if row.object_key != stored.object_key:
        forget(stored.object_key, stored.thumbnail_key)
    return row
