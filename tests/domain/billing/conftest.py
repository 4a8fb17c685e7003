"""A price, somebody who has accepted it, and what follows when the doctor answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.clock import OSLO, oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.billing import commands, selectors
from legesvar.domain.billing.invoices import Payee, Payer
from legesvar.domain.billing.models import Charge, Consent, Invoice, Tariff
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics.models import Clinic

NOON = datetime(2026, 5, 12, 12, tzinfo=OSLO)
PLAIN = BillingSettings()
PAYEE = Payee(
    name="Solbakken legekontor", organisation_number="974760673", account_number="86011117947",
    street="Storgata 1", postcode="0155", city="Oslo", phone="22 00 11 22",
)  # fmt: skip
PAYER = Payer(name="Kari Nordmann", street="Kirkeveien 2", postcode="0266", city="Oslo")


def set_tariff(clinic: Clinic, actor: Actor = FURNISHER, **change: Any) -> Tariff:
    values = {"code": "2ae", "day_ore": 20_400, "first_date": date(2025, 7, 1), "now": NOON} | change
    with acting_as(actor):
        return commands.set_tariff(actor=actor, clinic_id=clinic.id, **values)


def accept(
    actor: Actor, clinic: Clinic, *, settings: BillingSettings = PLAIN, exemption: str = "", now: datetime = NOON,
    shown: str | None = None,
) -> Consent:  # fmt: skip
    with acting_as(actor):
        price = selectors.price(actor, clinic.id, "2ae", settings, exemption, oslo_date(now))
        return commands.accept_price(
            actor=actor, clinic_id=clinic.id, code="2ae", settings=settings, exemption=exemption, now=now,
            shown=shown if shown is not None else price.shown if price else "",
        )  # fmt: skip


def charge(actor: Actor, consent: Consent, about: UUID | None = None, **change: Any) -> Charge:
    values = {
        "clinic_id": consent.clinic_id, "person_id": consent.person_id, "consent_id": consent.id,
        "about": about or uuid4(), "exemption": "", "settings": PLAIN, "now": NOON,
    }  # fmt: skip
    with acting_as(actor):
        return commands.charge(actor=actor, **(values | change))


def issue(actor: Actor, row: Charge, **change: Any) -> Invoice | None:
    values = {
        "clinic_id": row.clinic_id, "about": row.about, "payee": PAYEE, "payer": PAYER, "settings": PLAIN, "now": NOON,
    }  # fmt: skip
    with acting_as(actor):
        return commands.issue_invoice(actor=actor, **(values | change))


def break_off(actor: Actor, act: Callable[[], Any]) -> None:
    """Do something in a transaction that then fails."""
    with acting_as(actor):
        act()
        raise BrokenOff


class BrokenOff(Exception):
    """Something later in the same act went wrong."""


@pytest.fixture
def tariff(clinic: Clinic) -> Tariff:
    return set_tariff(clinic)


@pytest.fixture
def consent(tariff: Tariff, clinic: Clinic, patient: Actor) -> Consent:
    return accept(patient, clinic)


@pytest.fixture
def charged(consent: Consent, doctor: Actor) -> Charge:
    return charge(doctor, consent)


@pytest.fixture
def invoice(charged: Charge, doctor: Actor) -> Invoice:
    row = issue(doctor, charged)
    assert row is not None
    return row


@pytest.fixture
def traces() -> Callable[[str], int]:
    """Count the entries of the trace for an act."""

    def count(event: str) -> int:
        with acting_as(FURNISHER):
            return Entry.objects.filter(event=event).count()

    return count
