"""Reading clinics, staff, substitutes and settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from legesvar.core.actor import Actor, Role
from legesvar.domain.clinics.models import Clinic, Invitation, Setting, Staff, Substitute
from legesvar.domain.identity.tokens import token_hash


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
    local: bool
    ended_why: str
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
    SELECT s.id, s.started_at, s.seen_at, s.ended_at, s.provider_sid, a.id, a.name, a.active, s.local, s.ended_why,
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
    values[13] = Role(values[13]) if values[13] else None
    return StaffSession(*values)


def substitutes(actor: Actor, clinic_id: int, on: date) -> list[Period]:
    """Return the substitutes whose period covers a day."""
    rows = Substitute.objects.filter(
        clinic_id=clinic_id, first_date__lte=on, last_date__gte=on, cancelled=False, substitute_id__isnull=False
    )
    return [Period(r.absent_id, r.substitute_id, r.first_date, r.last_date) for r in rows.order_by("first_date", "id")]


def substitutes_for(actor: Actor, staff_id: int, on: date) -> list[int]:
    """Return whom a member of staff stands in for on a day: their open work is mine too (ADMIN-2)."""
    rows = Substitute.objects.filter(
        clinic_id=actor.clinic_id, substitute_id=staff_id, first_date__lte=on, last_date__gte=on, cancelled=False
    )
    return list(rows.values_list("absent_id", flat=True))


@dataclass(frozen=True, slots=True)
class Absence:
    """When a doctor is away, who stands in if anybody, who said so and who ended it before its time."""

    public_id: UUID
    absent: str
    substitute: str
    first_date: date
    last_date: date
    cancelled: bool
    recorded_at: datetime | None
    recorded_by: str
    ended_at: datetime | None
    ended_by: str


_ABSENCE = (
    "public_id", "absent__name", "stands_in", "first_date", "last_date", "cancelled", "recorded_at",
    "recorded_by", "ended_at", "ended_by",
)  # fmt: skip
ABSENCES_SHOWN = 100


def absences(actor: Actor, clinic_id: int, today: date) -> tuple[list[Absence], list[Absence]]:
    """Return who is or will be away, the first to leave first; and what has been, the newest first."""
    rows = Substitute.objects.filter(clinic_id=clinic_id)
    coming = rows.filter(last_date__gte=today, cancelled=False).order_by("first_date", "id")
    over = rows.filter(Q(last_date__lt=today) | Q(cancelled=True)).order_by("-last_date", "-id")
    return _absences(coming), _absences(over[:ABSENCES_SHOWN])


def _absences(rows: QuerySet[Substitute]) -> list[Absence]:
    named = rows.annotate(stands_in=Coalesce("substitute__name", Value("")))
    return [Absence(*row) for row in named.values_list(*_ABSENCE)]


@dataclass(frozen=True, slots=True)
class Away:
    """A doctor who is away on a day with nobody to stand in."""

    staff_id: int
    name: str
    last_date: date


def away_without_substitute(actor: Actor, clinic_id: int, on: date) -> list[Away]:
    """Return the doctors who are away on a day and whom nobody stands in for: what they are sent lies there."""
    rows = Substitute.objects.filter(
        clinic_id=clinic_id, first_date__lte=on, last_date__gte=on, cancelled=False, substitute_id=None
    )
    return [Away(*row) for row in rows.order_by("absent__name").values_list("absent_id", "absent__name", "last_date")]


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, as whoever holds its link may know it, and who manages the staff."""

    id: int
    public_id: UUID
    clinic_id: int
    clinic: str
    local_accounts: bool
    email: str
    name: str
    role: Role
    hpr_number: str
    renews_id: int | None
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    outcome: str
    ended_why: str


_INVITED = (
    "id", "public_id", "clinic_id", "clinic__name", "clinic__local_accounts", "email", "name", "role", "hpr_number",
    "renews_id", "invited_by", "invited_at", "expires_at", "outcome", "ended_why",
)  # fmt: skip


def invitation_by_token(token: str) -> Invited | None:
    """Return the invitation that a link is to, also one that is over. Only for login."""
    row = Invitation.objects.filter(token_hash=token_hash(token)).values_list(*_INVITED).first()
    return _invited(row) if row else None


def invitations(actor: Actor, clinic_id: int) -> list[Invited]:
    """Return the invitations that wait for an answer, the newest first."""
    rows = Invitation.objects.filter(clinic_id=clinic_id, ended_at=None).order_by("-invited_at", "-id")
    return [_invited(row) for row in rows.values_list(*_INVITED)]


def _invited(row: tuple[Any, ...]) -> Invited:
    values = list(row)
    values[_INVITED.index("role")] = Role(row[_INVITED.index("role")])
    return Invited(*values)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff with the account behind it: for who manages them."""

    member: Member
    account_id: int
    created_at: datetime


def colleagues(actor: Actor, clinic_id: int) -> list[Colleague]:
    """Return those who work at a clinic now, by name, with their accounts."""
    rows = Staff.objects.filter(clinic_id=clinic_id, active=True).order_by("name", "id")
    found = rows.values_list(*_MEMBER, "account_id", "created_at")
    return [Colleague(_member(row[:-2]), *row[-2:]) for row in found]


def colleague(actor: Actor, public_id: UUID) -> Colleague | None:
    """Return one of those who work at the actor's clinic now."""
    rows = Staff.objects.filter(clinic_id=actor.clinic_id, public_id=public_id, active=True)
    row = rows.values_list(*_MEMBER, "account_id", "created_at").first()
    return Colleague(_member(row[:-2]), *row[-2:]) if row else None


def has_local_accounts() -> bool:
    """Say whether any clinic has local accounts: then the clinics' door shows the way to them. Only for login."""
    return Clinic.objects.filter(local_accounts=True).exists()


def local_membership(staff_id: int) -> tuple[Member, bool] | None:
    """Return the membership a local login opens, and whether its clinic has local accounts. Only for login."""
    row = Staff.objects.filter(id=staff_id, active=True).values_list(*_MEMBER, "clinic__local_accounts").first()
    return (_member(row[:-1]), row[-1]) if row else None


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
