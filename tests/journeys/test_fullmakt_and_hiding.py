"""A fullmakt, a guardian and a child that hides, through the real pages, with and without scripts (ID-6)."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from legesvar.cli.demo_people import PATIENTS
from tests.journeys.deputy import Deputy
from tests.journeys.portal import NUMBERS

BOTH = pytest.mark.parametrize("mode", ["with scripts", "without scripts"])
NOT_FOUND = "Vi finner ikke siden"
FRIDA, LINA = "Frida Frikortsen", "Lina Liksom Demo"


@pytest.fixture
def deputy(visitors):
    """Let somebody who acts for another sit down at a browser: name and mode."""
    return partial(visitors, Deputy)


@pytest.fixture
def secretary(colleague):
    """Let the secretary record for whom Frida may act, and end it again: the others of the demo know nothing of it."""
    acted_for = []

    def records(name, basis, *services, mode):
        siri = colleague("Siri Skrankestad", mode).logs_in().opens("/klinikk/pasienter/")
        siri.writes(name.split()[-1], "Finn en pasient").presses("Finn").follows_first(name).is_at(name)
        acted_for.append((siri, siri.page.url))
        siri.follows("Registrer hvem som handler for pasienten").ticks(re.compile(f"^{basis}"))
        siri.writes(NUMBERS[FRIDA], "Fødselsnummeret til den som skal handle for pasienten")
        siri.writes(FRIDA, "Navnet til den som skal handle for pasienten")
        for service in services:
            siri.ticks(service)
        return siri.presses("Registrer").is_at(name).sees(FRIDA)

    def ends():
        siri, page = acted_for.pop()
        siri.opens(page).follows(f"Avslutt {FRIDA}")
        siri.page.locator("main form button").last.click()
        siri.stands_at(re.compile("#handler-for$"))

    records.ends = ends
    yield records
    while acted_for:
        ends()


@BOTH
def test_a_fullmakt_opens_what_it_is_for_and_nothing_else_until_it_is_ended(patient, deputy, secretary, mode):
    nils = patient("Nils Eksempelsen", mode).logs_in()
    private = nils.sends_a_message("Dette er mellom meg og legen.")
    secretary("Nils Eksempelsen", "Fullmakt", "Andre henvendelser", mode=mode)

    frida = deputy(FRIDA, mode).logs_in().turns_to("Nils Eksempelsen")
    expect(frida.row_in_list(private)).to_have_count(0)
    frida.opens(f"/dialog/{private}/").is_at(NOT_FOUND)
    frida.opens("/start/").is_at("Hva vil du gjøre?").sees("henvendelse")
    expect(frida.page.locator('main a[href$="/start/e-konsultasjon/"]')).to_have_count(0)

    frida.opens("/start/annet/mottaker/").presses("Neste steg").ticks("Nei").ticks("Det haster ikke")
    frida.presses("Neste steg").writes("Nils trenger en attest.").presses("Neste steg")
    sent = frida.presses("Send til legekontoret").has_a_receipt()
    nils.opens(f"/dialog/{sent}/").sees("Nils trenger en attest.", f"{FRIDA} for Nils Eksempelsen")

    secretary.ends()
    frida.opens(f"/dialog/{sent}/").is_at("Du kan ikke lenger handle på vegne av Nils Eksempelsen")


@BOTH
def test_a_guardian_writes_of_everything_for_the_ward(deputy, colleague, secretary, mode):
    secretary("Kjell Fiktiv", "Verge", mode=mode)

    frida = deputy(FRIDA, mode).logs_in().turns_to("Kjell Fiktiv")
    dialogue = frida.sends_a_message("Kjell har fått vondt i kneet.")
    ingrid = colleague("Ingrid Testlund", mode).logs_in().opens_case(dialogue)
    ingrid.sees("Kjell har fått vondt i kneet.", f"{FRIDA} for Kjell Fiktiv")

    secretary.ends()
    frida.opens(f"/dialog/{dialogue}/").is_at("Du kan ikke lenger handle på vegne av Kjell Fiktiv")


@pytest.fixture
def thirteen(portal):
    """Let the child of the demo, who is younger, be of the age at which one may hide; and then be itself again."""

    def is_born(day):
        for table in ("identity_person", "patients_patient"):
            born = f"UPDATE {table} SET birth_date = {day} WHERE identity_number = %s"
            assert portal.change(born, NUMBERS[LINA])

    is_born("current_date - interval '13 years 6 months'")
    yield
    is_born(f"'{PATIENTS['lina'].born}'")


@BOTH
def test_what_a_child_of_thirteen_hides_its_parents_do_not_see(patient, deputy, colleague, thirteen, mode):
    lina = patient(LINA, mode).logs_in().comes_to_the_review("Jeg vil ikke at mamma skal vite det.")
    hidden = lina.ticks("Skjul samtalen for foreldrene mine").sends()
    lina.opens(f"/dialog/{hidden}/").sees("Samtalen er skjult for foreldrene dine.")
    shown = lina.sends_a_message("Jeg er forkjølet.")

    mother = deputy("Elle Máret Demo", mode).logs_in().turns_to(LINA)
    expect(mother.row_in_list(shown)).to_have_count(1)
    expect(mother.row_in_list(hidden)).to_have_count(0)
    mother.opens(f"/dialog/{hidden}/").is_at(NOT_FOUND)
    mother.opens(f"/dialog/{shown}/").sees("Jeg er forkjølet.")
    colleague("Ingrid Testlund", mode).logs_in().opens_case(hidden).sees("Skjult for foreldre")
