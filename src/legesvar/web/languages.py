"""Which language a page speaks: that of who has logged in, else the one chosen in this browser (docs/languages.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from legesvar.core.actor import Actor
from legesvar.core.languages import BOKMAL, OFFERED, offered
from legesvar.core.wall import acting_as
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.commands.language import choose_language
from legesvar.domain.identity.kinds import Audience
from legesvar.web.login.addresses import LOGIN, is_ours, own_path, wanted_page
from legesvar.web.rows import drawn
from legesvar.web.visits import cookie_name, set_cookie

COOKIE = "sprak"
BACK = "neste"
KEPT = timedelta(days=365)
# Chosen here while nobody was logged in: whoever logs in next takes it along. Without the mark, a cookie is only what
# the last one here spoke, and says nothing about the next.
_CHOSEN = ".valgt"
_LINK = '<li><a href="{url}" lang="{code}" hreflang="{code}"{current}>{name}</a></li>'
_CURRENT = mark_safe(' aria-current="true"')
_DOORS = ("/", *LOGIN.values())


def spoken() -> str:
    """Return the language of the page that is being made."""
    return get_language() or BOKMAL


def of_browser(request: HttpRequest) -> str:
    """Return the language that was last spoken in this browser, or bokmål."""
    return offered(_cookie(request).removesuffix(_CHOSEN))


def links(request: HttpRequest) -> SafeString:
    """Return every language by its own name, to be chosen from the page that is shown."""
    back, current = quote(_here(request), safe="/"), spoken()
    return drawn(
        _LINK,
        (
            {
                "url": f"/sprak/{code}/?{BACK}={back}",
                "code": code,
                "current": _CURRENT if code == current else "",
                "name": name,
            }
            for code, name in OFFERED.items()
        ),
    )


def _here(request: HttpRequest) -> str:
    """Return the page that is shown; for a form's answer the one it stood on, and at a door the door itself."""
    audience = _audience(request.path)
    if request.path in _DOORS and request.method == "GET":
        return request.get_full_path()
    if own_path(request.path, audience) is None:
        return LOGIN[audience]
    return wanted_page(request, audience) or LOGIN[audience]


def _audience(path: str) -> Audience:
    return Audience.CLINIC if path.startswith("/klinikk/") else Audience.PATIENT


def back(request: HttpRequest) -> tuple[str, Audience]:
    """Return the page of ours that a choice leads back to, and whose door it stands behind."""
    raw = request.GET.get(BACK, "")
    audience = _audience(raw)
    at_a_door = is_ours(raw) and raw.partition("?")[0] in _DOORS
    return (raw if at_a_door else own_path(raw, audience) or LOGIN[audience]), audience


def remember(response: HttpResponse, code: str, *, chosen: bool) -> None:
    """Let this browser speak a language.

    :param chosen: whether it is to be taken along by whoever logs in next
    """
    set_cookie(response, COOKIE, f"{code}{_CHOSEN if chosen else ''}", seconds=int(KEPT.total_seconds()))


def arrived(request: HttpRequest, response: HttpResponse, actor: Actor, now: datetime) -> None:
    """Bring browser and person together at login: what was just chosen here holds, else what they chose before."""
    here, cookie = of_browser(request), _cookie(request)
    with acting_as(actor):
        if cookie == f"{here}{_CHOSEN}":
            choose_language(actor=actor, language=here, now=now)
            own = here
        else:
            own = offered(identity.language(actor))
    if cookie != own:
        remember(response, own, chosen=False)


def _cookie(request: HttpRequest) -> str:
    return request.COOKIES.get(cookie_name(COOKIE), "")
