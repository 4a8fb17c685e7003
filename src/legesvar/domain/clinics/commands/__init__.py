"""A clinic is founded, staffed and set up."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from legesvar.core.actor import Actor, Role
from legesvar.core.command import command
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics.models import Clinic, Setting, Staff


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
def change_settings(*, actor: Actor, clinic_id: int, settings: Any, valid_from: datetime, now: datetime) -> None:
    """Set a capability's settings at a clinic from an instant on. The former ones stay as history.

    :param settings: a settings dataclass (see `selectors.Settings`); it has checked itself when it was made
    """
    row = Setting.objects.create(
        clinic_id=clinic_id, capability=settings.capability, values=dataclasses.asdict(settings),
        valid_from=valid_from, recorded_at=now, recorded_by=actor.name,
    )  # fmt: skip
    audit.record(
        actor=actor, event=Event.SETTINGS_CHANGED, clinic_id=clinic_id, about=row.public_id, now=now,
        capability=settings.capability,
    )  # fmt: skip
