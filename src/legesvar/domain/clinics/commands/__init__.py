"""A clinic is founded, staffed and set up."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from legesvar.core import working_days
from legesvar.core.actor import Actor, Role
from legesvar.core.clock import oslo_date
from legesvar.core.command import command
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import policies, selectors, stored
from legesvar.domain.clinics.models import Clinic, DayOff, Setting, Staff
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.clinics.settings import ClinicFacts


@command
def found_clinic(
    *, actor: Actor, name: str, phone: str, organisation_number: str, account_number: str,
    street: str, postcode: str, city: str, now: datetime,
) -> Clinic:  # fmt: skip
    """Make a clinic. What it offers and what it costs are settings of their own."""
    return Clinic.objects.create(
        name=name, phone=phone, organisation_number=organisation_number, account_number=account_number,
        street=street, postcode=postcode, city=city, created_at=now,
    )  # fmt: skip


@command
def add_staff(
    *, actor: Actor, clinic_id: int, account_id: int, name: str, role: Role, specialist: bool = False, now: datetime
) -> Staff:
    """Let an account work at a clinic in a role."""
    row = Staff.objects.create(
        clinic_id=clinic_id, account_id=account_id, role=role, name=name, specialist=specialist, created_at=now
    )
    audit.record(
        actor=actor, event=Event.STAFF_CHANGED, clinic_id=clinic_id, about=row.public_id, now=now, role_given=role
    )
    return row


@command
def choose_shortcuts(*, actor: Actor, on: bool) -> None:
    """Turn one's own shortcuts on or off at the clinic where one works now (WCAG 2.1.4)."""
    Staff.objects.filter(clinic_id=actor.clinic_id, id=actor.staff_id).update(shortcuts=on)


@command
def change_settings(
    *, actor: Actor, clinic_id: int, settings: Any, valid_from: datetime, now: datetime, seen: str | None = None,
    permission: Permission = Permission.SETTINGS,
) -> Setting | None:  # fmt: skip
    """Set a capability's settings at a clinic from an instant on. The former ones stay as history.

    What was planned for later goes on holding: where it is as it was before, it gets what is changed now too.

    :param settings: a settings dataclass (see `stored.Settings`); it has checked itself when it was made
    :param seen: `selectors.newest_setting` when the form was made; None when nobody looked
    :returns: None when everything is already so
    :raises Refused: WRONG_ROLE, IN_THE_PAST, CHANGED_MEANWHILE, CONTRADICTS_PLANNED
    """
    refuse_if(policies.role_refused(actor, clinic_id, permission))
    refuse_if(policies.start_refused(actor, valid_from, now))
    _lock(clinic_id)
    capability = settings.capability
    if seen is not None and seen != selectors.newest_setting(actor, clinic_id, capability):
        raise Refused(policies.Refusal.CHANGED_MEANWHILE)
    before = stored.complete(settings, selectors.stored_values(actor, clinic_id, capability, valid_from))
    return _store(actor, clinic_id, settings, before, valid_from, now)


def _store(
    actor: Actor, clinic_id: int, settings: Any, before: dict[str, Any], valid_from: datetime, now: datetime
) -> Setting | None:
    values = stored.plain(settings)
    changes = {name: [before.get(name), value] for name, value in values.items() if before.get(name) != value}
    if not changes:
        return None
    row = Setting.objects.create(
        clinic_id=clinic_id, capability=settings.capability, values=values, changes=changes, valid_from=valid_from,
        recorded_at=now, recorded_by=actor.name,
    )  # fmt: skip
    _carry_on(actor, row, settings, now)
    audit.record(
        actor=actor, event=Event.SETTINGS_CHANGED, clinic_id=clinic_id, about=row.public_id, now=now,
        capability=settings.capability, changed=sorted(changes),
    )  # fmt: skip
    return row


def _carry_on(actor: Actor, row: Setting, settings: Any, now: datetime) -> None:
    """Change what is planned for later along with what it was planned upon."""
    for planned in selectors.planned_settings(actor, row.clinic_id, row.capability, row.valid_from):
        before = stored.complete(settings, planned.values)
        carried = {name: after for name, (was, after) in row.changes.items() if before[name] == was}
        if not carried:
            continue
        try:
            values = stored.plain(stored.rebuilt(settings, before | carried))
        except ValueError as contradiction:
            raise Refused(policies.Refusal.CONTRADICTS_PLANNED) from contradiction
        Setting.objects.create(
            clinic_id=row.clinic_id, capability=row.capability, values=values, valid_from=planned.valid_from,
            recorded_at=now, recorded_by=actor.name,
        )  # fmt: skip


