"""A dialogue is given to a colleague or shared with one, and that is undone again (WORK-4, DIA-11).

All of it is the clinic's own affair: the patient sees who answers, never which way it went.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from legesvar.core.actor import Actor
from legesvar.core.command import command
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics.selectors import Member
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.commands.reading import locked
from legesvar.domain.dialogues.kinds import How
from legesvar.domain.dialogues.models import Dialogue, Handover
from legesvar.domain.dialogues.selectors import facts, is_anybodys, who
from legesvar.domain.work import commands as work
from legesvar.domain.work.commands import NOBODY, Holder


@command
def assign(*, actor: Actor, dialogue_id: UUID, to: UUID | None, now: datetime) -> Handover | None:
    """Let a colleague see to a dialogue, or nobody in particular. It gives no right to answer.

    :param to: the colleague's public id
    :returns: None when they have it already
    :raises Refused: WRONG_ROLE, CANNOT_HAVE_IT
    :raises Unknown: when the dialogue or the colleague is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    member = _colleague(actor, to) if to else None
    refuse_if(policies.assigning_refused(actor.role, member.role if member else None))
    return _hand_over(actor, dialogue, How.ASSIGNED, member, now)


@command
def forward(*, actor: Actor, dialogue_id: UUID, to: UUID, now: datetime) -> Handover | None:
    """Let a colleague answer in the place of the doctor it was sent to, and see to it.

    :param to: the colleague's public id
    :returns: None when it is forwarded to them already
    :raises Refused: WRONG_ROLE, CLOSED, NOT_YOURS, COLLEAGUE_CANNOT_ANSWER
    :raises Unknown: when the dialogue or the colleague is missing or another clinic's
    """
    dialogue, member = locked(actor, dialogue_id), _colleague(actor, to)
    anybodys = is_anybodys(actor, dialogue, now)
    refuse_if(
        policies.forwarding_refused(who(actor, now, dialogue), facts(dialogue), member.role, anybodys=anybodys)
    )  # fmt: skip
    return _hand_over(actor, dialogue, How.FORWARDED, member, now)


@command
def invite(*, actor: Actor, dialogue_id: UUID, to: UUID, now: datetime) -> Handover | None:
    """Let a colleague read along, without having to say why.

    :param to: the colleague's public id
    :returns: None when they may already
    :raises Refused: WRONG_ROLE, NOT_YOURS, CANNOT_HAVE_IT
    :raises Unknown: when the dialogue or the colleague is missing or another clinic's
    """
    dialogue, member = locked(actor, dialogue_id), _colleague(actor, to)
    refuse_if(policies.inviting_refused(who(actor, now, dialogue), facts(dialogue), member.role))
    if _holds(dialogue, How.INVITED, member):
        return None
    row = _write(actor, dialogue, How.INVITED, Holder(member.id, member.name), NOBODY, now)
    following.trace_within(actor, dialogue, Event.DIALOGUE_SHARED, now, to=str(member.public_id))
    return row


@command
def undo(*, actor: Actor, dialogue_id: UUID, handover_id: UUID, now: datetime) -> Handover:
    """Take back that a dialogue was given to a colleague or shared with one; asked again, nothing more happens.

    What they did meanwhile stands. Whoever had it before has it again, if they still work here.

    :raises Refused: NOT_YOUR_ACT, CHANGED_SINCE
    :raises Unknown: when one of the two is missing or another clinic's
    """
    dialogue = locked(actor, dialogue_id)
    row = Handover.objects.filter(dialogue_id=dialogue.id, public_id=handover_id).first()
    if row is None:
        raise Unknown
    if row.undone_at is not None:
        return row
    later = Handover.objects.filter(dialogue_id=dialogue.id, id__gt=row.id, undone_at=None).exclude(how=How.INVITED)
    moved = row.how != How.INVITED
    refuse_if(policies.undoing_refused(own=row.by_staff_id == actor.staff_id, is_newest=not (moved and later.exists())))
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    if moved:
        back = _still_here(actor, row.former_id)
        work.assign(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, to=back)
    following.trace_within(actor, dialogue, Event.HANDOVER_UNDONE, now, how=row.how)
    return row


def _colleague(actor: Actor, public_id: UUID) -> Member:
    """Return somebody who works at the actor's clinic now.

    :raises Unknown: when nobody of that name does
    """
    everybody = clinics.staff(actor, actor.clinic_id) if actor.clinic_id is not None else []
    found = next((member for member in everybody if member.public_id == public_id), None)
    if found is None:
        raise Unknown
    return found


_EVENT = {How.ASSIGNED: Event.DIALOGUE_ASSIGNED, How.FORWARDED: Event.DIALOGUE_FORWARDED}


def _hand_over(
    actor: Actor, dialogue: Dialogue, how: How, member: Member | None, now: datetime
) -> Handover | None:  # fmt: skip
    to = Holder(member.id, member.name) if member else NOBODY
    former = work.assign(actor=actor, clinic_id=dialogue.clinic_id, about=dialogue.public_id, to=to)
    has_right = how is How.ASSIGNED or (member is not None and _holds(dialogue, how, member))
    if former.staff_id == to.staff_id and has_right:
        return None
    row = _write(actor, dialogue, how, to, former, now)
    named = str(member.public_id) if member else ""
    following.trace_within(actor, dialogue, _EVENT[how], now, to=named)
    return row


def _write(actor: Actor, dialogue: Dialogue, how: How, to: Holder, former: Holder, now: datetime) -> Handover:
    return Handover.objects.create(
        clinic_id=dialogue.clinic_id, dialogue=dialogue, how=how, staff_id=to.staff_id, staff_name=to.name,
        former_id=former.staff_id, by_staff_id=actor.staff_id, by_name=actor.name, at=now,
    )  # fmt: skip


def _holds(dialogue: Dialogue, how: How, member: Member) -> bool:
    rows = Handover.objects.filter(dialogue_id=dialogue.id, how=how, staff_id=member.id, undone_at=None)
    return rows.exists()


def _still_here(actor: Actor, staff_id: int | None) -> Holder:
    member = clinics.member(actor, actor.clinic_id, staff_id) if actor.clinic_id and staff_id else None
    return Holder(member.id, member.name) if member is not None and member.active else NOBODY
