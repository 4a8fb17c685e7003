"""The register (ADMIN-3): somebody comes on a list, changes GP, leaves, comes back; opening their page is an act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from legesvar.core import text as texts
from legesvar.core.actor import Actor
from legesvar.core.clock import OSLO, oslo_date
from legesvar.core.command import command
from legesvar.core.refusal import Refused, Unknown, refuse_if
from legesvar.domain.audit import commands as audit
from legesvar.domain.audit.events import Event
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity import contacts
from legesvar.domain.identity.commands import contact
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.patients import commands, policies, selectors
from legesvar.domain.patients.kinds import NEW_GP, Basis, Left
from legesvar.domain.patients.models import Membership, Patient, Representation
from legesvar.domain.patients.policies import RegisterRefusal
from legesvar.domain.patients.selectors import Listing

_CLEAN = {
    ContactKind.EMAIL: (contacts.email, RegisterRefusal.NO_EMAIL),
    ContactKind.MOBILE: (contacts.mobile, RegisterRefusal.NO_MOBILE),
}


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody at the clinic writes about a patient. The number has been checked; the rest is as written."""

    identity_number: str
    birth_date: date
    name: str
    email: str = ""
    mobile: str = ""
    gp_id: int | None = None


@command
def open_patient(*, actor: Actor, patient_id: UUID, why: str, now: datetime) -> Listing:
    """Let a member of staff see a patient's page: who, when and why is traced, and the patient sees it (PRIV-3).

    :param why: one of `kinds.Why`
    :raises Refused: SAY_WHY, when the patient is not in their care and they have not said why
    :raises Unknown: when there is no such patient at this clinic
    """
    place = selectors.place(actor, patient_id)
    if place is None:
        raise Unknown
    stand_ins = clinics.substitutes_for(actor, actor.staff_id or 0, oslo_date(now))
    refuse_if(
        policies.opening_refused(
            actor.role, staff_id=actor.staff_id, gp_id=place.gp_id, stands_in_for=stand_ins, why=why
        )
    )
    _trace(actor, Event.PATIENT_OPENED, place.person_id, place.public_id, now, why=why)
    return place


@command
def enlist(*, actor: Actor, entered: Entered, now: datetime) -> Patient:
    """Put a person on the actor's clinic's list by hand, or back on it.

    What the person themselves has verified at another clinic stays as it is, and nothing here tells that there is any.

    :raises Refused: NOT_YOUR_ROLE, ALREADY_LISTED, NO_SUCH_GP, NO_NAME, NO_EMAIL, NO_MOBILE
    """
    refuse_if(policies.register_refused(actor.role))
    name = _name(entered.name)
    email, mobile = _address(ContactKind.EMAIL, entered.email), _address(ContactKind.MOBILE, entered.mobile)
    gp_id = _gp(actor, entered.gp_id)
    person = identity.register_person(
        actor=actor, identity_number=entered.identity_number, name=name, birth_date=entered.birth_date, now=now
    )
    known = _locked(actor, person_id=person.id)
    if known is not None and known.ended_at is None:
        raise Refused(RegisterRefusal.ALREADY_LISTED)
    row = _back(actor, known, name, gp_id, now) if known else _new(actor, person.id, entered, name, gp_id, now)
    contact.enter(actor=actor, person_id=person.id, email=email, mobile=mobile, now=now)
    return row


def _new(actor: Actor, person_id: int, entered: Entered, name: str, gp_id: int | None, now: datetime) -> Patient:
    try:
        with transaction.atomic():
            return commands.register(
                actor=actor, clinic_id=actor.clinic_id or 0, person_id=person_id, name=name, gp_id=gp_id,
                identity_number=entered.identity_number, birth_date=entered.birth_date, now=now,
            )  # fmt: skip
    except IntegrityError as twice:  # somebody else put them on the list at this very moment
        raise Refused(RegisterRefusal.ALREADY_LISTED) from twice


@command
def bring_back(*, actor: Actor, patient_id: UUID, gp_id: int | None, now: datetime) -> None:
    """Put somebody who left back on the list. What others might do for them is not brought back with them.

    :raises Refused: NOT_YOUR_ROLE, STILL_LISTED, NO_SUCH_GP
    :raises Unknown: when there is no such patient at this clinic
    """
    refuse_if(policies.register_refused(actor.role))
    row = _found(actor, patient_id)
    refuse_if(RegisterRefusal.STILL_LISTED if row.ended_at is None else None)
    _back(actor, row, row.name, _gp(actor, gp_id), now)


def _back(actor: Actor, row: Patient, name: str, gp_id: int | None, now: datetime) -> Patient:
    row.name, row.gp_id, row.listed_at, row.ended_at = name, gp_id, now, None
    row.save(update_fields=["name", "gp_id", "listed_at", "ended_at"])
    _begin(actor, row, now)
    _trace(actor, Event.PATIENT_CAME_BACK, row.person_id, row.public_id, now)
    return row


@command
def change_gp(*, actor: Actor, patient_id: UUID, gp_id: int | None, now: datetime) -> None:
    """Let a patient have another GP at the clinic, or none there.

    Dialogues that are under way stay with whom they were sent to.

    :raises Refused: NOT_YOUR_ROLE, NOT_LISTED, NO_SUCH_GP, SAME_GP
    :raises Unknown: when there is no such patient at this clinic
    """
    refuse_if(policies.register_refused(actor.role))
    row = _found(actor, patient_id)
    refuse_if(RegisterRefusal.NOT_LISTED if row.ended_at is not None else None)
    chosen = _gp(actor, gp_id)
    refuse_if(RegisterRefusal.SAME_GP if chosen == row.gp_id else None)
    row.gp_id = chosen
    row.save(update_fields=["gp_id"])
    _end(actor, row, now, NEW_GP)
    _begin(actor, row, now)
    _trace(actor, Event.PATIENT_CHANGED, row.person_id, row.public_id, now, what=["gp"])


