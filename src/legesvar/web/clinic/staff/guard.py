"""How often may be invited, and the keys: of what is sealed on its way out, and of what is counted."""

from __future__ import annotations

import functools
import hmac
from datetime import datetime

from django.conf import settings

from legesvar.core import sealing
from legesvar.core.actor import Actor
from legesvar.core.refusal import refuse_if
from legesvar.domain.clinics.staffing import INVITATIONS_AN_HOUR, INVITATIONS_TO_ONE_AN_HOUR, KEY_PURPOSE, StaffRefusal
from legesvar.domain.identity import commands as identity


def invitation_key() -> bytes:
    """Return the key that seals the links of invitations."""
    return _key(settings.SECRET_KEY, KEY_PURPOSE)


def refuse_too_many(actor: Actor, email: str, now: datetime) -> None:
    """Count an invitation, for the clinic and for the address.

    :raises Refused: TOO_MANY_INVITATIONS
    """
    many = _counted(actor, f"by clinic {actor.clinic_id}", now) > INVITATIONS_AN_HOUR
    # By whatever clinic: nobody's mailbox is filled through us.
    many |= _counted(actor, f"to {email.strip().lower()}", now) > INVITATIONS_TO_ONE_AN_HOUR
    refuse_if(StaffRefusal.TOO_MANY_INVITATIONS if many else None)


def _counted(actor: Actor, place: str, now: datetime) -> int:
    key = _key(settings.SECRET_KEY, "places that invite")
    hashed = hmac.digest(key, place.encode(), "sha256").hex()
    return identity.count_in_an_hour(actor=actor, place_hash=hashed, now=now)


@functools.cache
def _key(secret: str, purpose: str) -> bytes:
    return sealing.derived_key(secret, purpose)
