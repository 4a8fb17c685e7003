"""The people that tests are about: two clinics, those who work there, and those on their lists.

Each fixture is an Actor; its rows were made by the commands that make them in production. Nobody has a session until
`logged_in` gives them one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from legesvar.core import actor as actors
from legesvar.core import clock, identity_number
from legesvar.core.actor import Actor, Role, Scope
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.commands import absence
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.models import Account, Person
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients import selectors as patient_lists
from legesvar.domain.patients.kinds import Basis

FURNISHER = actors.system("test")
LONG_AGO = datetime(2020, 1, 2, 9, tzinfo=UTC)


def number(birth_date: date, serial: int = 0) -> str:
    """Make a synthetic identity number."""
    return identity_number.synthetic(birth_date=birth_date, serial=serial).digits


def found(name: str, organisation_number: str, phone: str) -> Clinic:
    """Found a clinic with every setting at its default."""
    with acting_as(FURNISHER):
        return clinics.found_clinic(
            actor=FURNISHER, name=name, phone=phone, organisation_number=organisation_number,
            account_number="86011117947", street="Storgata 1", postcode="0155", city="Oslo", now=LONG_AGO,
        )  # fmt: skip


def employ(
    clinic: Clinic, name: str, role: Role, birth_date: date, *, hpr_number: str = "", specialist: bool = False
) -> Actor:
    """Let somebody work at a clinic; the same birth date is the same account, at however many clinics."""
    with acting_as(FURNISHER):
        account = identity.register_account(
            actor=FURNISHER, identity_number=number(birth_date), name=name, hpr_number=hpr_number, now=LONG_AGO
        )
        row = clinics.add_staff(
            actor=FURNISHER, clinic_id=clinic.id, account_id=account.id, name=name, role=role,
            specialist=specialist, now=LONG_AGO,
        )  # fmt: skip
    return actors.staff(
        clinic_id=clinic.id, staff_id=row.id, account_id=account.id, role=role, name=name, public_id=row.public_id
    )


def be_born(name: str, birth_date: date, *, email: str = "", mobile: str = "") -> Actor:
    """Make a person known who is on no list."""
    with acting_as(FURNISHER):
        person = identity.register_person(
            actor=FURNISHER, identity_number=number(birth_date), name=name, birth_date=birth_date,
            email=email, mobile=mobile, now=clock.now() - timedelta(days=30),
        )  # fmt: skip
    return actors.patient(person_id=person.id, name=name, public_id=person.public_id)


def enlist(person: Actor, clinic: Clinic, gp: Actor | None = None) -> Actor:
    """Put a person on a clinic's list."""
    row = Person.objects.get(id=person.person_id)
    with acting_as(FURNISHER):
        patients.register(
            actor=FURNISHER, clinic_id=clinic.id, person_id=row.id, identity_number=row.identity_number,
            name=row.name, birth_date=row.birth_date, street="Kirkeveien 2", postcode="0266", city="Oslo",
            gp_id=gp.staff_id if gp else None, now=LONG_AGO,
        )  # fmt: skip
    return person


def let_act(
    representative: Actor, patient: Actor, clinic: Clinic, now: datetime, *, basis: Basis = Basis.PARENT,
    services: tuple[str, ...] = (), first_date: date | None = None, last_date: date | None = None,
) -> UUID:  # fmt: skip
    """Let somebody act for a patient from yesterday on, and return the representation's id."""
    with acting_as(FURNISHER):
        row = patients.record_representation(
            actor=FURNISHER, clinic_id=clinic.id, person_id=patient.person_id,
            representative_id=representative.person_id, basis=basis, services=services,
            first_date=first_date or clock.oslo_date(now) - timedelta(days=1), last_date=last_date, now=now,
        )  # fmt: skip
    return row.public_id


