"""How often one address may knock. Counted in PostgreSQL, so that all processes count together."""

from __future__ import annotations

import functools
import hmac
import ipaddress

import structlog
from django.conf import settings
from django.http import HttpRequest

from legesvar.core import clock, sealing
from legesvar.core.actor import NOBODY
from legesvar.core.wall import acting_as
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.settings import FREE_GUESSES, FREE_GUESSES_OF_A_PLACE

log = structlog.get_logger(__name__)
# A whole health centre may stand behind one address, and all of them log in at eight.
MOST_A_MINUTE = 120


def knocks_too_often(request: HttpRequest, what: str) -> bool:
    """Count a knock, and say whether there have been too many from the same address this minute."""
    place = hmac.digest(_key(settings.SECRET_KEY), f"{what} {network(request)}".encode(), "sha256").hex()
    with acting_as(NOBODY):
        times = identity.count_attempt(actor=NOBODY, place_hash=place, now=clock.now())
    if times == MOST_A_MINUTE + 1:
        log.warning("knocks_too_often", what=what)
    return times > MOST_A_MINUTE


def account_key(email: str) -> str:
    """Return what wrong passwords and codes for one account are counted by, whether there is such an account or not."""
    return hmac.digest(_key(settings.SECRET_KEY), f"account {email}".encode(), "sha256").hex()


def guess_keys(request: HttpRequest, email: str) -> dict[str, int]:
    """Return what a guess is counted by, and how many may be wrong: the account, and where it comes from."""
    place = hmac.digest(_key(settings.SECRET_KEY), f"guesses {network(request)}".encode(), "sha256").hex()
    return {account_key(email): FREE_GUESSES, place: FREE_GUESSES_OF_A_PLACE}


def network(request: HttpRequest) -> str:
    """Return where a request came from: the address, or for IPv6 the network, of which one person has many addresses.

    Proxies append the address they saw, so with n proxies of ours only the n-th from the right can be trusted.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").replace(",", " ").split()
        seen = forwarded[-settings.TRUSTED_PROXIES] if len(forwarded) >= settings.TRUSTED_PROXIES else seen
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


@functools.cache
def _key(secret: str) -> bytes:
    return sealing.derived_key(secret, "places that knock")
