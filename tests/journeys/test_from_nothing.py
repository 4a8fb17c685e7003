"""A clinic from nothing to its first answered e-consultation, by its own people and on its pages alone."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import expect

from tests.journeys.patient import DIALOGUE
from tests.journeys.portal import NUMBERS, Portal
from tests.journeys.visitor import Visitor

CLINIC = "Lysakerelven legesenter"
SYNNE, NINA, LIV = "Synne Søsterstad", "Nina Nordnesvik", "Liv Lokalsen"
EMAIL = "liv@lege.example"
PASSWORD = "vindu-torsk-fjell-penn"
SETTINGS = "/klinikk/innstillinger/"


def invited(portal: Portal) -> str:
    """Return the link that the invitation leads to."""
    return re.findall(r"http\S+/klinikk/invitasjon/\S+", portal.await_message(EMAIL, "/klinikk/invitasjon/")["body"])[0]


def makes_a_local_account(doctor: Visitor, link: str) -> None:
    doctor.opens(link).is_at(f"Du er invitert til {CLINIC}").sees(LIV, "9144895").follows("Lag lokal konto")
    doctor.writes(PASSWORD, "Nytt passord").writes(PASSWORD, "Gjenta passordet").presses("Neste")
    secret = doctor.page.locator("main .code").first.inner_text().replace(" ", "")
    doctor.writes(pyotp.TOTP(secret).now(), "Kode").presses("Bruk appen").is_at("Ta vare på kodene")
    assert doctor.page.locator("main li.code").count() == 10
    doctor.follows("Jeg har tatt vare på dem").is_at("Arbeidsliste")


def test_an_empty_clinic_comes_to_its_first_answered_econsultation(colleague, patient, portal):
    portal.found_clinic(CLINIC, "310001031", SYNNE)
    synne = colleague(SYNNE).logs_in().chooses_clinic(CLINIC)
    synne.opens(SETTINGS).sees("Kom i gang", "2 av 6 er på plass")

    synne.follows("Sett prisen").writes("204", "Egenandel på dagtid").presses("Se over endringene")
    synne.presses("Lagre endringene").sees("Prisen er lagret.")

    synne.opens(SETTINGS).follows("Legg til en lege").follows("Endre innlogging")
    synne.ticks("Med HelseID eller lokal konto").presses("Lagre").is_at("Ansatte")
    synne.follows("Inviter en ansatt").writes(EMAIL, "E-postadresse").writes(LIV, "Navn").ticks("Fastlege")
    synne.presses("Send invitasjon").sees("Du må rette én ting", "HPR")
    synne.writes("9144895", "HPR-nummer (valgfritt)").presses("Send invitasjon").sees(LIV, EMAIL)
    doctor = colleague(LIV)
    makes_a_local_account(doctor, invited(portal))

    synne.opens(SETTINGS).follows("Legg inn pasientene")
    rows = f"Fødselsnummer;Navn;E-post;Fastlege\n{NUMBERS[NINA]};{NINA};nina@post.example;{LIV}\n123;Feil Tall;;\n"
    synne.page.set_input_files(
        "input[type=file]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": rows.encode("latin-1")}
    )
    synne.presses("Se over filen").sees("123", NINA).presses("Importer 1 pasient").is_at("Pasientene er importert")
    synne.opens(SETTINGS).sees("5 av 6 er på plass")

    nina = patient(NINA).logs_in().begins().follows("Endre legekontor").ticks(CLINIC).presses("Velg legekontor")
    nina.is_at("Hvem vil du skrive til?").sees(LIV).accepts_who_is_shown().declares_that_it_fits().sees("204")
    nina.accepts_the_price().writes("Jeg trenger råd om en gammel skade.").presses("Neste steg")
    dialogue = nina.sends()

    doctor.opens("/klinikk/arbeidsliste/").opens_case(dialogue).sees("gammel skade").answers_and_closes("Tren rolig.")
    portal.await_message("nina@post.example", dialogue)
    nina.opens(f"/dialog/{dialogue}/").stands_at(DIALOGUE).sees("Tren rolig.", "Legen har avsluttet samtalen")
    expect(nina.page.get_by_role("link", name=re.compile(r"^Faktura \d+ \(PDF\)$"))).to_have_count(1)
    synne.opens(SETTINGS).does_not_see("Kom i gang")
    assert portal.verify_audit().returncode == 0
