"""Reading clinics, staff, substitutes and settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from django.db import connection

from legesvar.core.actor import Actor, Role
from legesvar.domain.clinics.models import Clinic, Setting, Staff, Substitute


class Settings(Protocol):
    """A frozen dataclass of what a clinic may set, with defaults; one per capability, in its `settings.py`."""

    capability: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True)
class Member:
    """One person's work at a clinic."""

    id: int
    public_id: UUID
    clinic_id: int
    name: str
    role: Role
    specialist: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Period:
    """Who stands in for whom, first and last day included."""

    absent_id: int
    substitute_id: int
    first_date: date
    last_date: date

    def covers(self, day: date) -> bool:
        """Say whether the substitute works in the other's place that day."""
        return self.first_date <= day <= self.last_date


def clinic(actor: Actor, clinic_id: int) -> Clinic:
    """Return a clinic's name, phone and address, which are public."""
    return Clinic.objects.get(id=clinic_id)


def clinics(actor: Actor, ids: Sequence[int]) -> list[Clinic]:
    """Return several clinics by name."""
    return list(Clinic.objects.filter(id__in=ids).order_by("name"))


def clinic_by_public_id(actor: Actor, public_id: UUID) -> Clinic | None:
    """Return the clinic named in an address, if there is one."""
    return Clinic.objects.filter(public_id=public_id).first()


def clinic_by_organisation_number(actor: Actor, organisation_number: str) -> Clinic | None:
    """Return the clinic that the registers know by this number, if it has been founded here."""
    return Clinic.objects.filter(organisation_number=organisation_number).first()


_MEMBER = ("id", "public_id", "clinic_id", "name", "role", "specialist", "active")


def _member(row: tuple[Any, ...]) -> Member:
    staff_id, public_id, clinic_id, name, role, specialist, active = row
    return Member(staff_id, public_id, clinic_id, name, Role(role), specialist, active)


def staff(actor: Actor, clinic_id: int) -> list[Member]:
    """Return those who work at a clinic now, by name."""
    rows = Staff.objects.filter(clinic_id=clinic_id, active=True).order_by("name").values_list(*_MEMBER)
    return [_member(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Doctor:
    """A GP of a clinic, by the names that others know them by."""

    id: int
    public_id: UUID
    name: str
    hpr_number: str


def doctors(actor: Actor, clinic_id: int) -> list[Doctor]:
    """Return the GPs who work at a clinic now, by name: those a patient can be listed with."""
    rows = Staff.objects.filter(clinic_id=clinic_id, active=True, role=Role.FASTLEGE).order_by("name", "id")
    return [Doctor(*row) for row in rows.values_list("id", "public_id", "name", "account__hpr_number")]


def names(actor: Actor, clinic_id: int) -> dict[int, str]:
    """Return the names of all who work, or have worked, at a clinic."""
    return dict(Staff.objects.filter(clinic_id=clinic_id).values_list("id", "name"))


def member(actor: Actor, clinic_id: int, staff_id: int) -> Member | None:
    """Return one member of a clinic's staff, also one who has left."""
    row = Staff.objects.filter(clinic_id=clinic_id, id=staff_id).values_list(*_MEMBER).first()
    return _member(row) if row else None


def memberships(account_id: int) -> list[tuple[Member, str]]:
    """Return where an account works now, with each clinic's name. Only for login, which has shown who it is."""
    rows = (
        Staff.objects.filter(account_id=account_id, active=True)
        .order_by("clinic__name")
        .values_list(*_MEMBER, "clinic__name")
    )
    return [(_member(row[:-1]), row[-1]) for row in rows]


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A session at the clinics' door: whose, and where they work if they have chosen and still work there."""

    id: int
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    provider_sid: str
    account_id: int
    account_name: str
    account_active: bool
    memberships: int
    staff_id: int | None
    public_id: UUID | None
    role: Role | None
    name: str
    clinic_id: int | None
    clinic_name: str
    clinic_phone: str


# Tables without a wall, identity's and ours, read together: this runs before anybody has a scope, on every request.
_STAFF_SESSION = """
    SELECT s.id, s.started_at, s.seen_at, s.ended_at, s.provider_sid, a.id, a.name, a.active,
        (SELECT count(*) FROM clinics_staff o WHERE o.account_id = a.id AND o.active),
        m.id, m.public_id, m.role, coalesce(m.name, a.name), c.id, coalesce(c.name, ''), coalesce(c.phone, '')
    FROM identity_session s
    JOIN identity_account a ON a.id = s.account_id
    LEFT JOIN clinics_staff m ON m.id = s.staff_id AND m.account_id = a.id AND m.active
    LEFT JOIN clinics_clinic c ON c.id = m.clinic_id
    WHERE s.token_hash = %s AND s.audience = 'clinic'
"""


def staff_session(token_hash: str) -> StaffSession | None:
    """Return the session of a cookie with account, membership and clinic, in one query. Only for the door."""
    with connection.cursor() as cursor:
        cursor.execute(_STAFF_SESSION, [token_hash])
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    values[11] = Role(values[11]) if values[11] else None
    return StaffSession(*values)


def substitutes(actor: Actor, clinic_id: int, on: date) -> list[Period]:
    """Return the substitutes whose period covers a day."""
    rows = Substitute.objects.filter(clinic_id=clinic_id, first_date__lte=on, last_date__gte=on)
    return [Period(r.absent_id, r.substitute_id, r.first_date, r.last_date) for r in rows.order_by("first_date", "id")]


def substitutes_for(actor: Actor, staff_id: int, on: date) -> list[int]:
    """Return whom a member of staff stands in for on a day: their open work is mine too (ADMIN-2)."""
    rows = Substitute.objects.filter(
        clinic_id=actor.clinic_id, substitute_id=staff_id, first_date__lte=on, last_date__gte=on
    )
    return list(rows.values_list("absent_id", flat=True))


def settings_for(actor: Actor, clinic_id: int, cls: type[S], at: datetime) -> S:
    """Return a capability's settings in force at an instant: the newest row laid over the defaults.

    A key that the dataclass no longer has is passed over, so that history never stops a page.
    """
    return from_values(cls, stored_values(actor, clinic_id, cls.capability, at))


def stored_values(actor: Actor, clinic_id: int, capability: str, at: datetime) -> dict[str, Any]:
    """Return what a clinic had set under a name at an instant, as it is stored; {} when it never set anything."""
    values = (
        Setting.objects.filter(clinic_id=clinic_id, capability=capability, valid_from__lte=at)
        .order_by("-valid_from", "-id")
        .values_list("values", flat=True)
        .first()
    )
    return values or {}


def from_values(cls: type[S], values: dict[str, Any]) -> S:
    """Make a settings dataclass out of stored JSON; lists become tuples."""
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known})
