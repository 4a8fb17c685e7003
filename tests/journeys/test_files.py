"""Pictures on bad networks, wrong files, and a change of mind (START-7)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.factories import uploads
from tests.journeys.visitor import MODES

TEXT = "Det gjelder bildet jeg legger ved."
SETTLE = "En fil ble ikke lastet opp. Prøv igjen, eller fjern den før du går videre."
TOO_BIG = "Filen er for stor."
WRONG = "Vi kan ikke ta imot denne typen fil."


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "stort bilde.jpg"
    file.write_bytes(uploads.jpeg(900, 700))
    return file


def test_a_network_that_goes_away_during_an_upload_is_told_and_the_upload_comes_after(patient, photo):
    elle = patient("Elle Máret Demo").logs_in().comes_to_the_message().writes(TEXT)
    on_its_way: list[Route] = []

    def hold(route: Route) -> None:
        on_its_way.append(route)

    elle.page.route("**/e-konsultasjon/bilde/", hold)
    elle.chooses_files(photo)
    expect(elle.files()).to_contain_text("Laster opp …")
    elle.presses("Neste steg").sees("Vent til filene er lastet opp før du går videre.")

    elle.context.set_offline(True)
    on_its_way[0].abort("internetdisconnected")
    elle.page.unroute("**/e-konsultasjon/bilde/")
    expect(elle.files()).to_contain_text("Vi mistet kontakten.")
    elle.presses("Neste steg").sees(SETTLE).is_at("Hva gjelder det?")
    expect(elle.page.get_by_role("button", name="Prøv igjen")).to_be_focused()
    elle.presses("Prøv igjen")
    expect(elle.files()).to_contain_text("Vi mistet kontakten.")

    # Back on the net, it goes by itself.
    elle.context.set_offline(False)
    expect(elle.files().get_by_role("link", name="stort bilde.jpg")).to_be_visible()
    expect(elle.files()).to_have_count(1)
    elle.presses("Neste steg").is_at("Se over og send").sees(TEXT)
    expect(elle.files()).to_have_count(1)
    elle.sends()


def test_without_scripts_a_network_that_goes_away_during_an_upload_takes_nothing_that_was_saved(
    patient, portal, photo, tmp_path
):
    second = tmp_path / "et til.jpg"
    second.write_bytes(uploads.jpeg(80, 60))
    elle = patient("Elle Máret Demo", "without scripts").logs_in().comes_to_the_message().writes(TEXT)
    before = portal.dialogues_of("Elle Máret Demo")
    elle.chooses_files(photo)
    expect(elle.files()).to_have_count(1)

    # The browser says it in its own words. Back is the page as it was saved.
    elle.page.route("**/beskjed/", cut_off)
    elle.writes(f"{TEXT} Og mer.")
    elle.page.set_input_files("input[type=file]", second)
    elle.page.get_by_role("button", name="Last opp", exact=True).click()
    elle.page.wait_for_url("chrome-error://**")
    elle.page.unroute("**/beskjed/")
    elle.opens("/start/e-konsultasjon/fortsett/").is_at("Se over og send").sees(TEXT, "stort bilde.jpg")

    # The same form once more, as the browser offers, is there once.
    elle.follows("Endre beskjed").writes(f"{TEXT} Og mer.")
    for _ in range(2):
        elle.chooses_files(second)
    expect(elle.files()).to_have_count(2)
    elle.presses("Neste steg").is_at("Se over og send").sees("Og mer.").sends()
    assert portal.dialogues_of("Elle Máret Demo") == before + 1


def cut_off(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.continue_()


@pytest.mark.parametrize("mode", MODES)
def test_a_file_that_cannot_be_taken_is_explained_and_the_text_is_kept(patient, tmp_path, mode):
    wrong, big = tmp_path / "notat.docx", tmp_path / "film.jpg"
    wrong.write_bytes(b"PK\x03\x04 not a picture")
    big.write_bytes(uploads.jpeg() + bytes(21 * 1024 * 1024))
    frida = patient("Frida Frikortsen", mode).logs_in().comes_to_the_message().writes(TEXT)

    frida.chooses_files(wrong).sees(WRONG)
    expect(frida.field("Beskjed")).to_have_value(TEXT)
    if mode != "without scripts":
        frida.presses("Neste steg").sees(SETTLE)
        frida.page.locator("[data-remove]").last.click()
    frida.chooses_files(big).sees(TOO_BIG)
    if mode != "without scripts":
        expect(frida.field("Beskjed")).to_have_value(TEXT)
        frida.page.locator("[data-remove]").last.click()
        expect(frida.page.locator("[data-draft-status]")).to_contain_text("Utkast lagret")
    frida.opens("/start/e-konsultasjon/beskjed/")
    expect(frida.field("Beskjed")).to_have_value(TEXT)
    frida.presses("Neste steg").is_at("Se over og send").sees(TEXT)
    expect(frida.files()).to_have_count(0)


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_can_be_taken_away_again(patient, tmp_path, mode):
    (tmp_path / "en.jpg").write_bytes(uploads.jpeg())
    (tmp_path / "to.jpg").write_bytes(uploads.jpeg(80, 60))
    frida = patient("Frida Frikortsen", mode).logs_in().comes_to_the_message().writes(TEXT)
    frida.chooses_files(tmp_path / "en.jpg", tmp_path / "to.jpg")
    expect(frida.files().get_by_role("link")).to_have_count(2)

    address = frida.files().first.get_by_role("link").get_attribute("href")
    frida.files().first.get_by_role("button", name="Fjern en.jpg").click()
    expect(frida.files()).to_have_count(1)
    expect(frida.field("Beskjed")).to_have_value(TEXT)
    frida.presses("Neste steg").is_at("Se over og send").does_not_see("en.jpg").sees("to.jpg")
    assert frida.context.request.get(frida.portal.url + address).status == 404


@pytest.mark.parametrize("mode", MODES)
def test_the_same_picture_twice_hangs_there_once(patient, photo, mode):
    frida = patient("Frida Frikortsen", mode).logs_in().comes_to_the_message().writes(TEXT)

    frida.chooses_files(photo)
    expect(frida.files().get_by_role("link")).to_have_count(1)
    frida.chooses_files(photo)
    if mode != "without scripts":
        expect(frida.page.locator("[data-upload-status]")).to_have_text("Filen er lastet opp.")
    expect(frida.files()).to_have_count(1)
    frida.page.get_by_role("button", name="Fjern stort bilde.jpg").click()
    expect(frida.files()).to_have_count(0)


def test_a_strangers_picture_is_not_there(patient, tmp_path):
    file = tmp_path / "mitt.jpg"
    file.write_bytes(uploads.jpeg())
    frida = patient("Frida Frikortsen").logs_in().comes_to_the_message().chooses_files(file)
    link = frida.files().get_by_role("link")
    expect(link).to_be_visible()
    address = link.get_attribute("href")

    stranger = patient("Samir Dummy").logs_in()
    for path in (address, f"{address}liten/"):
        assert stranger.context.request.get(stranger.portal.url + path).status == 404
