"""What happens to every request before and after its view."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

from legesvar.core.actor import NOBODY
from legesvar.web import languages
from legesvar.web.visits import Visits

GetResponse = Callable[[HttpRequest], HttpResponse]
_FOR = re.compile(
    r"/(?P<prefix>for/(?P<person>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))/(?P<section>[a-z]+)(?=/|$)"
)
# What somebody may do for another. What is one's own, such as the session, is not among it.
FOR_OTHERS = frozenset({"innboks", "start", "dialog", "faktura", "fil", "innsyn"})


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request a reference of ours, in its log lines, its trace, its answer and on error pages.

    None is taken from outside: it would let anybody write into our logs.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.reference)
        try:
            response = get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-Id"] = request.reference
        return response

    return middleware


def no_store(get_response: GetResponse) -> GetResponse:
    """Let no browser and no proxy keep a page: after logging out, the back button shows nothing (ID-7)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """Speak the language that was chosen in this browser. A page that knows who has come speaks theirs (access.py)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        translation.activate(languages.of_browser(request))
        response = get_response(request)
        response["Content-Language"] = translation.get_language()
        return response

    return middleware


def acting_for(get_response: GetResponse) -> GetResponse:
    """Take whom somebody acts for out of the address, and put it before every address that the page makes (ID-6).

    The person is in the address and nowhere else: two tabs that act for two people never mix
    (docs/acting-for-others.md).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.acting_for, request.represented = None, None
        found = _FOR.match(request.path_info)
        if found is None or found["section"] not in FOR_OTHERS:
            return get_response(request)
        request.acting_for = UUID(found["person"])
        request.path_info = request.path_info.removeprefix(f"/{found['prefix']}")
        before = get_script_prefix()
        set_script_prefix(f"{before}{found['prefix']}/")
        try:
            return get_response(request)
        finally:
            set_script_prefix(before)

    return middleware


def session(get_response: GetResponse) -> GetResponse:
    """Make the visits behind the cookies known to the view's decorator, which asks for the one it needs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.visits = Visits(request)
        request.visit, request.actor = None, NOBODY
        return get_response(request)

    return middleware
