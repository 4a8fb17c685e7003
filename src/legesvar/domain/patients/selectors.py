"""Reading who is on which list, and who acts for whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from legesvar.core import by_sql, identity_number, paging
from legesvar.core.actor import Actor, Mandate
from legesvar.core.clock import oslo_date
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.selectors import Known
from legesvar.domain.patients import policies
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.models import Exemption, Import, ImportLine, Membership, Patient, Representation
from legesvar.domain.patients.settings import PatientSettings


@dataclass(frozen=True, slots=True)
class Listing:
    """A person's place on a clinic's list."""

    id: int
    public_id: UUID
    clinic_id: int
    person_id: int
    identity_number: str
    name: str
    birth_date: date
    street: str
    postcode: str
    city: str
    gp_id: int | None
    notice_channel: str
    listed_at: datetime
    ended_at: datetime | None


_FIELDS = tuple(Listing.__slots__)
_LISTING = f"SELECT {', '.join(_FIELDS)} FROM patients_patient WHERE clinic_id = %s AND person_id = %s LIMIT 1"  # noqa: S608
_LISTS = (
    f"SELECT {', '.join(_FIELDS)} FROM patients_patient WHERE person_id = %s AND ended_at IS NULL "  # noqa: S608
    "ORDER BY listed_at DESC, id DESC"
)


def lists(actor: Actor, person_id: int) -> list[Listing]:
    """Return the lists a person stands on now, the newest first. The wall leaves only what the actor may see."""
    return [Listing(*row) for row in by_sql.query(_LISTS, [person_id])]


PAGE_SIZE = 50
_END_OF_PREFIX = "\U0010ffff"  # sorts after all that can follow a prefix


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register: who, and with which GP. No clinical text (WORK-8)."""

    id: int
    public_id: UUID
    person_id: int
    name: str
    identity_number: str
    birth_date: date
    gp_id: int | None
    ended_at: datetime | None
    sort_name: str


_REGISTER = ", ".join(RegisterRow.__slots__)


def register(actor: Actor, *, starts: str = "", key: str | None = None) -> paging.Page[RegisterRow]:
    """Return a page of the clinic's patients by family name, or of those whose name begins like this.

    :param starts: «nord» or «nordmann kari», family name first; or as one says it, «Kari Nordmann»
    """
    position = paging.decode(key, types=(int,))
    spoken = " ".join(starts.replace(",", " ").split())
    written = [] if "," in starts or " " not in spoken else [_turned(spoken)]
    page = _page_of(actor, spoken, position)
    return page if page.rows or not written else _page_of(actor, written[0], position)


def _turned(name: str) -> str:
    first, _, last = name.rpartition(" ")
    return f"{last} {first}"


def _page_of(actor: Actor, starts: str, position: paging.Position | None) -> paging.Page[RegisterRow]:
    backwards = position is not None and position.backwards
    where = ""
    parameters: list[Any] = [actor.clinic_id]
    if starts:
        where += " AND sort_name >= patients_name_key(%s) AND sort_name < patients_name_key(%s) || %s"
        parameters += [starts, starts, _END_OF_PREFIX]
    if position is not None:
        place = _place_of(actor, position.values[0])
        if place is None:
            return _page_of(actor, starts, None)
        where += f" AND (sort_name, id) {'<' if backwards else '>'} (%s, %s::bigint)"
        parameters += place
    order = "sort_name DESC, id DESC" if backwards else "sort_name, id"
    statement = f"SELECT {_REGISTER} FROM patients_patient WHERE clinic_id = %s{where} ORDER BY {order} LIMIT %s"  # noqa: S608
    rows = [RegisterRow(*row) for row in by_sql.query(statement, [*parameters, PAGE_SIZE + 1])]
    return paging.page(rows, size=PAGE_SIZE, position=position, key=lambda row: (row.id,))


def _place_of(actor: Actor, row_id: int) -> tuple[str, int] | None:
    """Return where in the order a row stands. A page's key holds its number alone: no name stands in an address."""
    if not 0 <= row_id < 2**63:
        return None
    return Patient.objects.filter(id=row_id, clinic_id=actor.clinic_id).values_list("sort_name", "id").first()


