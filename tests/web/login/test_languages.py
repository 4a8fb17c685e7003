"""What becomes of a chosen language when somebody logs in."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.personas import identity_number_of
from tests.web.login.conftest import World

from legesvar.core.actor import Actor
from legesvar.domain.identity.models import Account, Person

pytestmark = pytest.mark.django_db(transaction=True)


def arrive(world: World, actor: Actor, browser: Client, door: str = "/logg-inn/start/") -> None:
    world.meet(actor)
    assert world.log_in(browser, identity_number_of(actor), door).status_code == 302


def test_the_provider_is_asked_to_speak_the_same(world: World, db: None, settings: object) -> None:
    browser = Client()
    browser.cookies["sprak"] = "nn"
    assert parse_qs(urlsplit(browser.get("/logg-inn/start/")["Location"]).query)["ui_locales"] == ["nn"]


def test_what_was_just_chosen_is_taken_along(world: World, patient: Actor) -> None:
    browser = Client()
    browser.cookies["sprak"] = "en.valgt"
    arrive(world, patient, browser)
    assert Person.objects.get(id=patient.person_id).language == "en"
    assert browser.cookies["sprak"].value == "en"


def test_what_the_last_one_here_spoke_is_not(world: World, patient: Actor, other_patient: Actor) -> None:
    browser = Client()
    browser.cookies["sprak"] = "en.valgt"
    arrive(world, patient, browser)
    arrive(world, other_patient, browser)
    assert Person.objects.get(id=other_patient.person_id).language == "nb"
    assert browser.cookies["sprak"].value == "nb"


def test_a_new_browser_learns_what_was_chosen_before(world: World, doctor: Actor) -> None:
    Account.objects.filter(id=doctor.account_id).update(language="nn")
    browser = Client()
    arrive(world, doctor, browser, "/klinikk/logg-inn/start/")
    assert browser.cookies["sprak"].value == "nn"
    assert re.search(r"HttpOnly", browser.cookies["sprak"].OutputString())
