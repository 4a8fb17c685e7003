"""Reading clinics, staff, substitutes and settings."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from legesvar.core import by_sql, paging
from legesvar.core.actor import Actor, Role
from legesvar.domain.clinics.models import Clinic, DayOff, Invitation, Setting, Staff, Substitute
from legesvar.domain.clinics.settings import ClinicFacts
from legesvar.domain.clinics.stored import S, from_values
from legesvar.domain.identity.tokens import token_hash


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
    return by_sql.rows(Clinic, "WHERE id = %s", [clinic_id])[0]


def clinics(actor: Actor, ids: Sequence[int]) -> list[Clinic]:
    """Return several clinics by name."""
    return list(Clinic.objects.filter(id__in=ids).order_by("name"))


def clinic_ids(actor: Actor) -> list[int]:
    """Return every clinic there is. For jobs that do something for each."""
    return list(Clinic.objects.order_by("id").values_list("id", flat=True))


def clinic_by_public_id(actor: Actor, public_id: UUID) -> Clinic | None:
    """Return the clinic named in an address, if there is one."""
    return Clinic.objects.filter(public_id=public_id).first()


def clinic_by_organisation_number(actor: Actor, organisation_number: str) -> Clinic | None:
    """Return the clinic that the registers know by this number, if it has been founded here."""
    return Clinic.objects.filter(organisation_number=organisation_number).first()


_MEMBER = ("id", "public_id", "clinic_id", "name", "role", "specialist", "active")
_WORK_HERE = f"SELECT {', '.join(_MEMBER)} FROM clinics_staff WHERE clinic_id = %s AND active ORDER BY name"  # noqa: S608


def _member(row: tuple[Any, ...]) -> Member:
    staff_id, public_id, clinic_id, name, role, specialist, active = row
    return Member(staff_id, public_id, clinic_id, name, Role(role), specialist, active)


def staff(actor: Actor, clinic_id: int) -> list[Member]:
    """Return those who work at a clinic now, by name."""
    return [_member(row) for row in by_sql.query(_WORK_HERE, [clinic_id])]


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
    language: str
    shortcuts: bool


# Tables without a wall, identity's and ours, read together: this runs before anybody has a scope, on every request.
_STAFF_SESSION = """
    SELECT s.id, s.started_at, s.seen_at, s.ended_at, s.provider_sid, a.id, a.name, a.active, s.local, s.ended_why,
        (SELECT count(*) FROM clinics_staff o WHERE o.account_id = a.id AND o.active),
        m.id, m.public_id, m.role, coalesce(m.name, a.name), c.id, coalesce(c.name, ''), coalesce(c.phone, ''),
        a.language,
        coalesce(m.shortcuts, true)
    FROM identity_session s
    JOIN identity_account a ON a.id = s.account_id
    LEFT JOIN clinics_staff m ON m.id = s.staff_id AND m.account_id = a.id AND m.active
    LEFT JOIN clinics_clinic c ON c.id = m.clinic_id
    WHERE s.token_hash = %s AND s.audience = 'clinic'
