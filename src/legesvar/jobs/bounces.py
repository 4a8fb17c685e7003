"""E-mail that came back after it had been taken: the notice is marked, and the patient told by another way (NOTE-1)."""

from __future__ import annotations

from legesvar.adapters import bounces
from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.notifications import commands as notifications
from legesvar.jobs.notices import tell_otherwise
from legesvar.jobs.work import log


def take(actor: Actor, raw: bytes) -> bool:
    """Take one e-mail from the mailbox that bounces go to; True when it was about a notice of ours.

    A report that comes twice, or is about something else, changes nothing.
    """
    bounce = bounces.read(raw)
    if bounce is None:
        return False
    with acting_as(actor):
        notice = notifications.bounce(
            actor=actor, message_id=bounce.message_id, problem=bounce.status, now=clock.now()
        )  # fmt: skip
        if notice is None:
            return False
        tell_otherwise(actor, notice, address_is_dead=bounce.address_is_dead)
    log.info("notice_bounced", notice=str(notice.public_id), status=bounce.status)
    return True
