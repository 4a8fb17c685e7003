"""Whom HelseID vouches for while they look at an invitation: sealed, in their own browser, for ten minutes.

Accepting is a button on our page and not the return from the provider: nobody joins a clinic by following a link.
"""

from __future__ import annotations

import base64
import binascii
import functools
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from legesvar.adapters.oidc import Login
from legesvar.core import sealing
from legesvar.domain.identity.tokens import token_hash
from legesvar.web.login import arrivals
from legesvar.web.login.addresses import INVITATION
from legesvar.web.visits import cookie_name, delete_cookie, set_cookie

COOKIE = "godtar"
LASTS_SECONDS = 600
_LONGEST = 3500


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody the provider vouches for."""

    identity_number: str = field(repr=False)
    hpr_number: str
    name: str
    issuer: str
    sid: str
    begun: int


def keep(wanted: str, login: Login, now: datetime) -> HttpResponse:
    """Lead back to the invitation as somebody.

    :raises Stopped: BAD_NUMBER, SYNTHETIC_NUMBER
    """
    token = wanted.removeprefix(INVITATION).split("/")[0]
    content = [
        arrivals.number(login), login.hpr_number or "", login.name or "", login.issuer, login.sid or "",
        int(now.timestamp()),
    ]  # fmt: skip
    response = HttpResponseRedirect(f"{INVITATION}{token}/")
    sealed = sealing.seal(content, key=_key(settings.SECRET_KEY), purpose=_purpose(token))
    set_cookie(response, COOKIE, base64.urlsafe_b64encode(sealed).decode(), seconds=LASTS_SECONDS)
    return response


def recall(request: HttpRequest, token: str, now: datetime) -> Vouched | None:
    """Return who this browser came back as, for this invitation."""
    raw = request.COOKIES.get(cookie_name(COOKIE), "")
    if not raw or len(raw) > _LONGEST:
        return None
    try:
        sealed = base64.urlsafe_b64decode(raw)
        content = sealing.unseal(sealed, key=_key(settings.SECRET_KEY), purpose=_purpose(token))
    except (binascii.Error, ValueError):
        return None
    found = Vouched(*content)
    return found if int(now.timestamp()) - found.begun <= LASTS_SECONDS else None


def forget(response: HttpResponse) -> None:
    """Take it back from the browser."""
    delete_cookie(response, COOKIE)


def _purpose(token: str) -> str:
    return f"accepting {token_hash(token)}"


@functools.cache
def _key(secret: str) -> bytes:
    return sealing.derived_key(secret, "accepting invitations")
