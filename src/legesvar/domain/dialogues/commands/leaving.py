"""A colleague leaves a clinic, and what they had open is anybody's to take (ADMIN-2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import Unknown
from legesvar.domain.clinics.commands import staff
from legesvar.domain.work import commands as work


@command
def remove_colleague(*, actor: Actor, staff_id: UUID, now: datetime) -> int:
    """Let a colleague work at the actor's clinic no longer, from this instant on.

    :returns: how many open things are nobody's now
    :raises Refused: OWN_REMOVAL, LAST_ADMINISTRATOR
    :raises Unknown: when nobody of that name works there
    """
    if actor.clinic_id is None:
        raise Unknown
    gone = staff.remove_staff(actor=actor, staff_id=staff_id, now=now)
    return work.release(actor=actor, clinic_id=actor.clinic_id, staff_id=gone, now=now)
