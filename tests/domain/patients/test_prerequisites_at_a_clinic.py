"""What a clinic demands before somebody starts, as it has set it, and what they have in order (ID-5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.personas import FURNISHER

from legesvar.core.actor import Actor
from legesvar.core.kinds import Service
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.identity.models import Person
from legesvar.domain.patients import selectors
from legesvar.domain.patients.policies import PrerequisiteRefusal as R
from legesvar.domain.patients.settings import PatientSettings

pytestmark = pytest.mark.django_db
E = Service.E_CONSULTATION


def demand(clinic: Clinic, now: datetime, **settings: tuple[str, ...]) -> None:
    with acting_as(FURNISHER):
        clinics.change_settings(
            actor=FURNISHER, clinic_id=clinic.id, settings=PatientSettings(**settings),
            valid_from=now - timedelta(hours=1), now=now,
        )  # fmt: skip


def refused(patient: Actor, clinic: Clinic, now: datetime, *, owes_overdue: bool = False) -> R | None:
    with acting_as(patient):
        place = selectors.listing(patient, clinic.id, patient.person_id or 0)
        assert place is not None
        return selectors.prerequisites_refused(patient, place, E, now, owes_overdue=lambda: owes_overdue)


def test_nothing_stops_a_patient_until_the_clinic_says_so(patient: Actor, clinic: Clinic, now: datetime) -> None:
    assert refused(patient, clinic, now, owes_overdue=True) is None


def test_a_mobile_must_be_verified_and_not_only_known(patient: Actor, clinic: Clinic, now: datetime) -> None:
    demand(clinic, now, verified_mobile_for=(E,))
    Person.objects.filter(id=patient.person_id).update(mobile="+4791234567")
    assert refused(patient, clinic, now) is R.VERIFIED_MOBILE
    Person.objects.filter(id=patient.person_id).update(mobile_verified_at=now)
    assert refused(patient, clinic, now) is None


def test_an_overdue_claim_stops_where_the_clinic_says_so(patient: Actor, clinic: Clinic, now: datetime) -> None:
    demand(clinic, now, nothing_overdue_for=(E,))
    assert refused(patient, clinic, now, owes_overdue=True) is R.NOTHING_OVERDUE
    assert refused(patient, clinic, now) is None


def test_nobodys_bills_are_looked_up_where_the_clinic_does_not_ask(
    patient: Actor, clinic: Clinic, now: datetime
) -> None:
    demand(clinic, now, nothing_overdue_for=(Service.INQUIRY,))
    with acting_as(patient):
        place = selectors.listing(patient, clinic.id, patient.person_id or 0)
        assert place is not None
        assert selectors.prerequisites_refused(patient, place, E, now, owes_overdue=pytest.fail) is None
