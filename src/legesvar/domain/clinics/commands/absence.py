"""A doctor is away for some days, and somebody stands in or nobody does (ADMIN-2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from legesvar.core.actor import DOCTOR_ROLES, Actor
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import staffing
from legesvar.domain.clinics.models import Staff, Substitute
from legesvar.domain.clinics.policies import role_refused
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.staffing import AbsenceRefusal, Span


@command
def record_absence(
    *, actor: Actor, clinic_id: int, absent_id: int, substitute_id: int | None, first_date: date, last_date: date,
    now: datetime,
) -> Substitute:  # fmt: skip
    """Say who is away and who stands in, first and last day included.

    Both are locked, so that of two overlapping periods written at once one is refused.

    :param substitute_id: None when nobody stands in
    :raises Refused: BACKWARDS, PAST, TOO_LONG, SAME_PERSON, NO_DOCTOR, OVERLAPS, SUBSTITUTE_AWAY, STANDS_IN
    :raises Unknown: when one of them does not work there
    """
    refuse_if(role_refused(actor, clinic_id, Permission.STAFF))
    _lock(clinic_id, {absent_id, substitute_id} - {None})
    new = Span(absent_id, substitute_id, first_date, last_date)
    rows = Substitute.objects.filter(clinic_id=clinic_id, cancelled=False, last_date__gte=first_date)
    known = [Span(r.absent_id, r.substitute_id, r.first_date, r.last_date) for r in rows]
    refuse_if(staffing.absence_refused(new, known, oslo_date(now)))
    row = Substitute.objects.create(
        clinic_id=clinic_id, absent_id=absent_id, substitute_id=substitute_id, first_date=first_date,
        last_date=last_date, recorded_at=now, recorded_by=actor.name,
    )  # fmt: skip
    audit.record(actor=actor, event=Event.SUBSTITUTE_CHANGED, clinic_id=clinic_id, about=row.public_id, now=now)
    return row


def _lock(clinic_id: int, ids: set[int | None]) -> None:
    found = Staff.objects.filter(clinic_id=clinic_id, id__in=ids, active=True)
    rows = list(found.select_for_update(of=("self",), no_key=True).order_by("id"))
    if len(rows) != len(ids):
        raise Unknown
    refuse_if(AbsenceRefusal.NO_DOCTOR if any(row.role not in DOCTOR_ROLES for row in rows) else None)


@command
def end_absence(*, actor: Actor, absence_id: UUID, now: datetime) -> None:
    """Let somebody be back: today is the first day they work again. What has not begun is called off.

    :raises Refused: OVER
    :raises Unknown: when it is another clinic's
    """
    refuse_if(role_refused(actor, actor.clinic_id or 0, Permission.STAFF))
    row = (
        Substitute.objects.select_for_update(of=("self",), no_key=True)
        .filter(clinic_id=actor.clinic_id, public_id=absence_id)
        .first()
    )
    if row is None:
        raise Unknown
    today = oslo_date(now)
    if row.cancelled or row.last_date < today:
        raise Refused(AbsenceRefusal.OVER)
    row.ended_at, row.ended_by = now, actor.name
    if row.first_date >= today:
        row.cancelled = True
    else:
        row.last_date = today - timedelta(days=1)
    row.save(update_fields=["ended_at", "ended_by", "cancelled", "last_date"])
    audit.record(actor=actor, event=Event.SUBSTITUTE_CHANGED, about=row.public_id, now=now, ended=True)
