"""A colleague gets another role or leaves; how they may come in is set (ADMIN-2).

Everything here locks the clinic's row first, so that two administrators never remove each other at once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from legesvar.core.actor import Actor, Role
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.refusal import Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import staffing
from legesvar.domain.clinics.models import Clinic, Invitation, Staff, Substitute
from legesvar.domain.clinics.policies import role_refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.staffing import StaffRefusal
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity import selectors as accounts
from legesvar.domain.identity.commands import local


@command
def change_staff(
    *, actor: Actor, staff_id: UUID, name: str, role: Role, specialist: bool, hpr_number: str = "", now: datetime
) -> None:
    """Change what a colleague is called and may do, from the next click on.

    :param hpr_number: for a doctor who had none
    :raises Refused: NO_NAME, OWN_ROLE, LAST_ADMINISTRATOR, NEEDS_HPR, HPR_ELSEWHERE
    :raises Unknown: when nobody of that name works at the actor's clinic
    """
    row, administrators = _colleague(actor, staff_id)
    refuse_if(staffing.name_refused(name))
    refuse_if(staffing.role_change_refused(
        former=Role(row.role), role=role, own=row.id == actor.staff_id, administrators=administrators
    ))  # fmt: skip
    if role != row.role:
        _hold_to_hpr(actor, row, role, hpr_number, now)
    changed = [field for field, new in _new(name, role, specialist) if getattr(row, field) != new]
    for field, new in _new(name, role, specialist):
        setattr(row, field, new)
    row.save(update_fields=["name", "role", "specialist"])
    audit.record(actor=actor, event=Event.STAFF_CHANGED, about=row.public_id, now=now, role_given=role, changed=changed)


def _new(name: str, role: Role, specialist: bool) -> tuple[tuple[str, object], ...]:
    return (("name", name), ("role", str(role)), ("specialist", specialist))


def _hold_to_hpr(actor: Actor, row: Staff, role: Role, hpr_number: str, now: datetime) -> None:
    known = accounts.account_facts(actor, [row.account_id])[row.account_id].hpr_number
    refuse_if(staffing.hpr_refused(role, known or hpr_number))
    if known or not hpr_number:
        return
    # Another clinic's colleague is held to the number too, so one clinic alone does not give it.
    elsewhere = Staff.objects.filter(account_id=row.account_id, active=True).exclude(id=row.id).exists()
    refuse_if(StaffRefusal.HPR_ELSEWHERE if elsewhere else None)
    identity.give_hpr_number(actor=actor, account_id=row.account_id, hpr_number=hpr_number)


def _colleague(actor: Actor, staff_id: UUID) -> tuple[Staff, int]:
    """Lock the clinic, and return the colleague and how many administrators there are."""
    refuse_if(role_refused(actor, actor.clinic_id or 0, Permission.STAFF))
    if not Clinic.objects.select_for_update(of=("self",), no_key=True).filter(id=actor.clinic_id).exists():
        raise Unknown
    row = Staff.objects.filter(clinic_id=actor.clinic_id, public_id=staff_id, active=True).first()
    if row is None:
        raise Unknown
    return row, Staff.objects.filter(clinic_id=actor.clinic_id, role=Role.ADMINISTRATOR, active=True).count()


@command
def remove_staff(*, actor: Actor, staff_id: UUID, now: datetime) -> int:
    """Let a colleague work here no longer: their sessions and their local login end at once.

    What they wrote stays. Periods in which they are away or stand in end yesterday, or are called off.

    :returns: the id of the membership, for those above who have things to hand on
    :raises Refused: OWN_REMOVAL, LAST_ADMINISTRATOR
    :raises Unknown: when nobody of that name works at the actor's clinic
    """
    row, administrators = _colleague(actor, staff_id)
    own = row.id == actor.staff_id
    refuse_if(staffing.removal_refused(role=Role(row.role), own=own, administrators=administrators))
    row.active = False
    row.save(update_fields=["active"])
    identity.end_at_clinic(actor=actor, account_id=row.account_id, staff_id=row.id, why="removed", now=now)
    local.take_away(actor=actor, account_id=row.account_id, staff_id=row.id, now=now)
    Invitation.objects.filter(renews=row, ended_at=None).update(ended_at=now, ended_why="withdrawn")
    _end_periods(actor, row, oslo_date(now), now)
    audit.record(actor=actor, event=Event.STAFF_REMOVED, about=row.public_id, now=now, role_taken=row.role)
    return row.id


def _end_periods(actor: Actor, row: Staff, today: date, now: datetime) -> None:
    theirs = Substitute.objects.filter(
        Q(absent=row) | Q(substitute=row), clinic_id=actor.clinic_id, last_date__gte=today, cancelled=False
    )
    ended = {"ended_at": now, "ended_by": actor.name}
    theirs.filter(first_date__gte=today).update(cancelled=True, **ended)
    theirs.filter(first_date__lt=today).update(last_date=today - timedelta(days=1), **ended)


@command
def set_local_accounts(*, actor: Actor, allowed: bool, now: datetime) -> None:
    """Let a clinic have local accounts, or no longer: then those who came by one are logged out.

    :raises Refused: OWN_WAY_IN, when who asks would shut themselves out
    """
    refuse_if(role_refused(actor, actor.clinic_id or 0, Permission.STAFF))
    here = accounts.own_local_account(actor)
    refuse_if(StaffRefusal.OWN_WAY_IN if here and not allowed else None)
    Clinic.objects.filter(id=actor.clinic_id).update(local_accounts=allowed)
    audit.record(actor=actor, event=Event.SETTINGS_CHANGED, now=now, capability="staff_login", local_accounts=allowed)
    if not allowed:
        staff = Staff.objects.filter(clinic_id=actor.clinic_id).values_list("id", flat=True)
        identity.end_local_sessions(actor=actor, staff_ids=list(staff), why="local_accounts_off", now=now)