def acting_for(patient: Actor, *clinic_ids: int, by: Actor | None = None, services: set[str] | None = None) -> Actor:
    """Give the actor of somebody who acts for a patient at these clinics, without asking whether they may."""
    limits = frozenset(services) if services is not None else None
    return actors.representative(
        person_id=patient.person_id, acting_person_id=by.person_id if by else 0, public_id=patient.public_id,
        name=f"{by.name if by else 'Forelder'} for {patient.name}",
        mandates=tuple(actors.Mandate(clinic_id, limits) for clinic_id in clinic_ids),
    )  # fmt: skip


def identity_number_of(actor: Actor) -> str:
    """Give the number an actor logs in with."""
    if actor.account_id is not None:
        return Account.objects.get(id=actor.account_id).identity_number or ""
    return Person.objects.get(id=actor.person_id).identity_number


@pytest.fixture
def now() -> datetime:
    """The present: pages read the clock themselves, so tests of pages and of rules share it."""
    return clock.now()


@pytest.fixture
def clinic(db: None) -> Clinic:
    return found("Solbakken legekontor", "974760673", "22 00 11 22")


@pytest.fixture
def other_clinic(db: None) -> Clinic:
    return found("Fjellheim legesenter", "971277882", "55 00 33 44")


@pytest.fixture
def doctor(clinic: Clinic) -> Actor:
    return employ(clinic, "Lise Lege", Role.FASTLEGE, date(1975, 3, 4), hpr_number="9144889", specialist=True)


@pytest.fixture
def second_doctor(clinic: Clinic) -> Actor:
    return employ(clinic, "Dag Doktor", Role.FASTLEGE, date(1968, 9, 17), hpr_number="9144890")


@pytest.fixture
def substitute(clinic: Clinic) -> Actor:
    """A substitute with no period yet: see `substitution`."""
    return employ(clinic, "Vidar Vikar", Role.VIKAR, date(1990, 7, 1), hpr_number="9144891")


@pytest.fixture
def substitution(clinic: Clinic, doctor: Actor, substitute: Actor) -> Actor:
    """The substitute, standing in for the doctor from yesterday to a week from now."""
    today = clock.oslo_date(clock.now())
    with acting_as(FURNISHER):
        absence.record_absence(
            actor=FURNISHER, clinic_id=clinic.id, absent_id=doctor.staff_id, substitute_id=substitute.staff_id,
            first_date=today - timedelta(days=1), last_date=today + timedelta(days=7), now=LONG_AGO,
        )  # fmt: skip
    return substitute


@pytest.fixture
def clinician(clinic: Clinic) -> Actor:
    return employ(clinic, "Synne Sykepleier", Role.CLINICIAN, date(1982, 2, 8), hpr_number="9144892")


@pytest.fixture
def secretary(clinic: Clinic) -> Actor:
    return employ(clinic, "Siv Sekretær", Role.SECRETARY, date(1985, 11, 20))


@pytest.fixture
def administrator(clinic: Clinic) -> Actor:
    return employ(clinic, "Arne Administrator", Role.ADMINISTRATOR, date(1970, 6, 6))


@pytest.fixture
def foreign_doctor(other_clinic: Clinic) -> Actor:
    """A doctor at the other clinic, who must find nothing of this one's."""
    return employ(other_clinic, "Frode Fremmed", Role.FASTLEGE, date(1971, 1, 30), hpr_number="9144893")


@pytest.fixture
def doctor_at_both(clinic: Clinic, other_clinic: Clinic) -> Actor:
    """A doctor who works at both clinics, acting at the first."""
    born = date(1979, 8, 23)
    employ(other_clinic, "Berit Begge", Role.VIKAR, born, hpr_number="9144894")
    return employ(clinic, "Berit Begge", Role.FASTLEGE, born, hpr_number="9144894")


@pytest.fixture
def patient(clinic: Clinic, doctor: Actor) -> Actor:
    """On the doctor's list, told by e-mail."""
    return enlist(be_born("Kari Nordmann", date(1980, 5, 12), email="kari@eksempel.no"), clinic, doctor)


