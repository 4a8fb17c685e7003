"""`legesvar furnish`: the demo's clinics, people and past, by the commands that make them in production.

All of it in one transaction, so that a demo is furnished or it is not; asked again, only what has run out is renewed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.conf import settings as installation
from django.db import DatabaseError, connection

from legesvar.cli import assets, demo_history, migrate
from legesvar.cli.demo_history import Cast
from legesvar.cli.demo_people import OFFICES, PATIENTS, STAFF, Employee, Resident
from legesvar.cli.demo_story import CASES
from legesvar.cli.often_used_codes import OFTEN_USED
from legesvar.core import actor as actors
from legesvar.core.actor import Actor
from legesvar.core.clock import now as present
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.wall import APP_ROLE, acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.kid import Algorithm
from legesvar.domain.billing.settings import BillingSettings, InvoiceAt
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics import selectors as clinic_facts
from legesvar.domain.clinics.commands import absence
from legesvar.domain.diagnoses import code_list
from legesvar.domain.diagnoses import commands as diagnoses
from legesvar.domain.diagnoses.settings import DiagnosisSettings
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.commands import contact
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients import selectors as patient_lists
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.settings import PatientSettings
from legesvar.domain.services import commands as services
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.services.settings import DEFAULTS, ServiceSettings
from legesvar.domain.standard_texts import commands as standard_texts
from legesvar.domain.standard_texts.commands import Written
from legesvar.domain.standard_texts.kinds import Owner
from legesvar.domain.statistics import commands as statistics

FURNISHER = actors.system("demo")
OPENED = datetime(2024, 1, 2, 7, tzinfo=UTC)
ABSENT, SUBSTITUTE = "dag", "vidar"
# So that an SMS comes while somebody looks, also at night.
NEVER_QUIET = PatientSettings(quiet_from=0, quiet_to=0)
BEHIND, AHEAD = timedelta(days=14), timedelta(days=14)

# What a clinic has decided. Solvik keeps every default and takes the prices of the seed clinic: 204 + 55 = 259 kroner.
PRICES = {"solvik": (20_400, None), "nordnes": (20_400, 34_500)}
SETTINGS: dict[str, tuple[ServiceSettings | BillingSettings, ...]] = {
    "solvik": (),
    "nordnes": (
        replace(
            DEFAULTS[Kind.E_CONSULTATION], sent_to=SentTo.ALL_DOCTORS, three_fields=True, character_limit=1_000,
            answer_days=3,
        ),
        BillingSettings(
            uses_evening_tariff=True, fee_ore=6_500, invoice_at=InvoiceAt.FIRST_ANSWER, due_days=21,
            kid_method=Algorithm.MOD11, kid_prefix="4321", first_invoice_number=50_001,
        ),
    ),
}  # fmt: skip


TEXTS = (
    Written(
        title="Bestill time",
        text="Hei {fornavn}.\n\nDette må jeg undersøke. Bestill time hos oss: {bestill_time}.\n\nHilsen {lege}",
    ),
    Written(
        title="Ta det med ro",
        text="Hei {fornavn}.\n\nDette går som regel over av seg selv. Ta kontakt hvis det er like ille om en uke.",
    ),
    Written(
        title="Passer ikke som e-konsultasjon",
        text="Hei {fornavn}.\n\nDette kan jeg ikke vurdere uten å se deg. Ring {klinikk} på {telefon} og bestill time.",
    ),
    Written(title="Resept er sendt", text="Resepten ligger klar på apoteket.", kinds=(Kind.PRESCRIPTION,)),
)


def main(argv: Sequence[str]) -> int:
    """Make tables and style sheets ready and furnish, in one process because the demo waits for it."""
    argparse.ArgumentParser(
        prog="legesvar furnish",
        description="Brings the demo's database up to this version and furnishes it once. Needs LEGESVAR_DEMO=yes and "
        "LEGESVAR_AS_OWNER=yes; «legesvar demo» runs it by itself.",
    ).parse_args(argv)
    if not installation.DEMO:
        print("Only a demo is furnished: LEGESVAR_DEMO is not yes.", file=sys.stderr)
        return 1
    try:
        migrate.run(verbosity=0)
        _step_down()
        furnish(present())
        assets.gather()
    except (migrate.NewerDatabase, DatabaseError, OSError) as problem:
        print(f"The demo could not be furnished: {_first_line(problem)}", file=sys.stderr)
        return 1
    return 0


def _step_down() -> None:
    """Go on as the portal does, behind the wall."""
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = APP_ROLE


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]


def furnish(now: datetime) -> bool:
    """Furnish the demo unless it has been, and renew what must hold today; True when it was furnished now."""
    with acting_as(FURNISHER):
        known = clinic_facts.clinic_by_organisation_number(FURNISHER, OFFICES["solvik"].organisation_number)
        cast = _gather() if known is None else None
        diagnoses.load(actor=FURNISHER, lines=code_list.read(OFTEN_USED))
        renew(oslo_date(now), now)
        if cast is not None:
            demo_history.happen(cast, CASES, now)
            _ask_for_diagnoses(cast.clinics["nordnes"], now)
            for clinic_id in cast.clinics.values():
                statistics.gather(actor=FURNISHER, clinic_id=clinic_id, now=now)
    return cast is not None


def _gather() -> Cast:
    cast = Cast()
    for key in OFFICES:
        cast.clinics[key] = _found(key)
    for key, employee in STAFF.items():
        _employ(cast, key, employee)
    for key, clinic_id in cast.clinics.items():
        _write_texts(cast, key, clinic_id)
    for key, resident in PATIENTS.items():
        if resident.places:
            cast.patients[key] = _enlist(cast, resident)
    for key, resident in PATIENTS.items():
        _give_parents(cast, key, resident)
    return cast


def _found(key: str) -> int:
    office, (day_ore, evening_ore) = OFFICES[key], PRICES[key]
    clinic = clinics.found_clinic(actor=FURNISHER, **vars(office), now=OPENED)
    for settings in (*SETTINGS[key], NEVER_QUIET):
        clinics.change_settings(
            actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=OPENED, now=OPENED
        )  # fmt: skip
    billing.set_tariff(
        actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=day_ore, evening_ore=evening_ore,
        first_date=oslo_date(OPENED), now=OPENED,
    )  # fmt: skip
    return clinic.id


def _employ(cast: Cast, key: str, employee: Employee) -> None:
    account = identity.register_account(
        actor=FURNISHER, identity_number=employee.number, name=employee.name, hpr_number=employee.hpr_number, now=OPENED
    )
    for job in employee.jobs:
        clinic_id = cast.clinics[job.at]
        row = clinics.add_staff(
            actor=FURNISHER, clinic_id=clinic_id, account_id=account.id, name=employee.name, role=job.role,
            specialist=job.specialist, now=OPENED,
        )  # fmt: skip
        cast.staff[job.at, key] = somebody = actors.staff(
            clinic_id=clinic_id, staff_id=row.id, account_id=account.id, role=job.role, name=employee.name,
            public_id=row.public_id,
        )  # fmt: skip
        if job.role in actors.DOCTOR_ROLES:
            services.set_offer(
                actor=FURNISHER, clinic_id=clinic_id, staff_id=somebody.staff_id, kind=Kind.E_CONSULTATION,
                is_open=True, now=OPENED,
            )  # fmt: skip


def _write_texts(cast: Cast, key: str, clinic_id: int) -> None:
    """Give a clinic its standard texts, written by its first doctor."""
    author = next(one for (at, _), one in cast.staff.items() if at == key and one.role in actors.DOCTOR_ROLES)
    with acting_as(author):
        for written in TEXTS:
            standard_texts.add(actor=author, owner=Owner.CLINIC, written=written, now=OPENED)


def _ask_for_diagnoses(clinic_id: int, now: datetime) -> None:
    """Let a clinic ask for diagnoses from today on; what is past was answered without."""
    clinics.change_settings(
        actor=FURNISHER, clinic_id=clinic_id, settings=DiagnosisSettings(asks=True), valid_from=now, now=now
    )


def _enlist(cast: Cast, resident: Resident) -> Actor:
    person = identity.register_person(
        actor=FURNISHER, identity_number=resident.number, name=resident.name, birth_date=resident.born,
        email=resident.email, mobile=resident.mobile, now=OPENED,
    )  # fmt: skip
    for place in resident.places:
        patients.register(
            actor=FURNISHER, clinic_id=cast.clinics[place.at], person_id=person.id, identity_number=resident.number,
            name=resident.name, birth_date=resident.born, street=resident.street, postcode=resident.postcode,
            city=resident.city, gp_id=cast.staff[place.at, place.gp].staff_id, now=OPENED,
        )  # fmt: skip
    actor = actors.patient(person_id=person.id, name=person.name, public_id=person.public_id)
    with acting_as(actor):
        contact.confirm_contact(actor=actor, now=present() - BEHIND)
    return actor


def _give_parents(cast: Cast, key: str, resident: Resident) -> None:
    for parent in resident.parents:
        for place in resident.places:
            patients.record_representation(
                actor=FURNISHER, clinic_id=cast.clinics[place.at], person_id=cast.patients[key].person_id,
                representative_id=cast.patients[parent].person_id, basis=Basis.PARENT,
                first_date=oslo_date(OPENED), now=OPENED,
            )  # fmt: skip


def renew(today: date, now: datetime) -> None:
    """See to it that the substitute stands in and the frikort holds today, whenever the demo was furnished."""
    absent, substitute = (_at_solvik(STAFF[key].number, STAFF[key].name, now) for key in (ABSENT, SUBSTITUTE))
    clinic_id = absent.clinic_id
    if not any(period.absent_id == absent.id for period in clinic_facts.substitutes(FURNISHER, clinic_id, today)):
        absence.record_absence(
            actor=FURNISHER, clinic_id=clinic_id, absent_id=absent.id, substitute_id=substitute.id,
            first_date=today - BEHIND, last_date=today + AHEAD, now=now,
        )  # fmt: skip
    for resident in PATIENTS.values():
        if resident.frikort:
            _exempt(clinic_id, resident, today, now)


def _at_solvik(number: str, name: str, now: datetime) -> clinic_facts.Member:
    account = identity.register_account(actor=FURNISHER, identity_number=number, name=name, now=now)
    return clinic_facts.memberships(account.id)[0][0]


def _exempt(clinic_id: int, resident: Resident, today: date, now: datetime) -> None:
    person = identity.register_person(
        actor=FURNISHER, identity_number=resident.number, name=resident.name, birth_date=resident.born, now=now
    )
    place = patient_lists.listing(FURNISHER, clinic_id, person.id)
    if place is not None and not patient_lists.exemption(FURNISHER, place, today):
        patients.record_exemption(
            actor=FURNISHER, clinic_id=clinic_id, person_id=person.id, code="F",
            first_date=today - 3 * AHEAD, last_date=today + 6 * AHEAD, now=now,
        )  # fmt: skip
