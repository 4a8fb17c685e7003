"""A clinic from nothing: founded from the command line, then set up on its pages alone; and two who set it at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from legesvar.core import clock
from legesvar.core.working_days import add_working_days
from tests.journeys.visitor import MODES

SETTINGS = "/klinikk/innstillinger/"
SYNNE = "Synne Søsterstad"
# Numbers of clinics that are none.
FOUNDED = [
    ("with scripts", "Nytt legesenter", "310001007"),
    ("without scripts", "Nyere legesenter", "310001015"),
    ("at 320 px", "Nyeste legesenter", "310001023"),
]


@pytest.mark.parametrize(("mode", "clinic", "organisation"), FOUNDED, ids=list(MODES))
def test_a_clinic_is_founded_and_set_up_on_its_pages(colleague, portal, mode, clinic, organisation):
    portal.found_clinic(clinic, organisation, SYNNE)
    synne = colleague(SYNNE, mode).logs_in().chooses_clinic(clinic)
    synne.opens(SETTINGS).sees(
        "Kom i gang", "Sett prisen", "Legg til en lege", "Legg inn pasientene"
    ).scrolls_only_down()

    synne.follows("Fyll ut opplysningene om legekontoret").writes("93238", "HER-id (valgfritt)")
    synne.presses("Se over endringene").sees("Ingenting er lagret ennå.", "93238").scrolls_only_down()
    synne.presses("Lagre endringene").sees("Endringene er lagret.")

    synne.opens(SETTINGS).follows("Sett prisen").sees("har ingen pris i dag")
    synne.writes("204", "Egenandel på dagtid").presses("Se over endringene").sees("204 kroner")
    synne.presses("Lagre endringene").sees("Prisen er lagret.", "Gjelder nå").scrolls_only_down()

    synne.opens(SETTINGS).follows("Velg hva dere tar imot")
    synne.writes("8-15", "Mandag (valgfritt)").writes("15.00-8", "Tirsdag (valgfritt)").presses("Se over endringene")
    synne.sees("En åpningstid slutter før den begynner.").scrolls_only_down()
    synne.writes("08.00–15.00", "Tirsdag (valgfritt)").presses("Se over endringene").sees("Hele døgnet", "08.00–15.00")
    synne.presses("Lagre endringene").sees("Endringene er lagret.")

    day = add_working_days(clock.now().date() + timedelta(days=30), 1)
    synne.opens(f"{SETTINGS}fridager/").writes("Planleggingsdag", "Hva er det?")
    synne.writes(day.strftime("%d.%m.%Y"), "Første dag").presses("Legg inn").sees("1 fridag er lagt inn.")

    synne.opens(f"{SETTINGS}e-konsultasjon-tilbud/").follows("Se hvem som har endret hva")
    synne.sees(SYNNE, "Åpningstid").scrolls_only_down()


def test_what_is_proposed_is_seen_on_the_patients_own_page_and_then_on_theirs(colleague, patient):
    arne = colleague("Arne Adminsen").logs_in(f"{SETTINGS}annet-tekster/")
    box = arne.page.get_by_label(re.compile("^Dette passer det for")).first
    box.fill(box.input_value() + "\nparkering ved legekontoret")
    arne.presses("Se over endringene")
    with arne.context.expect_page() as opened:
        arne.presses("Siden der pasienten leser hva det passer for")
    expect(opened.value.locator("main")).to_contain_text("parkering ved legekontoret")
    opened.value.close()
    arne.presses("Lagre endringene").sees("Endringene er lagret.")

    patient("Samir Dummy").logs_in("/start/annet/mottaker/").presses("Neste steg").sees("parkering ved legekontoret")


def test_two_administrators_at_once_lose_nothing(colleague):
    first, second = (colleague("Arne Adminsen").logs_in() for _ in range(2))
    for arne in (first, second):
        arne.opens(f"{SETTINGS}annet-grenser/")
    second.writes("6", "Svarfrist i arbeidsdager").presses("Se over endringene").presses("Lagre endringene")
    second.sees("Endringene er lagret.")
    first.writes("950", "Hvor mange tegn pasienten kan skrive").presses("Se over endringene")
    first.sees("Noen har endret dette mens du skrev", "Arne Adminsen", "Svarfrist i arbeidsdager")
    expect(first.page.get_by_label("Hvor mange tegn pasienten kan skrive")).to_have_value("950")
    expect(first.page.get_by_label("Svarfrist i arbeidsdager")).to_have_value("6")
    first.presses("Se over endringene").presses("Lagre endringene").sees("Endringene er lagret.")


def test_a_doctor_pauses_their_own_and_the_patient_sees_it(colleague, patient):
    day = (clock.now().date() + timedelta(days=40)).strftime("%d.%m.%Y")
    doctor = colleague("Ingrid Testlund").logs_in(f"{SETTINGS}min-e-konsultasjon/")
    try:
        doctor.ticks("Ikke før en dag jeg velger").writes(day, "Første dag du tar imot igjen (valgfritt)")
        doctor.presses("Lagre").sees("Du tar imot e-konsultasjoner igjen fra")
        patient("Karin Testdal").logs_in("/start/e-konsultasjon/mottaker/").does_not_see("Ingrid Testlund")
    finally:
        doctor.opens(f"{SETTINGS}min-e-konsultasjon/").ticks("Ja").presses("Lagre")
    doctor.sees("Du tar imot e-konsultasjoner.")
