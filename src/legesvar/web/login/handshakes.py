"""What must be remembered between leaving for the provider and coming back: sealed, in the browser that left.

One cookie per login, named after its state, so that two tabs can log in at once.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from legesvar.adapters.oidc import Handshake
from legesvar.core import sealing
from legesvar.domain.identity.kinds import Audience
from legesvar.web.visits import cookie_name, delete_cookie, set_cookie

PREFIX = "innlogging-"
LASTS_SECONDS = 600
MOST = 4
_LONGEST = 3500


@dataclass(frozen=True)
class Underway:
    """A login that has begun."""

    handshake: Handshake
    wanted: str | None


def keep(request: HttpRequest, response: HttpResponse, audience: Audience, underway: Underway) -> None:
    """Give the browser what it must bring back."""
    for stale in _cookies(request)[MOST - 1 :]:
        delete_cookie(response, stale)
    name = _name(underway.handshake.state)
    content = {"handshake": dataclasses.asdict(underway.handshake), "wanted": underway.wanted}
    sealed = sealing.seal(content, key=_key(settings.SECRET_KEY), purpose=_purpose(audience, name))
    set_cookie(response, name, base64.urlsafe_b64encode(sealed).decode(), seconds=LASTS_SECONDS)


def recall(request: HttpRequest, audience: Audience, state: str, now_seconds: int) -> Underway | None:
    """Return what this browser brought back for a state, or None when it left through another, or too long ago."""
    raw = request.COOKIES.get(cookie_name(_name(state)), "")
    if not raw or len(raw) > _LONGEST:
        return None
    try:
        sealed = base64.urlsafe_b64decode(raw)
        content = sealing.unseal(sealed, key=_key(settings.SECRET_KEY), purpose=_purpose(audience, _name(state)))
    except (binascii.Error, ValueError):
        return None
    underway = Underway(Handshake(**content["handshake"]), content["wanted"])
    return underway if now_seconds - underway.handshake.begun <= LASTS_SECONDS else None


def forget(response: HttpResponse, state: str) -> None:
    """Let a login be returned from once."""
    delete_cookie(response, _name(state))


@functools.cache
def _key(secret: str) -> bytes:
    return sealing.derived_key(secret, "login handshake")


def _name(state: str) -> str:
    return PREFIX + hashlib.sha256(state.encode()).hexdigest()[:16]


def _purpose(audience: Audience, name: str) -> str:
    return f"{audience} {name}"


def _cookies(request: HttpRequest) -> list[str]:
    full = cookie_name(PREFIX)
    return [PREFIX + name.removeprefix(full) for name in request.COOKIES if name.startswith(full)]
