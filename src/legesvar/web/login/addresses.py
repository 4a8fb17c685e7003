"""Where somebody goes after logging in: to a page of ours, whatever the address says."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest

from legesvar.domain.identity.kinds import Audience

HOME = {Audience.PATIENT: "/innboks/", Audience.CLINIC: "/klinikk/arbeidsliste/"}
LOGIN = {Audience.PATIENT: "/logg-inn/", Audience.CLINIC: "/klinikk/logg-inn/"}
KEPT = {Audience.PATIENT: "/fortsett/", Audience.CLINIC: "/klinikk/fortsett/"}
INVITATION = "/klinikk/invitasjon/"
LONGEST = 512
_DOORS = ("/logg-inn/", "/logg-ut/", "/klinikk/logg-inn/", "/klinikk/logg-ut/", "/okt/", "/klinikk/okt/", "/sprak/")


def is_ours(raw: str) -> bool:
    """Say whether a browser would take it for a path on this host.

    Browsers read `//host`, `/\\host` and paths with tabs or line breaks in them as another host.
    """
    if not raw or len(raw) > LONGEST or not raw.startswith("/") or raw.startswith("//"):
        return False
    if "\\" in raw or any(ord(letter) <= 32 or ord(letter) == 127 for letter in raw):
        return False
    parts = urlsplit(raw)
    return not (parts.scheme or parts.netloc)


def own_path(raw: str | None, audience: Audience) -> str | None:
    """Return the page somebody wanted, or None unless it is a path of ours behind the same door."""
    if raw is None or not is_ours(raw):
        return None
    path = urlsplit(raw).path
    if path.startswith(_DOORS):
        return None
    at_the_clinic = path.startswith("/klinikk/")
    return raw if at_the_clinic == (audience is Audience.CLINIC) else None


def login_address(audience: Audience, wanted: str | None, why: str = "") -> str:
    """Return the address of the login page that leads to `wanted`."""
    return LOGIN[audience] + _query(neste=wanted, arsak=why)


def start_address(audience: Audience, wanted: str | None) -> str:
    """Return the address that leaves for the provider at once."""
    return f"{LOGIN[audience]}start/{_query(neste=wanted)}"


def choice_address(wanted: str) -> str:
    """Return the address where staff choose a clinic before going on."""
    return "/klinikk/velg-klinikk/" + _query(neste=wanted)


def local_address(wanted: str | None) -> str:
    """Return the address where staff log in with a local account."""
    return "/klinikk/logg-inn/lokal/" + _query(neste=wanted)


def second_address(wanted: str | None) -> str:
    """Return the address where who has shown a password shows their second factor."""
    return "/klinikk/logg-inn/lokal/bekreft/" + _query(neste=wanted)


def confirm_address(wanted: str) -> str:
    """Return the address where a patient is asked if their contact data are right, before going on."""
    return "/profil/stemmer-det/" + _query(neste=wanted)


def _query(**asked: str | None) -> str:
    given = {name: value for name, value in asked.items() if value}
    return "?" + urlencode(given, safe="/") if given else ""


def wanted_page(request: HttpRequest, audience: Audience) -> str | None:
    """Return the page that a request was about: its own address, or for a form the page it stood on."""
    if request.method in {"GET", "HEAD"}:
        return own_path(request.get_full_path(), audience)
    came_from = request.headers.get("Referer", "")
    ours = came_from.startswith(f"{settings.PUBLIC_URL}/")
    return own_path(came_from.removeprefix(settings.PUBLIC_URL), audience) if ours else None
