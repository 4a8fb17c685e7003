"""What is written is never lost and never sent twice: ended sessions, impatient fingers, several tabs and devices."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.factories import uploads

BOTH = pytest.mark.parametrize("mode", ["with scripts", "without scripts"])
TEXT = "Jeg har skrevet lenge på denne beskjeden, og vil ikke skrive den en gang til."


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "kne.jpg"
    file.write_bytes(uploads.jpeg_held(6))
    return file


@BOTH
def test_a_session_that_ends_while_writing_costs_neither_words_nor_pictures(patient, portal, photo, mode):
    lars = patient("Lars Liksom", mode).logs_in().comes_to_the_message()
    before = portal.dialogues_of("Lars Liksom")
    lars.chooses_files(photo)
    expect(lars.files().get_by_role("link")).to_be_visible()
    lars.writes(TEXT)

    portal.forget_sessions_of("Lars Liksom")
    lars.presses("Neste steg").is_at("Logg inn").sees("Det du sendte, er tatt vare på i 30 minutter.")
    lars.identifies().is_at("Teksten er tatt vare på").sees(TEXT).presses("Send det nå")

    lars.is_at("Se over og send").sees(TEXT)
    expect(lars.files()).to_have_count(1)
    dialogue = lars.sends()
    assert portal.dialogues_of("Lars Liksom") == before + 1
    lars.opens(f"/dialog/{dialogue}/").sees(TEXT)
    expect(lars.files()).to_have_count(1)


def test_a_session_that_ends_before_the_last_button_sends_once(patient, portal):
    lars = patient("Lars Liksom").logs_in().comes_to_the_review(TEXT)
    before = portal.dialogues_of("Lars Liksom")

    portal.forget_sessions_of("Lars Liksom")
    lars.presses("Send til legen").is_at("Logg inn").identifies().presses("Send det nå").has_a_receipt()

    assert portal.dialogues_of("Lars Liksom") == before + 1
    lars.opens("/fortsett/").is_at("Det er ingenting å sende")


def test_a_session_that_ends_while_the_doctor_answers_keeps_the_answer(patient, colleague, portal):
    dialogue = patient("Elle Máret Demo").logs_in().sends_a_message()
    doctor = colleague("Ingrid Testlund").logs_in().opens_case(dialogue).writes_answer("Et langt og godt svar til deg.")

    portal.forget_sessions_of("Ingrid Testlund")
    doctor.presses("Svar").agrees().is_at("Logg inn som ansatt").identifies()
    doctor.is_at("Teksten er tatt vare på").sees("Et langt og godt svar til deg.").presses("Send det nå")

    doctor.sees("er sendt.")
    doctor.opens(f"/klinikk/dialog/{dialogue}/").sees("Et langt og godt svar til deg.", "Ikke lest av pasienten ennå")


@BOTH
def test_two_clicks_send_one_message(patient, portal, mode):
    nina = patient("Aud Prøvestad", mode).logs_in().comes_to_the_review()
    before = portal.dialogues_of("Aud Prøvestad")

    nina.page.get_by_role("button", name="Send til legen", exact=True).dblclick()

    nina.has_a_receipt()
    assert portal.dialogues_of("Aud Prøvestad") == before + 1


def test_a_receipt_that_is_loaded_again_and_a_form_that_is_sent_again_make_no_second_message(patient, portal):
    aud = patient("Aud Prøvestad").logs_in().comes_to_the_review()
    before = portal.dialogues_of("Aud Prøvestad")
    dialogue = aud.sends()

    aud.page.reload()
    assert aud.has_a_receipt() == dialogue
    aud.page.go_back()
    if aud.page.get_by_role("button", name="Send til legen", exact=True).count():
        aud.presses("Send til legen")
        assert aud.has_a_receipt() == dialogue
    assert portal.dialogues_of("Aud Prøvestad") == before + 1


def test_two_tabs_that_both_send_make_one_message(patient, portal):
    aud = patient("Aud Prøvestad").logs_in().comes_to_the_review()
    before, first = portal.dialogues_of("Aud Prøvestad"), aud.page
    aud.turns_to_another_tab().opens("/start/e-konsultasjon/se-over/").is_at("Se over og send")
    dialogue = aud.sends()

    aud.page = first
    assert aud.sends() == dialogue
    assert portal.dialogues_of("Aud Prøvestad") == before + 1


def test_words_written_in_a_tab_whose_draft_was_sent_elsewhere_are_shown_and_not_sent(patient, portal):
    aud = patient("Aud Prøvestad").logs_in().comes_to_the_review()
    first = aud.page
    aud.turns_to_another_tab().opens("/start/e-konsultasjon/beskjed/").is_at("Hva gjelder det?")
    second, aud.page = aud.page, first
    aud.sends()
    before = portal.dialogues_of("Aud Prøvestad")

    aud.page = second
    aud.writes(TEXT).presses("Neste steg").is_at("Utkastet finnes ikke lenger").sees(TEXT)
    assert portal.dialogues_of("Aud Prøvestad") == before


@BOTH
def test_after_logging_out_the_back_button_shows_nothing(patient, mode):
    aud = patient("Aud Prøvestad", mode).logs_in().comes_to_the_review(TEXT).opens("/innboks/").logs_out()

    for _ in range(6):
        # As the button does it; `go_back` of the driver takes a page that leads on at once for a failure. Later, so
        # that the page may go while the driver still waits for an answer.
        with suppress(PlaywrightError):  # the page led on by itself at this very moment: back is where it then is
            aud.page.evaluate("() => { setTimeout(() => history.back(), 50); }")
        aud.page.wait_for_timeout(700)
        aud.page.wait_for_load_state()
        assert TEXT not in aud.page.content()
        assert aud.page.get_by_role("table").count() == 0
        assert aud.page.locator("summary", has_text="Aud Prøvestad").count() == 0


def test_a_draft_goes_on_upon_another_device(patient, photo):
    at_home = patient("Nils Eksempelsen").logs_in().comes_to_the_message().chooses_files(photo)
    expect(at_home.files().get_by_role("link")).to_be_visible()
    at_home.writes(TEXT)
    # Nothing is pressed: what is written is saved by itself.
    expect(at_home.page.locator("[data-draft-status]")).to_have_text(re.compile(r"^Utkast lagret kl\. \d\d\.\d\d$"))

    on_the_bus = patient("Nils Eksempelsen", "at 320 px").logs_in().sees("Du har et utkast").follows("Fortsett")
    on_the_bus.is_at("Se over og send").sees(TEXT)
    expect(on_the_bus.files()).to_have_count(1)
    on_the_bus.sends()

    at_home.presses("Neste steg").is_at("Utkastet finnes ikke lenger").sees(TEXT)


def test_a_patient_may_stop_and_go_on_later(patient):
    nils = patient("Nils Eksempelsen", "without scripts").logs_in().comes_to_the_message().writes(TEXT)

    nils.presses("Lagre og fortsett senere").is_at("Innboks").sees("Du har et utkast").follows("Fortsett")
    nils.is_at("Se over og send").presses("Forrige steg").is_at("Hva gjelder det?")
    expect(nils.field("Beskjed")).to_have_value(TEXT)
    nils.presses("Forrige steg").is_at("Pris")
    nils.with_an_empty_desk().does_not_see("Du har et utkast")


def test_a_red_flag_leaves_no_trace_of_itself(patient, portal):
    aud = (
        patient("Aud Prøvestad")
        .logs_in()
        .begins()
        .accepts_who_is_shown()
        .ticks("Ja, noe jeg skal ringe 113 om")
        .presses("Neste steg")
    )

    aud.is_at("Ring nå. Ikke vent på svar her.")
    aud.opens("/start/e-konsultasjon/pris/").is_at("Passer det med e-konsultasjon?")
    expect(aud.page.get_by_role("radio", checked=True)).to_have_count(0)


def test_what_is_written_before_the_scripts_have_come_is_saved_all_the_same(patient):
    aud = patient("Aud Prøvestad", service_workers="block").logs_in().comes_to_the_message()
    held = []
    aud.page.route("**/js/autosave*", lambda route: held.append(route))  # noqa: PLW0108 - a built-in cannot be marked
    with aud.page.expect_request("**/js/autosave*"):
        aud.page.goto(aud.page.url, wait_until="commit")
    aud.writes("Skrevet på en treg linje.")
    held[0].continue_()
    expect(aud.page.locator("[data-draft-status]")).to_contain_text("Utkast lagret")
    patient("Aud Prøvestad").logs_in("/start/e-konsultasjon/beskjed/").sees("Skrevet på en treg linje.")
