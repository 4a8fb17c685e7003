"""The register as staff use it, in each mode, every page and error held to axe: found, registered, imported, phoned."""

from __future__ import annotations

import re
from datetime import date

import pytest

from legesvar.core import identity_number
from tests.journeys.inspection import faults
from tests.journeys.visitor import MODES

FILE = "Fødselsnummer;Navn;E-post;Mobil;Fastlege\r\n{rows}\r\n"
SERIALS = {mode: 40 + 10 * place for place, mode in enumerate(MODES)}


def number(serial: int) -> str:
    return identity_number.synthetic(birth_date=date(1964, 4, 4), serial=serial).digits


@pytest.mark.parametrize("mode", MODES)
def test_from_an_unknown_person_to_a_call_that_is_answered(patient, colleague, tmp_path, mode):
    serial, found = SERIALS[mode], []

    def look(visitor, state):
        if mode != "without scripts":  # axe is a script
            found.extend(faults(visitor.scrolls_only_down(), state))
        return visitor

    siri = look(colleague("Siri Skrankestad", mode).logs_in().opens("/klinikk/pasienter/"), "register")
    siri.follows("Registrer pasient")
    look(siri.presses("Registrer").sees("Skriv fødselsnummeret"), "new patient, errors")
    siri.writes(number(serial), "Fødselsnummer eller D-nummer").writes("Åse Øvre Ås", "Navn")
    siri.writes("91234567", "Mobilnummer (valgfritt)")
    siri.page.get_by_label("Fastlege", exact=True).select_option(label="Ingrid Testlund")
    look(siri.presses("Registrer").is_at("Åse Øvre Ås").sees("Ikke bekreftet", "Ingrid Testlund"), "patient")

    siri.follows("Registrer hvem som handler for pasienten").sees("Sjekk legitimasjon")
    look(siri.presses("Registrer").sees("Velg ett av alternativene"), "representation, errors")
    look(siri.follows("Tilbake til Åse Øvre Ås").follows("Bytt fastlege").is_at("Bytt fastlege"), "GP")
    look(siri.follows("Tilbake til Åse Øvre Ås").follows("Endre opplysninger").is_at("Endre opplysninger"), "details")
    look(siri.follows("Tilbake til Åse Øvre Ås").follows("Ta ut av listen").is_at("Ta ut av listen"), "leave")
    look(siri.follows("Tilbake til Åse Øvre Ås").follows("Skriv til pasient").is_at("Skriv til pasient"), "write")
    siri.follows("Tilbake til Åse Øvre Ås").follows("Legg inn telefonhenvendelse")
    look(siri.presses("Legg inn").sees("Skriv hva pasienten ringte om."), "phone, errors")
    siri.ticks("Annen henvendelse").writes("Vil vite når blodprøvene er klare.", "Hva pasienten ringte om")
    siri.page.get_by_label("Hvem skal få den?", exact=True).select_option(label="Ingrid Testlund")
    look(siri.presses("Legg inn").is_at("Henvendelsen er lagt inn").sees("Ingrid Testlund"), "entered")

    siri.follows("Finn neste pasient").writes("Øvre", "Finn en pasient").presses("Finn")
    siri.sees("Fant ingen").writes("ås", "Finn en pasient").presses("Finn").sees("Åse Øvre Ås")
    siri.stands_at("/klinikk/pasienter/")

    siri.opens("/klinikk/pasienter/import/")
    sheet = tmp_path / "pasienter.csv"
    rows = [
        f"{number(serial + 1)};Nils Nyås;;;Ingrid Testlund",
        f"{number(serial)};Åse Øvre Ås;;;",
        "123;Feil Feilsen;;;",
    ]
    sheet.write_bytes(FILE.format(rows="\r\n".join(rows)).encode("latin-1"))
    look(siri.presses("Se over filen").sees("Velg en fil"), "import, error")
    siri.page.locator("input[type=file]").set_input_files(sheet)
    look(siri.presses("Se over filen").sees("1 kommer på listen", "1 av linjene har feil", "11 siffer"), "preview")
    look(siri.presses("Importer 1 pasient").is_at("Pasientene er importert"), "imported")

    ingrid = colleague("Ingrid Testlund", mode).logs_in().opens("/klinikk/pasienter/")
    ingrid.writes("ås", "Finn en pasient").presses("Finn").follows_first("Åse Øvre Ås").is_at("Åse Øvre Ås")
    look(ingrid.follows("Hvem har sett og gjort hva").sees("Siri Skrankestad, helsesekretær"), "the clinic's trail")
    assert found == []


@pytest.mark.parametrize("mode", ["with scripts", "at 320 px"])
def test_the_patient_sees_who_looked(patient, colleague, mode):
    found = []
    dag = colleague("Dag Demoen").logs_in().opens("/klinikk/pasienter/")
    dag.writes("prøvestad", "Finn en pasient").presses("Finn").follows_first("Aud Prøvestad")
    if re.search("pasienten", dag.page.locator("h1").inner_text()):
        found.extend(faults(dag, "why"))
        dag.presses("Åpne").sees("Velg hvorfor").ticks("Klage eller tilsyn").presses("Åpne")
    dag.is_at("Aud Prøvestad")
    aud = patient("Aud Prøvestad", mode).logs_in().opens("/innsyn/")
    aud.sees("Dag Demoen, fastlege", "Så på opplysningene om pasienten", "Grunn: Klage eller tilsyn.")
    assert [*found, *faults(aud.scrolls_only_down(), "Innsyn")] == []
