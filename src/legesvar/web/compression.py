"""Large pages are sent compressed: a slow line is what many patients have (ALL-3)."""

from __future__ import annotations

import gzip
import io
import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# What a server may send before it has heard anything back (ten packets): less comes no sooner for being compressed.
SMALLEST = 14_000
# Lightly: a page then costs a third of a millisecond and is a fifth of its size; harder costs three times as much.
LEVEL = 1
# A name of random length in each answer, so that its size tells nobody what stands in it (BREACH).
LONGEST_NAME = 100
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def compression(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Compress each page for a browser that takes it so. Files, and what is small, are sent as they are."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_page(response):
            patch_vary_headers(response, ("Accept-Encoding",))
            if _GZIP.search(request.headers.get("Accept-Encoding", "")):
                response.content = compressed(response.content)
                response["Content-Encoding"], response["Content-Length"] = "gzip", str(len(response.content))
        return response

    return middleware


def compressed(content: bytes) -> bytes:
    """Return a page as it is sent, of a length that differs from one time to the next."""
    whole, name = io.BytesIO(), "a" * secrets.randbelow(LONGEST_NAME)
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=whole, mtime=0) as packed:
        packed.write(content)
    return whole.getvalue()


def _is_page(response: HttpResponse) -> bool:
    if response.streaming or response.has_header("Content-Encoding"):
        return False
    return response.headers.get("Content-Type", "").startswith("text/html") and len(response.content) >= SMALLEST