@command
def drop_planned(
    *, actor: Actor, clinic_id: int, settings: Any, valid_from: datetime, now: datetime, seen: str
) -> None:
    """Let a planned change never come: what held before it goes on holding, and what comes after it stays.

    :param settings: any settings of the capability
    :param valid_from: when the planned change would have begun
    :raises Refused: WRONG_ROLE, IN_THE_PAST, CHANGED_MEANWHILE, CONTRADICTS_PLANNED
    """
    just_before = valid_from - timedelta(microseconds=1)
    found = selectors.stored_values(actor, clinic_id, settings.capability, just_before)
    change_settings(
        actor=actor, clinic_id=clinic_id, settings=stored.rebuilt(settings, found), valid_from=valid_from, now=now,
        seen=seen,
    )  # fmt: skip


@command
def change_facts(*, actor: Actor, clinic_id: int, facts: ClinicFacts, now: datetime, seen: str | None = None) -> None:
    """Change what the clinic is known by, from now on. Invoices that were issued keep what stood on them (ADMIN-4).

    :raises Refused: WRONG_ROLE, CHANGED_MEANWHILE, NUMBER_TAKEN
    """
    refuse_if(policies.role_refused(actor, clinic_id, Permission.SETTINGS))
    row = _lock(clinic_id)
    if seen is not None and seen != selectors.newest_setting(actor, clinic_id, facts.capability):
        raise Refused(policies.Refusal.CHANGED_MEANWHILE)
    other = selectors.clinic_by_organisation_number(actor, facts.organisation_number)
    if other is not None and other.id != clinic_id:
        raise Refused(policies.Refusal.NUMBER_TAKEN)
    before = {field.name: getattr(row, field.name) for field in dataclasses.fields(facts)}
    if _store(actor, clinic_id, facts, before, now, now) is not None:
        Clinic.objects.filter(id=clinic_id).update(**dataclasses.asdict(facts))


@command
def add_days_off(
    *, actor: Actor, clinic_id: int, first: date, last: date, name: str, now: datetime
) -> tuple[date, ...]:
    """Close the clinic on the working days of a period, and return those that were not off before.

    Dates that were promised already stay as they are: a due date is stored when it is promised.

    :raises Refused: WRONG_ROLE, ENDS_BEFORE_IT_STARTS, DAY_HAS_BEEN, TOO_MANY_DAYS, DAYS_ALREADY_OFF
    """
    refuse_if(policies.role_refused(actor, clinic_id, Permission.SETTINGS))
    refuse_if(policies.days_off_refused(first, last, oslo_date(now)))
    _lock(clinic_id)
    known = selectors.days_off(actor, clinic_id, first)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    new = tuple(day for day in every if working_days.is_working_day(day, known))
    if not new:
        raise Refused(policies.Refusal.DAYS_ALREADY_OFF)
    DayOff.objects.bulk_create(
        DayOff(clinic_id=clinic_id, day=day, name=name, added_at=now, added_by=actor.name) for day in new
    )
    audit.record(
        actor=actor, event=Event.DAYS_OFF_CHANGED, clinic_id=clinic_id, now=now,
        added=[day.isoformat() for day in new],
    )  # fmt: skip
    return new


@command
def remove_day_off(*, actor: Actor, public_id: UUID, now: datetime) -> date:
    """Take a day off away again, before it comes; asked again, nothing more happens.

    :raises Refused: WRONG_ROLE, DAY_HAS_BEEN
    :raises Unknown: when the clinic has no such day off
    """
    row = DayOff.objects.filter(public_id=public_id, clinic_id=actor.clinic_id).first()
    if row is None:
        raise Unknown
    refuse_if(policies.role_refused(actor, row.clinic_id, Permission.SETTINGS))
    refuse_if(policies.removal_refused(row.day, oslo_date(now)))
    taken = DayOff.objects.filter(id=row.id, removed_at=None).update(removed_at=now, removed_by=actor.name)
    if taken:
        audit.record(
            actor=actor, event=Event.DAYS_OFF_CHANGED, clinic_id=row.clinic_id, about=row.public_id, now=now,
            removed=[row.day.isoformat()],
        )  # fmt: skip
    return row.day


def _lock(clinic_id: int) -> Clinic:
    """Let those who change a clinic's settings at once come one by one."""
    return Clinic.objects.select_for_update(of=("self",), no_key=True).get(id=clinic_id)
