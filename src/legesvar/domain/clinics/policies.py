"""Pure rules about who changes what at a clinic, and when it may begin to hold."""

from __future__ import annotations

from datetime import date, datetime

from legesvar.core import refusal
from legesvar.core.actor import Actor, Role
from legesvar.domain.clinics.roles import Permission, may


class Refusal(refusal.Refusal):
    """Why a clinic's settings stay as they are."""

    WRONG_ROLE = "clinics.wrong_role"
    CHANGED_MEANWHILE = "clinics.changed_meanwhile"
    CONTRADICTS_PLANNED = "clinics.contradicts_planned"
    IN_THE_PAST = "clinics.in_the_past"
    NUMBER_TAKEN = "clinics.number_taken"
    DAYS_ALREADY_OFF = "clinics.days_already_off"
    DAY_HAS_BEEN = "clinics.day_has_been"
    TOO_MANY_DAYS = "clinics.too_many_days"
    ENDS_BEFORE_IT_STARTS = "clinics.ends_before_it_starts"


# A holiday that is longer is a slip of the finger in the year.
MOST_DAYS_OFF = 60


def role_refused(actor: Actor, clinic_id: int, permission: Permission) -> Refusal | None:
    """Refuse who does not have a permission at that clinic. The system has no clinic and works for all."""
    if actor.role is Role.SYSTEM:
        return None
    return None if actor.clinic_id == clinic_id and may(actor.role, permission) else Refusal.WRONG_ROLE


def start_refused(actor: Actor, valid_from: datetime, now: datetime) -> Refusal | None:
    """Refuse to change what was in force before now. The system may, to bring in what a clinic had before."""
    return Refusal.IN_THE_PAST if valid_from < now and actor.role is not Role.SYSTEM else None


def days_off_refused(first: date, last: date, today: date) -> Refusal | None:
    """Refuse days off that have been, that end before they begin, or that go on for months."""
    if last < first:
        return Refusal.ENDS_BEFORE_IT_STARTS
    if first < today:
        return Refusal.DAY_HAS_BEEN
    return Refusal.TOO_MANY_DAYS if (last - first).days >= MOST_DAYS_OFF else None


def removal_refused(day: date, today: date) -> Refusal | None:
    """Refuse to take away a day that has begun: what was promised while it was off has been counted with it."""
    return Refusal.DAY_HAS_BEEN if day <= today else None