"""


def staff_session(token_hash: str) -> StaffSession | None:
    """Return the session of a cookie with account, membership and clinic, in one query. Only for the door."""
    found = by_sql.query(_STAFF_SESSION, [token_hash])
    if not found:
        return None
    values = list(found[0])
    values[13] = Role(values[13]) if values[13] else None
    return StaffSession(*values)


_STAND_IN = (
    f"SELECT {', '.join(Period.__slots__)} FROM clinics_substitute WHERE clinic_id = %s "  # noqa: S608
    "AND first_date <= %s AND last_date >= %s AND NOT cancelled AND substitute_id IS NOT NULL ORDER BY first_date, id"
)


def substitutes(actor: Actor, clinic_id: int, on: date) -> list[Period]:
    """Return the substitutes whose period covers a day."""
    return [Period(*row) for row in by_sql.query(_STAND_IN, [clinic_id, on, on])]


# Asked at each of the clinic's hot pages, so it is said in SQL.
_STANDS_IN_FOR = (
    "SELECT absent_id FROM clinics_substitute "
    "WHERE clinic_id = %s AND substitute_id = %s AND first_date <= %s AND last_date >= %s AND NOT cancelled"
)


def substitutes_for(actor: Actor, staff_id: int, on: date) -> list[int]:
    """Return whom a member of staff stands in for on a day: their open work is mine too (ADMIN-2)."""
    return [absent for (absent,) in by_sql.query(_STANDS_IN_FOR, [actor.clinic_id, staff_id, on, on])]


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
    named = rows.annotate(stands_in=Coalesce("substitute__name", Value(""), output_field=TextField()))
    return [Absence(*row) for row in named.values_list(*_ABSENCE)]


@dataclass(frozen=True, slots=True)
class Away:
    """A doctor who is away on a day, and who stands in, if anybody does."""

    staff_id: int
    name: str
    last_date: date
    substitute_id: int | None


# As it stands, for every look at the worklist (docs/speed.md).
_AWAY = """
SELECT s.absent_id, m.name, s.last_date, s.substitute_id
FROM clinics_substitute s JOIN clinics_staff m ON m.id = s.absent_id
WHERE s.clinic_id = %s AND s.first_date <= %s AND s.last_date >= %s AND NOT s.cancelled ORDER BY m.name
"""


def away_without_substitute(actor: Actor, clinic_id: int, on: date) -> list[Away]:
    """Return the doctors who are away on a day and whom nobody stands in for: what they are sent lies there."""
    return [one for one in away(actor, clinic_id, on) if one.substitute_id is None]


def away(actor: Actor, clinic_id: int, on: date) -> list[Away]:
    """Return the doctors who are away on a day."""
    return [Away(*row) for row in by_sql.query(_AWAY, [clinic_id, on, on])]


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


_STORED_VALUES = (
    "SELECT values FROM clinics_setting WHERE clinic_id = %s AND capability = %s AND valid_from <= %s "
    "ORDER BY valid_from DESC, id DESC LIMIT 1"
)


def stored_values(actor: Actor, clinic_id: int, capability: str, at: datetime) -> dict[str, Any]:
    """Return what a clinic had set under a name at an instant, as it is stored; {} when it never set anything."""
    found = by_sql.query(_STORED_VALUES, [clinic_id, capability, at])
    return json.loads(found[0][0]) if found else {}


_STORED_VALUES_OF_SEVERAL = (
    "SELECT DISTINCT ON (capability) capability, values FROM clinics_setting "
    "WHERE clinic_id = %s AND capability = ANY(%s) AND valid_from <= %s "
    "ORDER BY capability, valid_from DESC, id DESC"
)


def stored_values_of_several(
    actor: Actor, clinic_id: int, capabilities: Sequence[str], at: datetime
) -> dict[str, dict[str, Any]]:
    """Return what a clinic had set under several names at an instant, by name, in one question."""
    found = by_sql.query(_STORED_VALUES_OF_SEVERAL, [clinic_id, list(capabilities), at])
    return {name: {} for name in capabilities} | {name: json.loads(values) for name, values in found}


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded change of settings: name → (before, after), as they are stored."""

    id: int
    public_id: UUID
    values: dict[str, Any]
    changes: dict[str, list[Any]]
    valid_from: datetime
    recorded_at: datetime
    recorded_by: str


_CHANGE = ("id", "public_id", "values", "changes", "valid_from", "recorded_at", "recorded_by")
CHANGES_ON_A_PAGE = 20


def newest_setting(actor: Actor, clinic_id: int, capability: str) -> str:
    """Return the name of what was recorded last under a capability, or "": a form knows by it whether it is stale."""
    rows = Setting.objects.filter(clinic_id=clinic_id, capability=capability).order_by("-id")
    found = rows.values_list("public_id", flat=True).first()
    return str(found) if found else ""


