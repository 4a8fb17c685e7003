from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from tests.domain.billing.conftest import BrokenOff, accept, break_off, charge, set_tariff
from tests.personas import FURNISHER

from legesvar.core import clock
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import selectors
from legesvar.domain.billing.models import Charge
from legesvar.domain.billing.policies import Refusal
from legesvar.domain.patients import selectors as patients


def test_an_answer_charges_the_egenandel_and_the_fee(charged, patient, doctor, traces):
    assert (charged.amount_ore, charged.fee_ore, charged.exemption) == (20_400, 5_500, "")
    assert traces(Event.CHARGED) == 1
    for actor in (patient, doctor):
        with acting_as(actor):
            assert selectors.charge_about(actor, charged.about) == charged


def test_a_second_answer_charges_nothing_more(charged, consent, doctor, second_doctor, clinic, traces):
    set_tariff(clinic, day_ore=10_000, first_date=clock.oslo_date(clock.now()))
    again = charge(second_doctor, consent, charged.about, now=clock.now())
    assert again == charged
    assert again.amount_ore == 20_400
    assert traces(Event.CHARGED) == 1


def test_frikort_at_the_answer_is_charged_as_nothing_with_its_reason(consent, doctor):
    row = charge(doctor, consent, exemption="F")
    assert (row.amount_ore, row.fee_ore, row.exemption) == (0, 0, "F")


def test_a_child_pays_nothing_and_so_does_who_has_a_frikort(clinic, child, patient_with_frikort, doctor, tariff):
    now = clock.now()
    for person, code in ((child, "B"), (patient_with_frikort, "F")):
        consent = accept(person, clinic, exemption=code, now=now)
        with acting_as(doctor):
            place = patients.listing(doctor, clinic.id, person.person_id)
            reason = patients.exemption(doctor, place, clock.oslo_date(now))
        assert charge(doctor, consent, exemption=reason, now=now).exemption == code


def test_without_a_consent_nothing_is_charged(consent, doctor):
    with pytest.raises(Refused) as refused:
        charge(doctor, consent, consent_id=consent.id + 1)
    assert refused.value.reason is Refusal.NO_CONSENT


def test_one_patients_consent_never_charges_another(consent, doctor, other_patient):
    with pytest.raises(Refused) as refused:
        charge(doctor, consent, person_id=other_patient.person_id)
    assert refused.value.reason is Refusal.NO_CONSENT


def test_the_database_refuses_a_charge_on_another_patients_consent(charged, other_patient):
    with pytest.raises(IntegrityError), acting_as(FURNISHER):
        Charge.objects.create(
            clinic_id=charged.clinic_id, person_id=other_patient.person_id, about=uuid4(), code="2ae",
            amount_ore=1, fee_ore=0, answered_at=charged.answered_at, consent_id=charged.consent_id,
        )  # fmt: skip


def test_neither_secretaries_nor_patients_charge(consent, secretary, administrator, patient):
    for actor in (secretary, administrator, patient):
        with pytest.raises(Refused) as refused:
            charge(actor, consent)
        assert refused.value.reason is Refusal.WRONG_ROLE


def test_a_patient_cannot_insert_a_charge_past_the_command(charged, patient):
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(patient):
        Charge.objects.create(
            clinic_id=charged.clinic_id, person_id=patient.person_id, about=uuid4(), code="2ae",
            amount_ore=0, fee_ore=0, answered_at=charged.answered_at, consent_id=charged.consent_id,
        )  # fmt: skip


def test_another_clinics_doctor_neither_charges_nor_finds_the_charge(charged, consent, foreign_doctor, foreign_patient):
    with pytest.raises(Refused):
        charge(foreign_doctor, consent)
    with pytest.raises(Refused) as refused:
        charge(foreign_doctor, consent, clinic_id=foreign_doctor.clinic_id)
    assert refused.value.reason is Refusal.NO_CONSENT
    for actor in (foreign_doctor, foreign_patient):
        with acting_as(actor):
            assert selectors.charge_about(actor, charged.about) is None


@pytest.mark.django_db(transaction=True)
def test_two_doctors_who_answer_at_once_charge_once(consent, doctor, second_doctor, traces):
    about, together = uuid4(), Barrier(2, timeout=10)

    def answer(actor):
        try:
            with acting_as(actor):
                together.wait()
                row = charge(actor, consent, about)
            return row.id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ids = set(pool.map(answer, [doctor, second_doctor]))
    assert len(ids) == 1
    assert traces(Event.CHARGED) == 1
    with acting_as(doctor):
        assert Charge.objects.filter(about=about).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_fails_leaves_no_charge(consent, doctor, traces):
    with pytest.raises(BrokenOff):
        break_off(doctor, lambda: charge(doctor, consent))
    assert traces(Event.CHARGED) == 0
    with acting_as(doctor):
        assert not Charge.objects.exists()