@pytest.fixture
def other_patient(clinic: Clinic, doctor: Actor) -> Actor:
    """On the same list, told by SMS."""
    return enlist(be_born("Ola Hansen", date(1955, 12, 1), mobile="+4740000001"), clinic, doctor)


@pytest.fixture
def foreign_patient(other_clinic: Clinic, foreign_doctor: Actor) -> Actor:
    """On the other clinic's list only."""
    return enlist(be_born("Nina Berg", date(1992, 4, 3), email="nina@eksempel.no"), other_clinic, foreign_doctor)


@pytest.fixture
def patient_of_both(clinic: Clinic, other_clinic: Clinic, doctor: Actor, foreign_doctor: Actor) -> Actor:
    """On both clinics' lists."""
    person = be_born("Tone Toklinikk", date(1988, 10, 10), email="tone@eksempel.no")
    enlist(person, other_clinic, foreign_doctor)
    return enlist(person, clinic, doctor)


@pytest.fixture
def patient_with_frikort(clinic: Clinic, doctor: Actor) -> Actor:
    person = enlist(be_born("Fredrik Frikort", date(1960, 1, 15), email="fredrik@eksempel.no"), clinic, doctor)
    today = clock.oslo_date(clock.now())
    with acting_as(FURNISHER):
        patients.record_exemption(
            actor=FURNISHER, clinic_id=clinic.id, person_id=person.person_id, code="F",
            first_date=today - timedelta(days=100), last_date=today + timedelta(days=100), now=LONG_AGO,
        )  # fmt: skip
    return person


@pytest.fixture
def child(clinic: Clinic, doctor: Actor) -> Actor:
    """Twelve and a half years old."""
    born = clock.oslo_date(clock.now()) - timedelta(days=round(12.5 * 365.25))
    return enlist(be_born("Lina Nordmann", born), clinic, doctor)


@pytest.fixture
def sibling(clinic: Clinic, doctor: Actor) -> Actor:
    """A child of seven whom nobody has said may be acted for."""
    born = clock.oslo_date(clock.now()) - timedelta(days=round(7.3 * 365.25))
    return enlist(be_born("Jonas Nordmann", born), clinic, doctor)


@pytest.fixture
def mother(clinic: Clinic, doctor: Actor, child: Actor, now: datetime) -> Actor:
    """On the same list as her child, for whom the clinic lets her act."""
    person = enlist(be_born("Mona Nordmann", date(1986, 3, 8), email="mona@eksempel.no"), clinic, doctor)
    let_act(person, child, clinic, now)
    return person


@pytest.fixture
def unlisted(db: None) -> Actor:
    """Somebody known who is on no clinic's list."""
    return be_born("Unni Utenfor", date(1977, 7, 7))


@pytest.fixture
def doctor_as_patient(clinic: Clinic, doctor: Actor, second_doctor: Actor) -> Actor:
    """The doctor's own person: the same number as `doctor`, on a colleague's list."""
    return enlist(be_born("Lise Lege", date(1975, 3, 4), email="lise@eksempel.no"), clinic, second_doctor)


LogIn = Callable[..., Client]


@pytest.fixture
def logged_in() -> LogIn:
    """Give a browser in which an actor is logged in: `client = logged_in(patient)`; a second actor may join it."""

    def log_in(actor: Actor, client: Client | None = None) -> Client:
        client = client or Client()
        with acting_as(actors.NOBODY):
            if actor.scope is Scope.CLINIC:
                started = identity.start_staff_session(
                    actor=actors.NOBODY, account_id=actor.account_id, staff_id=actor.staff_id, now=clock.now()
                )
                client.cookies["klinikk"] = started.token
            else:
                listed = _is_listed(actor)
                started = identity.start_patient_session(
                    actor=actors.NOBODY, person_id=actor.person_id, listed=listed, now=clock.now()
                )
                client.cookies["pasient"] = started.token
        return client

    return log_in


def _is_listed(actor: Actor) -> bool:
    with acting_as(actor):
        return patient_lists.is_known(actor, actor.person_id or 0)
