"""A doctor opens or closes for a kind of dialogue."""

from __future__ import annotations

from datetime import datetime

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.services.kinds import Kind
from legesvar.domain.services.models import Offer


@command
def set_offer(*, actor: Actor, clinic_id: int, staff_id: int, kind: Kind, is_open: bool, now: datetime) -> None:
    """Say whether a doctor takes this kind of dialogue from now on (START-1)."""
    Offer.objects.update_or_create(
        clinic_id=clinic_id, staff_id=staff_id, kind=kind, defaults={"is_open": is_open, "changed_at": now}
    )
    audit.record(actor=actor, event=Event.OFFER_CHANGED, clinic_id=clinic_id, now=now, is_open=is_open, kind=kind)
