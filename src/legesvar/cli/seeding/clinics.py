"""New clinics with doctors, a substitute, a secretary, an administrator and a price: by the commands that make them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from django.db import connection

from legesvar.cli.seeding import calendar, names
from legesvar.cli.seeding.numbers import IdentityNumbers, account_numbers, organisation_numbers
from legesvar.core.actor import Actor, Role
from legesvar.core.clock import oslo_date
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.commands import absence
from legesvar.domain.identity import commands as identity

DAY_ORE = 20_400
PATIENTS_OF_A_GP = 1_000
FEWEST_GPS, MOST_GPS = 2, 12


def found(actor: Actor, number: int, patients: int, random: Random, numbers: IdentityNumbers, now: datetime) -> None:
    """Found clinics.

    :param number: how many
    :param patients: how many there will be at all of them together, which decides how many GPs they have
    """
    gps = max(FEWEST_GPS, min(MOST_GPS, -(-patients // max(1, number) // PATIENTS_OF_A_GP)))
    before = _how_many()
    organisations, accounts = organisation_numbers(10 * before), account_numbers(10 * before)
    began = now - timedelta(days=calendar.DAYS + 365)
    for serial in range(before, before + number):
        _found_one(actor, serial, gps, random, numbers, next(organisations), next(accounts), began, now)


def _how_many() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clinics_clinic")
        return int(cursor.fetchone()[0])


def _found_one(
    actor: Actor, serial: int, gps: int, random: Random, numbers: IdentityNumbers, organisation: str, account: str,
    began: datetime, now: datetime,
) -> None:  # fmt: skip
    place, kind = names.CLINICS[serial % len(names.CLINICS)], names.CLINIC_KINDS[serial % len(names.CLINIC_KINDS)]
    again = serial // len(names.CLINICS)
    postcode, city = random.choice(names.PLACES)
    clinic = clinics.found_clinic(
        actor=actor, name=f"{place} {kind}" + (f" {again + 1}" if again else ""),
        phone=f"0{serial % 10_000_000:07}", organisation_number=organisation, account_number=account,
        street=f"{random.choice(names.STREETS)} {random.randint(1, 90)}", postcode=postcode, city=city, now=began,
    )  # fmt: skip
    billing.set_tariff(
        actor=actor, clinic_id=clinic.id, code=BillingSettings().e_consultation_code, day_ore=DAY_ORE,
        first_date=oslo_date(began), now=began,
    )  # fmt: skip
    doctors = [_employ(actor, clinic.id, Role.FASTLEGE, random, numbers, began) for _ in range(gps)]
    substitute = _employ(actor, clinic.id, Role.VIKAR, random, numbers, began)
    for role in (Role.SECRETARY, Role.ADMINISTRATOR):
        _employ(actor, clinic.id, role, random, numbers, began)
    today = oslo_date(now)
    absence.record_absence(
        actor=actor, clinic_id=clinic.id, absent_id=doctors[0], substitute_id=substitute,
        first_date=today - timedelta(days=3), last_date=today + timedelta(days=11), now=now - timedelta(days=7),
    )  # fmt: skip


def _employ(actor: Actor, clinic_id: int, role: Role, random: Random, numbers: IdentityNumbers, now: datetime) -> int:
    name = f"{random.choice(names.FIRST)} {random.choice(names.LAST)}"
    while True:
        _, digits = numbers.take(date(random.randint(1962, 1992), random.randint(1, 12), random.randint(1, 28)))
        account = identity.register_account(
            actor=actor, identity_number=digits, name=name, now=now,
            hpr_number=f"{random.randint(9_500_000, 9_999_999)}" if role in {Role.FASTLEGE, Role.VIKAR} else "",
        )  # fmt: skip
        if account.created_at == now and account.name == name:
            break
    return clinics.add_staff(
        actor=actor, clinic_id=clinic_id, account_id=account.id, name=name, role=role,
        specialist=random.random() < 0.6, now=now,
    ).id  # fmt: skip