@command
def change_details(
    *, actor: Actor, patient_id: UUID, name: str, email: str, mobile: str, now: datetime
) -> frozenset[ContactKind]:
    """Put right what the clinic has written about a patient.

    :returns: the kinds of address that were left alone, because the patient has verified their own
    :raises Refused: NOT_YOUR_ROLE, NO_NAME, NO_EMAIL, NO_MOBILE
    :raises Unknown: when there is no such patient at this clinic
    """
    refuse_if(policies.register_refused(actor.role))
    row = _found(actor, patient_id)
    written, renamed = _name(name), row.name
    addresses = _address(ContactKind.EMAIL, email), _address(ContactKind.MOBILE, mobile)
    if written != renamed:
        row.name = written
        row.save(update_fields=["name"])
        _trace(actor, Event.PATIENT_CHANGED, row.person_id, row.public_id, now, what=["name"])
    return contact.enter(actor=actor, person_id=row.person_id, email=addresses[0], mobile=addresses[1], now=now)


@command
def leave(*, actor: Actor, patient_id: UUID, last_day: date, why: Left, now: datetime) -> None:
    """End somebody's time on the list.

    Nobody acts for them here any more. Dialogues under way stay on the worklist, for the clinic owes those answers;
    what the patient has begun to write is kept. They can read what there is, and start nothing new (docs/patients.md).

    :raises Refused: NOT_YOUR_ROLE, NOT_LISTED, WRONG_DAY
    :raises Unknown: when there is no such patient at this clinic
    """
    refuse_if(policies.register_refused(actor.role))
    row = _found(actor, patient_id)
    today, since = oslo_date(now), oslo_date(row.listed_at)
    refuse_if(
        policies.leaving_refused(listed=row.ended_at is None, since=since, last_day=last_day, today=today)
    )  # fmt: skip
    row.ended_at = now if last_day == today else max(row.listed_at, _end_of(last_day))
    row.save(update_fields=["ended_at"])
    _end(actor, row, row.ended_at, why)
    acting = Representation.objects.filter(clinic_id=row.clinic_id, person_id=row.person_id, ended_at=None)
    for representation_id in list(acting.order_by("id").values_list("public_id", flat=True)):
        commands.end_representation(actor=actor, representation_id=representation_id, now=now)
    _trace(actor, Event.PATIENT_LEFT, row.person_id, row.public_id, now, why=why)


@command
def let_act(
    *, actor: Actor, patient_id: UUID, representative: Entered, basis: Basis, services: tuple[str, ...],
    first_date: date, last_date: date | None, now: datetime,
) -> Representation:  # fmt: skip
    """Let somebody act for a patient. They need not be on any list; if they are on another's, nothing tells it.

    :raises Refused: NOT_YOUR_ROLE, NOT_LISTED, NO_NAME, or one of `policies.Refusal`
    :raises Unknown: when there is no such patient at this clinic
    """
    refuse_if(policies.register_refused(actor.role))
    row = _found(actor, patient_id)
    refuse_if(RegisterRefusal.NOT_LISTED if row.ended_at is not None else None)
    name = _name(representative.name)
    person = identity.register_person(
        actor=actor, identity_number=representative.identity_number, name=name, birth_date=representative.birth_date,
        now=now,
    )  # fmt: skip
    return commands.record_representation(
        actor=actor, clinic_id=row.clinic_id, person_id=row.person_id, representative_id=person.id, name=name,
        basis=basis, services=services if basis is not Basis.PARENT else (), first_date=first_date,
        last_date=last_date, now=now,
    )  # fmt: skip


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=OSLO)


def _locked(actor: Actor, **which: object) -> Patient | None:
    rows = Patient.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(clinic_id=actor.clinic_id, **which).first()


def _found(actor: Actor, patient_id: UUID) -> Patient:
    row = _locked(actor, public_id=patient_id)
    if row is None:
        raise Unknown
    return row


def _gp(actor: Actor, gp_id: int | None) -> int | None:
    if gp_id is not None and gp_id not in {doctor.id for doctor in clinics.doctors(actor, actor.clinic_id or 0)}:
        raise Refused(RegisterRefusal.NO_SUCH_GP)
    return gp_id


def _name(written: str) -> str:
    name = " ".join(texts.normalise(written).split())
    refuse_if(None if policies.is_name(name) else RegisterRefusal.NO_NAME)
    return name


def _address(kind: ContactKind, written: str) -> str:
    if not written.strip():
        return ""
    clean, reason = _CLEAN[kind]
    address = clean(written)
    if address is None:
        raise Refused(reason)
    return address


def _begin(actor: Actor, row: Patient, at: datetime) -> None:
    Membership.objects.create(
        clinic_id=row.clinic_id, person_id=row.person_id, gp_id=row.gp_id, began_at=at, began_by=actor.name
    )


def _end(actor: Actor, row: Patient, at: datetime, why: str) -> None:
    open_one = Membership.objects.filter(clinic_id=row.clinic_id, person_id=row.person_id, ended_at=None).first()
    if open_one is not None:
        open_one.ended_at, open_one.ended_why, open_one.ended_by = max(at, open_one.began_at), why, actor.name
        open_one.save(update_fields=["ended_at", "ended_why", "ended_by"])


def _trace(
    actor: Actor, event: Event, person_id: int, about: UUID, now: datetime, **details: Any
) -> None:  # fmt: skip
    audit.record(
        actor=actor, event=event, clinic_id=actor.clinic_id, person_id=person_id, about=about, now=now, **details
    )
