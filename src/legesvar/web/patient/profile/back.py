"""Back to where somebody came from, such as a draft: carried in the address, and never to another's page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from legesvar.domain.identity.kinds import Audience
from legesvar.web.login.addresses import own_path

BACK = "neste"


def wanted(request: HttpRequest) -> str:
    """Return the page of ours to go back to, or ""."""
    return own_path(request.GET.get(BACK), Audience.PATIENT) or ""


def onward(request: HttpRequest, name: str, **asked: str) -> str:
    """Return the address of one of these pages, keeping where to go back to."""
    return with_back(reverse(f"profile:{name}"), wanted(request), **asked)


def with_back(address: str, back: str, **asked: str) -> str:
    """Return an address that carries where to go back to, and what else is asked."""
    query = asked | ({BACK: back} if back else {})
    return f"{address}?{urlencode(query, safe='/')}" if query else address
