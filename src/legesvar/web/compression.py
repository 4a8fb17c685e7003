"""The heaviest of a patient's pages are sent compressed: a slow line is what many have (ALL-3)."""

from __future__ import annotations

import gzip
import io
import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# With its style and scripts a lighter page is within the weight of a first visit as it is. Compressing costs a page a
# fifth of its time, so the lighter, and what staff read at their desks, is left to a proxy that has a core to spare.
SMALLEST = 30_000
AT_DESKS = "/klinikk/"
# Lightly: a page is then a third to a fifth of its size; harder costs three times as much.
LEVEL = 1
# A name of random length in each answer, so that its size tells nobody what stands in it (BREACH).
LONGEST_NAME = 100
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def compression(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Compress a patient's heavy page for a browser that takes it so; all else is sent as it is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_page(response) and not request.path_info.startswith(AT_DESKS):
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
