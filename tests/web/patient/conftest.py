"""Patients on their way, with the portal's real rules behind the pages; and clinics that change their minds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.personas import FURNISHER, LogIn
from tests.web.patient.walk import Walk

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.billing import commands as billing
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.services.settings import DEFAULTS

Setter = Callable[..., None]


@pytest.fixture
def walk(tariff: None, patient: Actor, logged_in: LogIn) -> Walk:
    """The patient in a browser, at the beginning."""
    return Walk(logged_in(patient), patient)


@pytest.fixture
def services(clinic: Clinic, now: datetime) -> Setter:
    """Let the clinic change what it offers: `services(three_fields=True)`."""

    def change(**values: object) -> None:
        _change(clinic, replace(DEFAULTS[Kind.E_CONSULTATION], **values), now)

    return change


@pytest.fixture
def prices(clinic: Clinic, now: datetime) -> Setter:
    """Let the clinic change how it bills: `prices(fee_ore=0)`."""

    def change(**values: object) -> None:
        _change(clinic, BillingSettings(**values), now)

    return change


def _change(clinic: Clinic, settings: object, now: datetime) -> None:
    with acting_as(FURNISHER):
        clinics.change_settings(
            actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=now - timedelta(days=1), now=now
        )


@pytest.fixture
def tariffs(clinic: Clinic, now: datetime) -> Setter:
    """Let the clinic set the price of an e-consultation, in øre: `tariffs(30_000)`."""

    def change(day_ore: int, evening_ore: int | None = None) -> None:
        with acting_as(FURNISHER):
            billing.set_tariff(
                actor=FURNISHER, clinic_id=clinic.id, code="2ae", day_ore=day_ore, evening_ore=evening_ore,
                first_date=date(2020, 1, 1), now=now,
            )  # fmt: skip

    return change
