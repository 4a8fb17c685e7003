"""Pages for what went wrong: they ask the database for nothing, say sorry in plain words, and bear a reference."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from legesvar.core.refusal import Refused
from legesvar.words import refusals

log = structlog.get_logger(__name__)
_LAST_RESORT = (
    '<!doctype html><html lang="nb"><meta charset="utf-8"><title>Feil hos oss</title>'
    "<h1>Beklager, noe gikk galt hos oss</h1><p>Prøv igjen om litt.</p>"
    "<p>Trenger du lege nå? Ring legevakt på 116 117. Står det om liv? Ring 113.</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what we cannot make sense of, and what is more than we read."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return _page(request, "errors/bad_request.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what nobody may do this way."""
    return _page(request, "errors/forbidden.html", 403)


def wrong_role(request: HttpRequest) -> HttpResponse:
    """Answer staff whose role may not see a page."""
    return _page(request, "errors/wrong_role.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what is not there, in the same words as for what is somebody else's."""
    return _page(request, "errors/not_found.html", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form that is larger than we take."""
    return _page(request, "errors/too_large.html", 413)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer somebody who asks too often."""
    response = _page(request, "errors/too_many.html", 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say sorry."""
    try:
        return _page(request, "errors/server_error.html", 500)
    except Exception:  # the very thing that failed may be what draws pages
        log.exception("error_page_failed")
        return HttpResponse(_LAST_RESORT, status=500)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say why a view's command would not do what it was asked, when the view did not say it itself."""
    return _page(request, "errors/refused.html", 409, sentence=refusals.text(refusal))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a form that has grown stale back to its sender, to be sent again; give another site's nothing."""
    log.warning("csrf_refused", reason=reason)
    if not _is_from_us(request):
        return forbidden(request)
    fields = [
        (name, value) for name in request.POST for value in request.POST.getlist(name) if name != "csrfmiddlewaretoken"
    ]
    return _page(
        request,
        "errors/stale_form.html",
        403,
        address=request.get_full_path(),
        fields=fields,
        files=bool(request.FILES),
    )


def _is_from_us(request: HttpRequest) -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return sender == settings.PUBLIC_URL or sender.startswith(f"{settings.PUBLIC_URL}/")


def _page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    context["reference"] = getattr(request, "reference", "")
    return render(request, template, context, status=status)
