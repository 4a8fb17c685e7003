"""A patient and a doctor log in through a real OpenID provider, and land where they wanted to go."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.personas import identity_number_of
from tests.web.login.conftest import World

from legesvar.core.actor import Actor
from legesvar.domain.identity.models import Session


def test_a_patient_lands_on_the_page_they_wanted(world: World, patient: Actor) -> None:
    browser = Client()
    world.meet(patient)
    answer = world.log_in(browser, identity_number_of(patient), "/logg-inn/start/?neste=/innboks/arkiv/")
    assert answer.status_code == 302
    assert answer["Location"] == "/innboks/arkiv/"
    session = Session.objects.get()
    assert session.person_id == patient.person_id
    assert session.listed
    assert session.provider_sid
    assert browser.get("/okt/").json()["left"] > 1700


def test_a_doctor_with_one_clinic_is_at_work_there(world: World, doctor: Actor) -> None:
    browser = Client()
    world.meet(doctor)
    answer = world.log_in(browser, identity_number_of(doctor), "/klinikk/logg-inn/start/")
    assert answer["Location"] == "/klinikk/arbeidsliste/"
    assert Session.objects.get().staff_id == doctor.staff_id
    assert browser.get("/klinikk/okt/").json()["left"] > 1700


@pytest.mark.django_db(transaction=True)
def test_a_login_is_committed(world: World, patient: Actor) -> None:
    browser = Client()
    world.meet(patient)
    assert world.log_in(browser, identity_number_of(patient))["Location"] == "/innboks/"
    assert browser.get("/okt/").status_code == 200
