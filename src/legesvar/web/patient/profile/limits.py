"""How often somebody may ask for a code: counted for the person and for the address, in PostgreSQL."""

from __future__ import annotations

import functools
import hmac
from datetime import datetime

from django.conf import settings

from legesvar.core import sealing
from legesvar.core.actor import Actor
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity import contacts
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.settings import CODES_AN_HOUR


def asks_too_often(actor: Actor, kind: ContactKind, written: str, now: datetime) -> bool:
    """Count that a code is asked for, and say whether there have been too many this hour.

    By the address too: otherwise many could fill a stranger's phone with codes.
    """
    clean = contacts.mobile if kind is ContactKind.MOBILE else contacts.email
    address = (clean(written) or "").lower()
    places = [f"code by {actor.person_id}"] + ([f"code to {address}"] if address else [])
    counted = [
        identity.count_in_an_hour(actor=actor, place_hash=_hash(settings.SECRET_KEY, place), now=now)
        for place in places
    ]
    return max(counted) > CODES_AN_HOUR


def code_key() -> bytes:
    """Return the key that seals and hashes codes."""
    return _key(settings.SECRET_KEY, contacts.KEY_PURPOSE)


def _hash(secret: str, place: str) -> str:
    return hmac.digest(_key(secret, "places that ask for codes"), place.encode(), "sha256").hex()


@functools.cache
def _key(secret: str, purpose: str) -> bytes:
    return sealing.derived_key(secret, purpose)
