"""What is not simply answered: an e-consultation that is rejected, and an inquiry that becomes one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import MODES

WHY = "Dette må jeg undersøke. Ring oss og bestill time."
# A patient who pays, and their own doctor's colleague at the desk.
CASTS = [("with scripts", "Karin Testdal"), ("without scripts", "Ingrid Testlund")]


@pytest.mark.parametrize(("mode", "name"), CASTS, ids=[mode for mode, _ in CASTS])
def test_an_econsultation_is_rejected_with_a_reason_and_costs_nothing(patient, colleague, portal, mode, name):
    writer = patient(name, mode).logs_in().begins()
    doctors_name = "Vidar Vikarstad" if name == "Karin Testdal" else "Berit Beggesen"
    if writer.page.get_by_role("radio").count():
        writer.ticks(doctors_name)
    writer.accepts_who_is_shown().declares_that_it_fits().accepts_the_price()
    writer.writes("Jeg har en kul på halsen.").presses("Neste steg")
    dialogue = writer.sends()

    doctor = colleague(doctors_name, mode).logs_in()
    if doctors_name == "Berit Beggesen":
        doctor.chooses_clinic("Solvik legesenter")
    doctor.opens_case(dialogue).page.get_by_role("link", name="Avvis", exact=True).click()
    doctor.is_at("Avvis e-konsultasjonen").sees(name, "Pasienten betaler ingenting").scrolls_only_down()
    doctor.presses("Avvis og send begrunnelsen").sees("Skriv en begrunnelse")
    doctor.writes(WHY, "Begrunnelse til pasienten").presses("Avvis og send begrunnelsen").sees("er avvist")

    writer.opens(f"/dialog/{dialogue}/").sees("Legen kan ikke svare på denne som e-konsultasjon", WHY)
    writer.sees("Det koster ingenting, og du får ingen faktura.").has_no_way_to_reply().scrolls_only_down()
    assert portal.ask("SELECT count(*) FROM billing_charge WHERE about = %s", dialogue) == [(0,)]


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "at 320 px"])
def test_an_inquiry_becomes_an_econsultation_and_is_charged_exactly_once(patient, colleague, portal, mode):
    name = {"with scripts": "Samir Dummy", "without scripts": "Karin Testdal"}.get(mode, "Samir Dummy")
    writer = patient(name, mode).logs_in().opens("/start/annet/").presses("Neste steg")
    writer.is_at("Passer det å skrive om dette?").ticks("Nei").ticks("Det haster ikke").presses("Neste steg")
    writer.writes("Jeg blir svimmel når jeg reiser meg.").presses("Neste steg").presses("Send til legekontoret")
    dialogue = writer.has_a_receipt()

    secretary = colleague("Siri Skrankestad", mode).logs_in().opens_case(dialogue)
    secretary.page.get_by_role("link", name="Gjør om til e-konsultasjon").click()
    secretary.is_at("Gjør om til e-konsultasjon").sees("259 kroner").scrolls_only_down()
    if not secretary.page.get_by_role("radio", checked=True).count():
        secretary.page.get_by_role("radio").first.check(force=True)
    doctors_name = secretary.page.locator("input:checked + label").inner_text()
    secretary.presses("Spør pasienten").sees("er spurt om prisen")

    writer.opens(f"/dialog/{dialogue}/").sees("Legekontoret spør om dette kan bli en e-konsultasjon")
    writer.has_no_way_to_reply().page.get_by_role("link", name="Se prisen og svar").click()
    writer.is_at("Vil du gjøre dette om til en e-konsultasjon?").sees("259 kr").scrolls_only_down()
    expect(writer.page.get_by_role("checkbox")).not_to_be_checked()
    writer.presses("Ja, gjør om til e-konsultasjon").sees("Du må godta å betale egenandel")
    writer.ticks("Jeg godtar å betale egenandel").presses("Ja, gjør om til e-konsultasjon")
    writer.sees("Legen har ikke svart ennå", "Jeg blir svimmel når jeg reiser meg.")

    doctor = colleague(doctors_name, mode).logs_in().opens_case(dialogue)
    doctor.sees("Pasienten betaler 259 kroner hvis du svarer nå.", "Pasienten godtok prisen")
    doctor.answers("Drikk nok, og reis deg langsomt.")
    doctor.opens("/klinikk/arbeidsliste/?vis=alle").opens(f"/klinikk/dialog/{dialogue}/")
    doctor.answers_and_closes("Ta kontakt hvis det ikke gir seg.").sees("Pasienten betaler 259 kroner.")
    asked = "SELECT count(*), max(total_ore) FROM billing_invoice WHERE about = %s"
    assert portal.ask(asked, dialogue) == [(1, 25_900)]
    assert portal.ask("SELECT count(*) FROM billing_charge WHERE about = %s", dialogue) == [(1,)]


def test_a_standard_text_is_found_by_typing_and_by_the_list(patient, colleague, portal):
    writer = patient("Karin Testdal").logs_in().begins()
    if writer.page.get_by_role("radio").count():
        writer.ticks("Vidar Vikarstad")
    writer.accepts_who_is_shown().declares_that_it_fits().accepts_the_price()
    writer.writes("Kan jeg dusje med plasteret?").presses("Neste steg")
    dialogue = writer.sends()

    doctor = colleague("Vidar Vikarstad").logs_in().opens_case(dialogue)
    field = doctor.page.get_by_label("Svar til pasienten")
    field.press_sequentially("Hei. ::best")
    finder = doctor.page.get_by_role("combobox", name="Søk etter tekstmal")
    expect(finder).to_be_focused()
    expect(doctor.page.get_by_role("option", name="Bestill time")).to_have_attribute("aria-selected", "true")
    finder.press("Enter")
    expect(field).to_be_focused()
    assert "Hei Karin." in field.input_value()
    assert "::best" not in field.input_value()
    doctor.page.keyboard.press("Escape")

    slow = colleague("Vidar Vikarstad", "without scripts").logs_in().opens_case(dialogue)
    slow.writes_answer("Takk for meldingen.").page.get_by_label("Tekstmal").select_option(label="Ta det med ro")
    slow.presses("Sett inn")
    value = slow.page.get_by_label("Svar til pasienten").input_value()
    assert value.startswith("Takk for meldingen.")
    assert "Hei Karin." in value
