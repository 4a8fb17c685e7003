"""The answer to a form whose files were not taken, before any view sees half of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits
from legesvar.web.files.upload_handler import refusal_of
from legesvar.words import files as words

View = TypeVar("View", bound=Callable[..., Any])
STATUS = {
    FileRefusal.TOO_LARGE: 413,
    FileRefusal.TOO_MANY: 413,
    FileRefusal.TOO_OFTEN: 429,
    FileRefusal.BUSY: 503,
    FileRefusal.SCAN_UNAVAILABLE: 503,
    FileRefusal.STORE_UNAVAILABLE: 503,
}


def size_cap(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a form with refused files instead of the view; stands behind the CSRF check, which reads the form."""
    return _SizeCap(get_response)


def answers_refused_files(view: View) -> View:
    """Mark a view that asks `refusal_of(request)` itself, to keep the text that came with the files."""
    view.answers_refused_files = True
    return view


def refused(request: HttpRequest, reason: FileRefusal) -> HttpResponse:
    """Say why the files were not taken: as JSON to a script that asked for it, else as a page."""
    sentence, status = words.sentence(reason, FileLimits()), STATUS.get(reason, 400)
    if request.accepts("text/html"):
        return render(request, "files/refused.html", {"sentence": sentence}, status=status)
    return JsonResponse({"error": sentence, "refusal": reason.value}, status=status)


class _SizeCap:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: object, kwargs: object) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "answers_refused_files", False):
            return None
        reason = refusal_of(request)
        return None if reason is None else refused(request, reason)