def recorded_since(actor: Actor, clinic_id: int, capability: str, seen: str) -> list[Change]:
    """Return what was recorded after a form was made, the oldest first; all there is when nothing had been.

    :param seen: `newest_setting` when the form was made; a forged one counts as nothing
    """
    rows = Setting.objects.filter(clinic_id=clinic_id, capability=capability)
    known = rows.filter(public_id=seen).values_list("id", flat=True).first() if _is_uuid(seen) else None
    newer = rows.filter(id__gt=known or 0).order_by("-id").values_list(*_CHANGE)[:CHANGES_ON_A_PAGE]
    return [Change(*row) for row in reversed(newer)]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def planned_settings(actor: Actor, clinic_id: int, capability: str, after: datetime) -> list[Change]:
    """Return what is to begin to hold after an instant, the nearest first; of several from one instant the last."""
    rows = Setting.objects.filter(clinic_id=clinic_id, capability=capability, valid_from__gt=after)
    found = {row[4]: Change(*row) for row in rows.order_by("valid_from", "id").values_list(*_CHANGE)}
    return list(found.values())


def setting_history(actor: Actor, clinic_id: int, capability: str, key: str | None) -> paging.Page[Change]:
    """Return who changed a capability's settings, when, and from what to what, the newest first."""
    position = paging.by_id(key)
    rows = Setting.objects.filter(clinic_id=clinic_id, capability=capability)
    backwards = position is not None and position.backwards
    if position is not None:
        rows = rows.filter(**{"id__gt" if backwards else "id__lt": position.values[0]})
    found = rows.order_by("id" if backwards else "-id").values_list(*_CHANGE)[: CHANGES_ON_A_PAGE + 1]
    changes = [Change(*row) for row in found]
    return paging.page(changes, size=CHANGES_ON_A_PAGE, position=position, key=lambda change: (change.id,))


def facts(actor: Actor, clinic_id: int) -> ClinicFacts:
    """Return what a clinic is known by, checked or not."""
    row = Clinic.objects.get(id=clinic_id)
    return ClinicFacts.as_they_stand(
        **{field.name: getattr(row, field.name) for field in dataclasses.fields(ClinicFacts)}
    )


def days_off(actor: Actor, clinic_id: int, since: date) -> frozenset[date]:
    """Return the days a clinic is closed from a day on, on top of the public holidays."""
    rows = DayOff.objects.filter(clinic_id=clinic_id, day__gte=since, removed_at=None)
    return frozenset(rows.values_list("day", flat=True))


@dataclass(frozen=True, slots=True)
class DayOffRow:
    """One day off as its clinic lists it."""

    id: int
    public_id: UUID
    day: date
    name: str
    added_at: datetime
    added_by: str
    removed_at: datetime | None
    removed_by: str


DAYS_ON_A_PAGE = 50


def day_off_rows(actor: Actor, clinic_id: int, key: str | None) -> paging.Page[DayOffRow]:
    """Return a clinic's days off, those that were taken away too, the last first."""
    position = paging.decode(key, types=(str, int))
    rows = DayOff.objects.filter(clinic_id=clinic_id)
    backwards = position is not None and position.backwards
    if position is not None and (place := _day_place(position)) is not None:
        rows = rows.filter(_beyond(*place, backwards=backwards))
    else:
        position, backwards = None, False
    order = ("day", "id") if backwards else ("-day", "-id")
    found = rows.order_by(*order).values_list(*DayOffRow.__slots__)[: DAYS_ON_A_PAGE + 1]
    listed = [DayOffRow(*row) for row in found]
    return paging.page(listed, size=DAYS_ON_A_PAGE, position=position, key=lambda row: (row.day.isoformat(), row.id))


def _day_place(position: paging.Position) -> tuple[date, int] | None:
    day, number = position.values
    try:
        return (date.fromisoformat(day), number) if abs(number) < 2**63 else None
    except ValueError:
        return None


def _beyond(day: date, number: int, *, backwards: bool) -> Q:
    side = "gt" if backwards else "lt"
    return Q(**{f"day__{side}": day}) | Q(day=day, **{f"id__{side}": number})
