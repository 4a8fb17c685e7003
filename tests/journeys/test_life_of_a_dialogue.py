"""Each kind from the choice to the receipt, and a dialogue's life after it was sent: added to, taken back, followed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import faults_where_scripts_run

BOTH = pytest.mark.parametrize("mode", ["with scripts", "without scripts"])
LATE = "Jeg lurer fortsatt på om jeg kan trene."
# Word in addresses, name of the kind, the field's label, who it is sent to.
KINDS = {
    "resept": ("Reseptforespørsel", "Første medisin", "Send til legen"),
    "faktura": ("Fakturaspørsmål", "Beskjed", "Send til legekontoret"),
    "annet": ("Annen henvendelse", "Beskjed", "Send til legekontoret"),
}


def discards(visitor, slug):
    visitor.opens(f"/start/{slug}/slett/")
    if visitor.page.locator("h1").inner_text() == "Vil du slette utkastet?":
        visitor.presses("Slett utkastet")
    return visitor


def comes_to_the_message(visitor, slug):
    discards(visitor, slug).opens(f"/start/{slug}/").presses("Neste steg")
    if slug != "faktura":
        visitor.ticks("Nei").ticks("Det haster ikke").presses("Neste steg")
    return visitor


@BOTH
@pytest.mark.parametrize("slug", KINDS)
def test_each_of_the_other_kinds_is_sent_free_of_charge_and_stands_in_innboks(patient, slug, mode):
    kind, field, send = KINDS[slug]
    lars = comes_to_the_message(patient("Lars Liksom", mode).logs_in(), slug)

    lars.presses("Neste steg")
    expect(lars.page).to_have_title(re.compile("^Feil: "))
    assert faults_where_scripts_run(lars, f"{kind}, empty", mode) == []
    lars.writes("Levaxin 50 mikrogram", field).presses("Neste steg").is_at("Se over og send").sees("Gratis")
    lars.presses(send)

    dialogue = lars.has_a_receipt()
    lars.opens("/innboks/")
    expect(lars.row_in_list(dialogue)).to_contain_text(kind)
    lars.opens_dialogue(dialogue).sees("Levaxin 50 mikrogram")


@BOTH
def test_what_is_being_written_when_the_clinic_closes_goes_into_a_new_one_and_each_leads_to_the_other(
    patient, colleague, mode
):
    samir = patient("Samir Dummy", mode).logs_in()
    dialogue = samir.sends_a_message()
    doctor = colleague("Ingrid Testlund").logs_in().opens_case(dialogue).answers("Ta det med ro i to uker.")
    samir.opens(f"/dialog/{dialogue}/").writes(LATE, "Skriv tilbake")

    doctor.opens(f"/klinikk/dialog/{dialogue}/").answers_and_closes("Da avslutter vi.")
    samir.presses("Send til legen").sees("Det du skrev, ble ikke sendt", "Legen har avsluttet samtalen", LATE)
    assert faults_where_scripts_run(samir, "closed meanwhile", mode) == []

    samir.presses("Start ny med denne teksten").is_at("Hvem vil du skrive til?").accepts_who_is_shown()
    samir.declares_that_it_fits().accepts_the_price()
    expect(samir.field("Beskjed")).to_have_value(LATE)
    new = samir.presses("Neste steg").is_at("Se over og send").sends()
    samir.opens(f"/dialog/{new}/").follows_first("Se den forrige samtalen fra")
    assert dialogue in samir.page.url
    samir.does_not_see("Dette skrev du, men det er ikke sendt").follows_first("Se den nye samtalen fra")
    assert new in samir.page.url


@BOTH
def test_while_it_waits_one_may_add_to_it_and_until_it_is_opened_take_it_back(patient, colleague, mode):
    samir = patient("Samir Dummy", mode).logs_in()
    dialogue = samir.sends_a_message()
    samir.opens(f"/dialog/{dialogue}/").writes("Jeg glemte å si at jeg er allergisk.", "Legg til opplysninger")
    samir.presses("Send opplysningene").sees("Jeg glemte å si at jeg er allergisk.", "Legen har ikke svart ennå")

    samir.follows("Trekk tilbake meldingen").is_at("Vil du trekke tilbake meldingen?")
    assert faults_where_scripts_run(samir, "withdraw", mode) == []
    samir.follows("Behold meldingen").follows("Trekk tilbake meldingen")
    late = samir.page
    samir.turns_to_another_tab().opens(f"/dialog/{dialogue}/trekk-tilbake/").presses("Trekk tilbake")
    samir.sees("Du har trukket meldingen tilbake", "Det koster ingenting.").has_no_way_to_reply()
    samir.page = late
    samir.presses("Trekk tilbake").is_at("Meldingen kan ikke trekkes tilbake")
    assert faults_where_scripts_run(samir, "withdrawn already", mode) == []
    samir.opens("/innboks/arkiv/")
    expect(samir.row_in_list(dialogue)).to_be_visible()

    opened = samir.sends_a_message()
    colleague("Ingrid Testlund").logs_in().opens_case(opened)
    samir.opens(f"/dialog/{opened}/").sees("Åpnet av legekontoret").does_not_see("Trekk tilbake meldingen")


@BOTH
def test_a_wish_for_a_prescription_is_offered_the_free_way_and_keeps_its_words(patient, mode):
    wish = "Kan jeg få fornyet resepten på Levaxin?"
    lars = discards(patient("Lars Liksom", mode).logs_in(), "resept").comes_to_the_message()
    lars.writes(wish).presses("Neste steg").is_at("Vil du be om resept?").sees(wish)
    assert faults_where_scripts_run(lars, "wish", mode) == []

    lars.presses("Be om resept").is_at("Hvem vil du skrive til?").presses("Neste steg")
    lars.ticks("Nei").ticks("Det haster ikke").presses("Neste steg")
    expect(lars.field("Første medisin")).to_have_value(wish)

    lars.comes_to_the_message().writes(wish).presses("Neste steg")
    lars.presses("Nei, jeg har et spørsmål til legen").is_at("Se over og send").sees(wish).sends()


def test_a_dialogue_is_kept_as_a_pdf_and_printed(patient):
    samir = patient("Samir Dummy").logs_in()
    samir.opens(f"/dialog/{samir.sends_a_message()}/")
    assert samir.downloads(samir.page.get_by_role("link", name="Last ned som PDF")).startswith(b"%PDF-")
    expect(samir.page.get_by_role("button", name="Skriv ut")).to_be_visible()
    samir.page.emulate_media(media="print")
    expect(samir.page.get_by_role("button", name=re.compile("Skriv ut|Send"))).to_have_count(0)


@BOTH
def test_a_session_that_ends_while_one_adds_something_keeps_it(patient, portal, mode):
    samir = patient("Samir Dummy", mode).logs_in()
    dialogue = samir.sends_a_message()
    samir.opens(f"/dialog/{dialogue}/").writes(LATE, "Legg til opplysninger")

    portal.forget_sessions_of("Samir Dummy")
    samir.presses("Send opplysningene").is_at("Logg inn").identifies().sees(LATE).presses("Send det nå")

    samir.stands_at(re.compile(f"/dialog/{dialogue}/")).sees(LATE)
    assert portal.ask(
        "SELECT count(*) FROM dialogues_message m JOIN dialogues_dialogue d ON d.id = m.dialogue_id "
        "WHERE d.public_id = %s", dialogue,
    ) == [(2,)]  # fmt: skip
