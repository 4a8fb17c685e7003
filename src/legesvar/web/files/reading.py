"""Files are read from the store, outside any transaction, after the wall has said who may see them.

What a stranger sent goes out under our own name for its kind, in a page that may do nothing (docs/files.md).
"""

from __future__ import annotations

from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import content_disposition_header

from legesvar.adapters.object_store import StoreError
from legesvar.core import clock
from legesvar.core.refusal import refuse_if
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import reading
from legesvar.domain.files.kinds import MediaType
from legesvar.domain.files.names import display_name
from legesvar.domain.files.selectors import FileRow
from legesvar.web.access import clinic_page, patient_page
from legesvar.web.files.store import store

log = structlog.get_logger(__name__)
POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
INSTEAD = "built/icons/image.svg"


@patient_page(methods=("GET",), transaction=False)
def full(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Give the patient one of their files."""
    return _full(request, file_id)


@patient_page(methods=("GET",), transaction=False)
def thumbnail(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Give the patient a small picture of one of their files."""
    return _thumbnail(request, file_id)


@clinic_page(Permission.READ_DIALOGUE, methods=("GET",), transaction=False)
def clinic_full(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Give the clinic a file that was sent to it, leaving a trace."""
    return _full(request, file_id)


@clinic_page(Permission.READ_DIALOGUE, methods=("GET",), transaction=False)
def clinic_thumbnail(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Give the clinic a small picture of a file that was sent to it. Its thread's opening was the trace."""
    return _thumbnail(request, file_id)


def _full(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    with acting_as(request.actor):
        file = reading.open_file(actor=request.actor, file_id=file_id, now=clock.now())
    media_type = MediaType(file.media_type)
    try:
        pieces = store().stream(file.object_key)
    except FileNotFoundError:
        log.error("object_missing", file=str(file.public_id))
        return _unavailable(request, 410)
    except StoreError as failure:
        log.error("object_not_read", why=str(failure))
        return _unavailable(request, 503)
    response = StreamingHttpResponse(pieces, content_type=media_type.value)
    response["Content-Length"] = str(file.size)
    return _harmless(response, display_name(file.name, media_type), download=media_type is MediaType.PDF)


def _thumbnail(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    with acting_as(request.actor):
        file = selectors.file(request.actor, file_id)
        if file is None or not file.thumbnail_key:
            raise Http404
        refuse_if(selectors.file_refused(request.actor, file, clock.now()))
    data = _small(file)
    if data is None:
        return redirect(static(INSTEAD))
    response = HttpResponse(data, content_type=MediaType.JPEG.value)
    return _harmless(response, display_name(file.name, MediaType.JPEG), download=False)


def _small(file: FileRow) -> bytes | None:
    try:
        return store().get(file.thumbnail_key)
    except (FileNotFoundError, StoreError) as failure:
        log.error("thumbnail_not_read", file=str(file.public_id), why=type(failure).__name__)
        return None


def _harmless(response: HttpResponseBase, name: str, *, download: bool) -> HttpResponseBase:
    """Let nothing in the bytes act: no scripts, no other pages' use, no guessing, no copy left behind."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=download, filename=name)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _unavailable(request: HttpRequest, status: int) -> HttpResponse:
    """Say in words that a file cannot be shown, and whether it is worth trying again."""
    return render(request, "files/unavailable.html", {"again": status == 503}, status=status)
