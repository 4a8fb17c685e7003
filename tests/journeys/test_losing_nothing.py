"""What is written is never lost and never sent twice: ended sessions, impatient fingers, several tabs and devices."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from legesvar.core import clock
from tests.demos import wait_for
from tests.factories import uploads
from tests.journeys.inspection import faults_where_scripts_run
from tests.journeys.portal import PATIENCE

BOTH = pytest.mark.parametrize("mode", ["with scripts", "without scripts"])
TEXT = "Jeg har skrevet lenge på denne beskjeden, og vil ikke skrive den en gang til."


SAVED = re.compile(r"^Utkast lagret kl\. \d\d\.\d\d$")
SETTINGS = "/klinikk/innstillinger/"
OWN_OFFER = f"{SETTINGS}min-e-konsultasjon/"


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


@BOTH
def test_a_session_that_ends_before_the_last_button_sends_once(patient, portal, mode):
    lars = patient("Lars Liksom", mode).logs_in().comes_to_the_review(TEXT)
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


@BOTH
def test_two_tabs_that_both_send_make_one_message(patient, portal, mode):
    aud = patient("Aud Prøvestad", mode).logs_in().comes_to_the_review()
    before, first = portal.dialogues_of("Aud Prøvestad"), aud.page
    aud.turns_to_another_tab().opens("/start/e-konsultasjon/se-over/").is_at("Se over og send")
    dialogue = aud.sends()

    aud.page = first
    assert aud.sends() == dialogue
    assert portal.dialogues_of("Aud Prøvestad") == before + 1


@BOTH
def test_words_written_in_a_tab_whose_draft_was_sent_elsewhere_are_shown_and_not_sent(patient, portal, mode):
    aud = patient("Aud Prøvestad", mode).logs_in().comes_to_the_review()
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


@BOTH
def test_a_draft_goes_on_upon_another_device(patient, photo, mode):
    at_home = patient("Nils Eksempelsen", mode).logs_in().comes_to_the_message().writes(TEXT).chooses_files(photo)
    expect(at_home.files().get_by_role("link")).to_be_visible()
    # Nothing more is pressed: what is written is saved by itself, or was so with the picture.
    expect(at_home.page.locator("[data-draft-status]")).to_have_text(SAVED)

    on_the_bus = patient("Nils Eksempelsen", "at 320 px").logs_in().sees("Du har et utkast").follows("Fortsett")
    on_the_bus.is_at("Se over og send").sees(TEXT)
    expect(on_the_bus.files()).to_have_count(1)
    on_the_bus.sends()

    at_home.presses("Neste steg").is_at("Utkastet finnes ikke lenger").sees(TEXT)


@BOTH
def test_words_written_on_two_devices_at_once_are_both_kept(patient, mode):
    at_home = patient("Nils Eksempelsen", mode).logs_in().comes_to_the_message()
    on_the_bus = patient("Nils Eksempelsen", mode).logs_in("/start/e-konsultasjon/beskjed/").is_at("Hva gjelder det?")
    on_the_bus.writes("Skrevet på bussen.").presses("Neste steg").is_at("Se over og send")

    at_home.writes("Skrevet hjemme.")
    if mode == "with scripts":
        expect(at_home.page.locator("[data-draft-status]")).to_contain_text("Du har skrevet i utkastet et annet sted")
    at_home.presses("Neste steg").is_at("Hva gjelder det?").sees("Her står begge tekstene.")
    assert faults_where_scripts_run(at_home, "written on two devices", mode) == []
    expect(at_home.field("Beskjed")).to_have_value("Skrevet på bussen.\n\nSkrevet hjemme.")

    # What stands ready to be sent on the bus has become another text: it is shown before it is sent.
    on_the_bus.presses("Send til legen").sees("Noe er endret siden du åpnet siden.", "Skrevet hjemme.").sends()


@pytest.fixture
def arne(colleague):
    """The administrator, who sets the clinic right again afterwards: others write to it too."""
    arne = colleague("Arne Adminsen").logs_in()
    yield arne
    if arne.opens(f"{SETTINGS}pause/annet/").page.get_by_role("button", name="Ta imot igjen nå").count():
        arne.presses("Ta imot igjen nå")
    gives_grace(arne, 30)


def gives_grace(arne, minutes):
    arne.opens(f"{SETTINGS}annet-tilbud/").writes(str(minutes), "Minutter til å bli ferdig")
    arne.presses("Se over endringene").presses("Lagre endringene").sees("Endringene er lagret.")


@BOTH
def test_a_clinic_that_closes_meanwhile_keeps_the_words_and_tells_why_and_what_else(patient, arne, mode):
    lars = patient("Lars Liksom", mode).logs_in().opens("/start/annet/slett/")
    if lars.page.locator("h1").inner_text() == "Vil du slette utkastet?":
        lars.presses("Slett utkastet")
    lars.opens("/start/annet/mottaker/").presses("Neste steg").ticks("Nei").ticks("Det haster ikke")
    lars.presses("Neste steg").is_at("Hva gjelder det?").writes(TEXT)

    gives_grace(arne, 0)
    arne.opens(f"{SETTINGS}pause/annet/").writes("Vi har sykdom.", "Hvorfor tar dere pause?")
    tomorrow = (clock.now().date() + timedelta(days=2)).strftime("%d.%m.%Y")
    arne.writes(tomorrow, "Pause til denne dagen").writes("08.00", "Klokken").presses("Ta pause")

    lars.presses("Neste steg").sees("Vi har sykdom.", "Utkastet ditt er lagret.", "22 00 00 10")
    assert faults_where_scripts_run(lars, "closed meanwhile", mode) == []
    arne.opens(f"{SETTINGS}pause/annet/").presses("Ta imot igjen nå")
    lars.opens("/innboks/").sees("Du har begynt på en henvendelse").opens("/start/annet/fortsett/")
    lars.is_at("Se over og send").sees(TEXT).presses("Send til legekontoret").has_a_receipt()


@pytest.fixture
def vidar(colleague):
    """The substitute, who takes what he took before once the test is over."""
    vidar = colleague("Vidar Vikarstad").logs_in()
    yield vidar
    vidar.opens(OWN_OFFER).ticks("Ja").presses("Lagre").sees("Du tar imot e-konsultasjoner.")


@BOTH
def test_a_doctor_who_stops_meanwhile_is_told_of_and_the_words_go_to_another(patient, portal, vidar, mode):
    karin = patient("Karin Testdal", mode).logs_in().begins().ticks("Vidar Vikarstad").accepts_who_is_shown()
    karin.declares_that_it_fits().accepts_the_price().writes(TEXT).presses("Neste steg").is_at("Se over og send")

    vidar.opens(OWN_OFFER).ticks("Nei").presses("Lagre").sees("Du tar ikke imot e-konsultasjoner.")
    # Who had begun may finish, for a while: it passes.
    assert portal.change("UPDATE services_offer SET changed_at = changed_at - interval '2 hours' WHERE NOT is_open")
    karin.presses("Send til legen").is_at("Hvem vil du skrive til?").sees("Teksten din er lagret.")
    assert faults_where_scripts_run(karin, "doctor gone", mode) == []
    karin.sees("Dag Demoen").presses("Neste steg").opens("/start/e-konsultasjon/fortsett/")
    karin.is_at("Se over og send").sees("Dag Demoen", TEXT).sends()


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


@pytest.mark.parametrize("leaves", ["closes the tab", "goes elsewhere"])
def test_what_is_written_just_before_the_page_is_left_is_saved(patient, portal, leaves):
    aud = patient("Aud Prøvestad").logs_in().comes_to_the_message()
    aud.page.wait_for_load_state()  # the scripts have come
    aud.page.evaluate("navigator.serviceWorker.ready.then(() => {})")  # and stand between
    aud.writes(f"{TEXT} Så {leaves} jeg.")
    if leaves == "closes the tab":
        aud.page.close(run_before_unload=True)
        aud.turns_to_another_tab()
    else:
        aud.page.locator("a.bar__home").click()

    saved = "SELECT count(*) FROM dialogues_draft WHERE texts->>'why' = %s"
    wait_for(lambda: portal.ask(saved, f"{TEXT} Så {leaves} jeg.") == [(1,)], PATIENCE)
    aud.opens("/start/e-konsultasjon/beskjed/")
    expect(aud.field("Beskjed")).to_have_value(f"{TEXT} Så {leaves} jeg.")
