"""Files come into the draft and go out of it, one request each; upload.js and a plain form are answered alike."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from legesvar.core import clock
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused
from legesvar.domain.dialogues.commands import drafting
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits
from legesvar.web.access import patient_page
from legesvar.web.files import receive
from legesvar.web.files.pages import shown
from legesvar.web.files.receive import Received
from legesvar.web.files.size_cap import STATUS, answers_refused_files
from legesvar.words import refusals

FORM = "patient:message"


@patient_page(methods=("POST",), transaction=False)
@answers_refused_files
def add(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Take the files of the field `file` into the patient's draft."""
    try:
        received = receive.into_draft(request, kind, request.FILES.getlist("file"), clock.now())
    except Refused as refused:
        return _refused(request, refused)
    received = received or [Received("", FileLimits(), refusal=FileRefusal.NONE_CHOSEN)]
    return _for_script(kind, received) if _is_script(request) else _for_person(kind, received)


@patient_page(methods=("POST",))
def remove(request: HttpRequest, kind: Kind, file_id: UUID) -> HttpResponse:
    """Take a file out of the patient's draft."""
    try:
        drafting.detach(actor=request.actor, kind=kind, file_id=file_id, now=clock.now())
    except Refused as refused:
        return _refused(request, refused)
    return JsonResponse({}) if _is_script(request) else redirect(FORM, kind)


def _is_script(request: HttpRequest) -> bool:
    return not request.accepts("text/html") or request.headers.get("X-Requested-With") == "fetch"


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    if not _is_script(request):
        raise refused
    return JsonResponse({"error": refusals.text(refused)}, status=409)


def _for_script(kind: Kind, received: list[Received]) -> HttpResponse:
    """Answer as upload.js expects: it sends one file at a time."""
    failed = [one.refusal for one in received if one.refusal]
    status = STATUS.get(failed[0], 400) if failed else 201
    answers = [_answer(kind, one) for one in received]
    return JsonResponse(answers[0] if len(answers) == 1 else {"files": answers}, status=status)


def _answer(kind: Kind, one: Received) -> dict[str, Any]:
    if one.file is None:
        return {"error": one.sentence, "refusal": one.refusal}
    file = shown(one.file, removable_from=kind)
    return {
        "id": file.id, "name": file.name, "size": file.size, "url": file.url,
        "thumbnail_url": file.thumbnail_url or None, "is_pdf": file.is_pdf, "remove_url": file.remove_url,
    }  # fmt: skip


def _for_person(kind: Kind, received: list[Received]) -> HttpResponse:
    failed = next((one.refusal for one in received if one.refusal), None)
    query = f"?{urlencode({receive.PROBLEM: failed.value})}" if failed else ""
    return redirect(reverse(FORM, args=[kind]) + query)