def register_by_number(actor: Actor, digits: str) -> paging.Page[RegisterRow]:
    """Return the clinic's patients whose identity number begins with these digits: a birth date, or all eleven."""
    rows = Patient.objects.filter(
        clinic_id=actor.clinic_id, identity_number__gte=digits, identity_number__lt=digits + ":"
    ).order_by("identity_number")  # fmt: skip
    found = rows.values_list(*RegisterRow.__slots__)[:PAGE_SIZE]
    return paging.Page(tuple(RegisterRow(*row) for row in found), None, None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of somebody's time on the list."""

    gp_id: int | None
    began_at: datetime
    began_by: str
    ended_at: datetime | None
    ended_why: str
    ended_by: str


def memberships(actor: Actor, place: Listing) -> list[Stretch]:
    """Return when a patient has been on the clinic's list and with which GP, the newest first."""
    rows = Membership.objects.filter(person_id=place.person_id, clinic_id=place.clinic_id).order_by("-id")
    return [Stretch(*row) for row in rows.values_list(*Stretch.__slots__)[:PAGE_SIZE]]


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who may act for a patient at a clinic, or might."""

    public_id: UUID
    representative_id: int
    name: str
    basis: str
    services: list[str]
    first_date: date
    last_date: date | None
    recorded_at: datetime
    recorded_by: str
    ended_at: datetime | None
    ended_by: str


def representations(actor: Actor, place: Listing) -> list[Acting]:
    """Return all who act or have acted for a patient at the actor's clinic, the newest first."""
    rows = Representation.objects.filter(clinic_id=place.clinic_id, person_id=place.person_id).order_by("-id")
    return [Acting(*row) for row in rows.values_list(*Acting.__slots__)[:PAGE_SIZE]]


# An import's row, under a name that the pages may use.
ImportFacts = Import
LinesPage = paging.Page[ImportLine]


def imported(actor: Actor, import_id: UUID) -> Import | None:
    """Return a file of patients that was looked at at the actor's clinic."""
    return Import.objects.filter(public_id=import_id, clinic_id=actor.clinic_id).first()


def import_lines(actor: Actor, made: Import, *, outcome: str = "", key: str | None = None) -> LinesPage:
    """Return a page of the lines of a file, in its own order: all of them, or those with one outcome."""
    position = paging.decode(key, types=(int,))
    backwards = position is not None and position.backwards
    rows = ImportLine.objects.filter(import_id=made.id, **({"outcome": outcome} if outcome else {}))
    if position is not None:
        if not 0 <= position.values[0] < 2**31:
            return import_lines(actor, made, outcome=outcome)
        rows = rows.filter(**{"number__lt" if backwards else "number__gt": position.values[0]})
    found = list(rows.order_by("-number" if backwards else "number")[: PAGE_SIZE + 1])
    return paging.page(found, size=PAGE_SIZE, position=position, key=lambda line: (line.number,))


def all_import_lines(actor: Actor, made: Import) -> list[ImportLine]:
    """Return every line of a file, for the report that is downloaded."""
    return list(ImportLine.objects.filter(import_id=made.id).order_by("number"))


def is_known(actor: Actor, person_id: int) -> bool:
    """Say whether a person is, or has been, on any list."""
    return Patient.objects.filter(person_id=person_id).exists()


def has_any(actor: Actor, clinic_id: int) -> bool:
    """Say whether anybody is, or has been, on a clinic's list."""
    return Patient.objects.filter(clinic_id=clinic_id).exists()


def listing(actor: Actor, clinic_id: int, person_id: int) -> Listing | None:
    """Return a person's place at one clinic, also one that has ended."""
    found = by_sql.query(_LISTING, [clinic_id, person_id])
    return Listing(*found[0]) if found else None


def place(actor: Actor, patient_id: UUID) -> Listing | None:
    """Return the patient named in an address of the actor's clinic, also one who has left."""
    row = Patient.objects.filter(public_id=patient_id, clinic_id=actor.clinic_id).values_list(*_FIELDS).first()
    return Listing(*row) if row else None


def names(actor: Actor, person_ids: Collection[int]) -> dict[int, str]:
    """Return the names of people on the list of the actor's clinic."""
    rows = Patient.objects.filter(clinic_id=actor.clinic_id, person_id__in=person_ids)
    return dict(rows.values_list("person_id", "name"))


def notice_channel(actor: Actor, clinic_id: int, person_id: int) -> str:
    """Return how somebody wants to be told at a clinic; who is not on its list has said nothing."""
    own = Patient.objects.filter(clinic_id=clinic_id, person_id=person_id)
    return own.values_list("notice_channel", flat=True).first() or "automatic"


def settings(actor: Actor, clinic_id: int, at: datetime) -> PatientSettings:
    """Return what the clinic has set about its patients."""
    return clinics.settings_for(actor, clinic_id, PatientSettings, at)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a clinic asks of its patients, and what one of them has in order of it, whatever they are to start."""

    asked: PatientSettings
    has_full_number: bool
    has_verified_mobile: bool


def standing(actor: Actor, place: Listing, at: datetime) -> Standing:
    """Return how a patient stands with a clinic.

    The mobile is that of who is at the keyboard: it is they who are told.
    """
    told = identity.contact_data(actor, actor.author_id or place.person_id)
    return Standing(
        settings(actor, place.clinic_id, at), _is_full(place.identity_number), told.mobile_verified_at is not None
    )


def prerequisites_refused(
    actor: Actor, place: Listing, service: str, at: datetime, *, owes_overdue: Callable[[], bool],
    known: Standing | None = None,
) -> policies.PrerequisiteRefusal | None:  # fmt: skip
    """Say what a patient must have in order before they can start something at a clinic, or None (ID-5).

    :param owes_overdue: says whether the patient owes the clinic something overdue; asked only where it counts
    :param known: how they stand, where it has been read
    """
    found = known or standing(actor, place, at)
    return policies.prerequisite_refused(
        found.asked, service, has_full_number=found.has_full_number, has_verified_mobile=found.has_verified_mobile,
        owes_overdue=service in found.asked.nothing_overdue_for and owes_overdue(),
    )  # fmt: skip


def _is_full(number: str) -> bool:
    try:
        identity_number.parse(number, synthetic_allowed=True)
    except identity_number.InvalidIdentityNumber:
        return False
    return True


def exemption(actor: Actor, place: Listing, on: date) -> str:
    """Return the code of the reason why a patient pays no egenandel on a day, or ""."""
    recorded = Exemption.objects.filter(
        clinic_id=place.clinic_id, person_id=place.person_id, first_date__lte=on, last_date__gte=on
    ).order_by("id")
    return policies.exemption(place.birth_date, list(recorded.values_list("code", flat=True)), on)


@dataclass(frozen=True, slots=True)
class Represented:
    """Somebody whom the actor may act for today, and in what at which clinic."""

    person_id: int
    public_id: UUID
    name: str
    birth_date: date
    mandates: tuple[Mandate, ...]


# Whether somebody (the one value) is recorded as acting for anybody, as a part of another statement.
ACTS_FOR_SOMEBODY = "EXISTS (SELECT 1 FROM patients_representation WHERE representative_id = %s AND ended_at IS NULL)"


_MINE = "WHERE representative_id = %s AND ended_at IS NULL"


def whom_may_i_act_for(actor: Actor, now: datetime) -> list[Represented]:
    """Return those whom a person may act for at this instant, the youngest first.

    The actor acts for themselves: it is in their own scope that the wall shows them these rows.
    """
    found = _represented(actor, by_sql.rows(Representation, _MINE, [actor.person_id]), oslo_date(now))
    return sorted(found, key=lambda one: one.birth_date, reverse=True)


def representation_in_force(actor: Actor, person: UUID, now: datetime) -> Represented | None:
    """Return what a person may do for another at this instant, or None: asked at every request (ID-6).

    :param person: the public id in the address
    """
    known = identity.person(actor, person)
    if known is None:
        return None
    rows = by_sql.rows(Representation, f"{_MINE} AND person_id = %s", [actor.person_id, known.id])
    mandates = _mandates(rows, known, oslo_date(now))
    return _one(known, mandates) if mandates else None


def formerly_represented(actor: Actor, person: UUID) -> str:
    """Return the name of somebody whom the actor has been allowed to act for, or "" when they never were.

    :param person: the public id in the address
    """
    known = identity.person(actor, person)
    rows = Representation.objects.filter(representative_id=actor.person_id, person_id=known.id if known else None)
    return known.name if known and rows.exists() else ""


def representatives(actor: Actor, place: Listing, now: datetime) -> dict[int, Mandate]:
    """Return the ids of those who may act for a patient at a clinic at this instant, and in what."""
    today = oslo_date(now)
    rows = Representation.objects.filter(clinic_id=place.clinic_id, person_id=place.person_id, ended_at=None)
    by_person: dict[int, list[Representation]] = {}
    for row in rows.order_by("id"):
        if policies.in_force(_term(row), place.birth_date, today):
            by_person.setdefault(row.representative_id, []).append(row)
    return {person: _mandate(place.clinic_id, held) for person, held in by_person.items()}


def _represented(actor: Actor, rows: Iterable[Representation], on: date) -> list[Represented]:
    by_person: dict[int, list[Representation]] = {}
    for row in rows:
        by_person.setdefault(row.person_id, []).append(row)
    known = identity.people(actor, by_person) if by_person else {}
    found = [(person, _mandates(by_person[person.id], person, on)) for person in known.values()]
    return [_one(person, mandates) for person, mandates in found if mandates]


def _one(person: Known, mandates: tuple[Mandate, ...]) -> Represented:
    return Represented(person.id, person.public_id, person.name, person.birth_date, mandates)


def _mandates(rows: list[Representation], person: Known, on: date) -> tuple[Mandate, ...]:
    holding = [row for row in rows if policies.in_force(_term(row), person.birth_date, on)]
    clinics = sorted({row.clinic_id for row in holding})
    return tuple(_mandate(c, [row for row in holding if row.clinic_id == c]) for c in clinics)


def _mandate(clinic_id: int, rows: list[Representation]) -> Mandate:
    return Mandate(clinic_id, policies.services_given([tuple(row.services) for row in rows]))


def _term(row: Representation) -> policies.Term:
    return policies.Term(Basis(row.basis), tuple(row.services), row.first_date, row.last_date, row.ended_at is not None)
