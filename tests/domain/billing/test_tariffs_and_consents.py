from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from tests.domain.billing.conftest import NOON, accept, set_tariff
from tests.personas import FURNISHER

from legesvar.core import actor as actors
from legesvar.core.actor import Mandate, Role
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.audit.events import Event
from legesvar.domain.billing import selectors
from legesvar.domain.billing.models import Consent, Tariff
from legesvar.domain.billing.policies import Refusal
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.clinics import commands as clinics

TODAY = NOON.date()


def test_a_newer_price_replaces_the_older_from_its_first_day(clinic, patient, tariff):
    newer = set_tariff(clinic, day_ore=21_200, first_date=date(2026, 7, 1))
    with acting_as(patient):
        before = selectors.tariff_in_force(patient, clinic.id, "2ae", date(2026, 6, 30))
        after = selectors.tariff_in_force(patient, clinic.id, "2ae", date(2026, 7, 1))
    assert (before.version, before.day_ore) == (tariff.public_id, 20_400)
    assert (after.version, after.day_ore) == (newer.public_id, 21_200)


def test_each_clinic_has_its_own_prices(clinic, other_clinic, patient, tariff):
    set_tariff(other_clinic, day_ore=99_900)
    with acting_as(patient):
        assert selectors.tariff_in_force(patient, clinic.id, "2ae", TODAY).day_ore == 20_400
        assert selectors.tariff_in_force(patient, clinic.id, "2ae", date(2025, 6, 30)) is None
        assert selectors.tariff_in_force(patient, clinic.id, "1be", TODAY) is None


def test_a_slip_of_the_finger_can_be_put_right_the_same_day(clinic, administrator, tariff, traces):
    wrong = set_tariff(clinic, administrator, day_ore=204_000, first_date=TODAY)
    right = set_tariff(clinic, administrator, day_ore=20_400, first_date=TODAY)
    assert right.id == wrong.id
    assert right.public_id != wrong.public_id
    assert traces(Event.TARIFF_CHANGED) == 3


def test_a_patient_cannot_set_a_price(clinic, patient):
    with pytest.raises(Refused) as refused:
        set_tariff(clinic, patient, first_date=TODAY)
    assert refused.value.reason is Refusal.WRONG_ROLE


def test_a_patient_cannot_insert_a_price_past_the_command(clinic, patient):
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(patient):
        Tariff.objects.create(clinic_id=clinic.id, code="2ae", day_ore=0, first_date=TODAY)


def test_another_clinics_administrator_cannot_change_a_price(clinic, foreign_doctor, tariff):
    with acting_as(foreign_doctor):
        assert Tariff.objects.filter(clinic_id=clinic.id).update(day_ore=1) == 0
    foreign_administrator = replace(foreign_doctor, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        set_tariff(clinic, foreign_administrator, first_date=TODAY)


def test_a_consent_keeps_the_amounts_and_the_version_that_were_shown(clinic, patient, traces):
    version = set_tariff(clinic, evening_ore=33_200).public_id
    row = accept(patient, clinic, settings=BillingSettings(uses_evening_tariff=True), exemption="F")
    assert (row.day_ore, row.evening_ore, row.fee_ore, row.exemption) == (20_400, 33_200, 5_500, "F")
    assert (row.tariff_version, row.person_id, row.accepted_by) == (version, patient.person_id, patient.name)
    assert traces(Event.PRICE_ACCEPTED) == 1
    with acting_as(patient):
        assert selectors.consent(patient, row.public_id) == row
        assert selectors.consented_price(selectors.consent(patient, row.id)).total_ore == 0


def test_yesterdays_page_cannot_be_accepted(clinic, patient, tariff):
    with acting_as(patient):
        page = selectors.price(patient, clinic.id, "2ae", BillingSettings(), "", TODAY).shown
    set_tariff(clinic, day_ore=21_200, first_date=TODAY + timedelta(days=1))
    accept(patient, clinic, shown=page)
    with pytest.raises(Refused) as refused:
        accept(patient, clinic, shown=page, now=NOON + timedelta(days=1))
    assert refused.value.reason is Refusal.PRICE_CHANGED
    with acting_as(patient):
        assert Consent.objects.count() == 1


def test_a_corrected_price_cannot_be_accepted_from_the_page_with_the_old_one(clinic, patient, tariff):
    with acting_as(patient):
        page = selectors.price(patient, clinic.id, "2ae", BillingSettings(), "", TODAY).shown
    set_tariff(clinic, day_ore=20_400)
    with pytest.raises(Refused) as refused:
        accept(patient, clinic, shown=page)
    assert refused.value.reason is Refusal.PRICE_CHANGED


def test_without_a_price_nothing_can_be_accepted(clinic, patient):
    with pytest.raises(Refused) as refused:
        accept(patient, clinic, shown="")
    assert refused.value.reason is Refusal.NO_TARIFF


def test_nobody_accepts_a_price_at_a_clinic_they_do_not_belong_to(clinic, foreign_patient, tariff):
    with pytest.raises(IntegrityError):
        accept(foreign_patient, clinic)


def test_a_parent_accepts_for_the_child_and_is_named(clinic, child, patient, tariff):
    parent = actors.representative(
        person_id=child.person_id, acting_person_id=patient.person_id, name=patient.name, mandates=(Mandate(clinic.id),)
    )
    row = accept(parent, clinic, exemption="B")
    assert (row.person_id, row.accepted_by) == (child.person_id, patient.name)


def test_a_clinic_cannot_consent_in_a_patients_name(consent, doctor):
    forged = {f.attname: getattr(consent, f.attname) for f in Consent._meta.concrete_fields if f.attname != "id"}
    del forged["public_id"]
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(doctor):
        Consent.objects.create(**forged)


def test_a_consent_is_found_by_the_patient_and_the_clinic_and_by_nobody_else(
    consent, patient, doctor, other_patient, foreign_doctor, foreign_patient
):
    found = {}
    for actor in (patient, doctor, other_patient, foreign_doctor, foreign_patient):
        with acting_as(actor):
            found[actor.name] = selectors.consent(actor, consent.public_id) is not None
    assert [name for name, seen in found.items() if seen] == [patient.name, doctor.name]


@pytest.mark.parametrize("statement", ["UPDATE billing_consent SET day_ore = 1", "DELETE FROM billing_consent"])
def test_a_consent_is_never_changed(consent, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(FURNISHER), connection.cursor() as sql:
        sql.execute(statement)


def test_a_clinics_settings_are_read_at_an_instant(clinic, administrator, patient):
    changed = BillingSettings(fee_ore=6_400, uses_evening_tariff=True)
    with acting_as(administrator):
        clinics.change_settings(
            actor=administrator, clinic_id=clinic.id, settings=changed, valid_from=NOON, now=NOON
        )  # fmt: skip
    with acting_as(patient):
        assert selectors.settings_in_force(patient, clinic.id, NOON) == changed
        assert selectors.settings_in_force(patient, clinic.id, NOON - timedelta(seconds=1)) == BillingSettings()
