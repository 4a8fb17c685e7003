"""From Innboks to the receipt (START-1 to START-10), as somebody with a phone or a computer does it."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from legesvar.core import text as texts
from tests.factories import uploads
from tests.journeys.visitor import MODES

WAYS = ["Start", "the menu", "Skriv ny melding"]
NAMES = ["Aud Prøvestad", "Samir Dummy", "Elle Máret Demo"]
THREE_WAYS = pytest.mark.parametrize(
    ("mode", "way", "name"), list(zip(MODES, WAYS, NAMES, strict=True)), ids=list(MODES)
)
WRITTEN = "Jeg har fått utslett 👩‍👩‍👧🇳🇴\n\nDet klør om natten."
CHANGED = "Jeg har fått utslett på albuen. Det klør om natten."
DANGER, URGENT = "Svar ja eller nei på om noe av dette gjelder nå.", "Kryss av for at det ikke haster, for å gå videre."


@pytest.fixture
def photos(tmp_path):
    """Photos as a phone takes them: held sideways, and with the place where they were taken."""
    jpeg, heic = tmp_path / "albue.jpg", tmp_path / "albue nær.heic"
    jpeg.write_bytes(uploads.jpeg_held(6))
    heic.write_bytes(uploads.heic_held(6))
    return jpeg, heic


def assert_upright_and_without_place(data):
    """Its blue corner is where it was when the photo was taken, and nothing tells where that was."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    assert picture.width > picture.height
    red, _, blue = picture.convert("RGB").getpixel((picture.width // 4, picture.height // 4))
    assert blue > 150 > red
    red, _, blue = picture.convert("RGB").getpixel((picture.width * 3 // 4, picture.height * 3 // 4))
    assert red > 150 > blue
    assert dict(picture.getexif().get_ifd(uploads.GPS)) == {}
    assert b"Hemmelig" not in data


@THREE_WAYS
def test_a_patient_sends_a_message_with_pictures_and_finds_it_in_innboks(patient, photos, mode, way, name):
    writer = patient(name, mode).logs_in().with_an_empty_desk().scrolls_only_down()

    # Any of the three ways in leads to the first step, where the own clinic and GP are chosen already.
    writer.starts(way).is_at("Hvem vil du skrive til?").sees("Solvik legesenter", "Ingrid Testlund").scrolls_only_down()
    writer.presses("Neste steg")

    # «Passer det?»: both are asked; a sign of danger stops here with whom to call.
    writer.is_at("Passer det med e-konsultasjon?").sees("Bestill heller time", "116 117").scrolls_only_down()
    writer.presses("Neste steg").sees("Du må rette 2 ting", DANGER, URGENT)
    expect(writer.page).to_have_title(re.compile("^Feil: "))
    writer.ticks("Ja, noe jeg skal ringe 113 om").presses("Neste steg").is_at("Ring nå. Ikke vent på svar her.")
    expect(writer.page.get_by_role("link", name="Ring 113")).to_have_attribute("href", "tel:113")
    writer.sees("116 117", "116 123", "ingenting er sendt").scrolls_only_down()
    writer.opens("/start/e-konsultasjon/passer-det/").declares_that_it_fits()

    # The price is told, and must be accepted.
    writer.sees("204", "55", "259 kroner").scrolls_only_down()
    expect(writer.page.get_by_role("checkbox")).not_to_be_checked()
    writer.presses("Neste steg").sees("Du må godta å betale egenandel for å gå videre.").accepts_the_price()

    # The message: too little, too much, just enough. The page counts as the server does.
    writer.scrolls_only_down().presses("Neste steg").sees("Skriv en beskjed til legen.")
    exactly = WRITTEN + "x" * (500 - texts.count(WRITTEN))
    for attempt, left in ((WRITTEN, 500 - texts.count(WRITTEN)), (exactly + "🙂", -1)):
        writer.writes(attempt)
        if mode != "without scripts":
            said = f"Du har {left} tegn igjen" if left > 0 else "Du har skrevet 1 tegn for mye"
            expect(writer.page.locator(".counter")).to_have_text(said)
    writer.presses("Neste steg").sees("Beskjeden kan ha høyst 500 tegn. Du har skrevet 501.")
    writer.writes(exactly)

    # Pictures are uploaded at once, and shown as the server has them.
    for number, photo in enumerate(photos, 1):
        writer.chooses_files(photo)
        expect(writer.files()).to_have_count(number)
        expect(writer.files().last.get_by_role("link")).to_be_visible()
    expect(writer.field("Beskjed")).to_have_value(exactly)
    expect(writer.page.locator("ul.attachments img")).to_have_count(2)
    for one in writer.files().all():
        one.scroll_into_view_if_needed()
        assert_upright_and_without_place(writer.downloads(one.get_by_role("link")))
        thumbnail = one.locator("img")
        expect(thumbnail).to_have_js_property("complete", True)
        assert thumbnail.evaluate("picture => picture.naturalWidth") > 0
        assert "/liten/" in thumbnail.get_attribute("src")
    writer.scrolls_only_down().presses("Neste steg")

    # «Se over»: all is there; one thing is changed, and one is straight back.
    writer.is_at("Se over og send").sees("Solvik legesenter", "Ingrid Testlund", exactly, "259 kroner")
    writer.sees("Meldingen er ikke sendt ennå", "Du får svar innen 5 arbeidsdager, senest").scrolls_only_down()
    expect(writer.files()).to_have_count(2)
    writer.follows("Endre beskjed").is_at("Hva gjelder det?").writes(CHANGED).presses("Neste steg")
    writer.is_at("Se over og send").sees(CHANGED).does_not_see("👩‍👩‍👧")

    dialogue = writer.sends()
    writer.sees(
        "Ingrid Testlund", re.compile(r"senest\s\w+\s\d+\.\s\w+"), "Blir du verre?", "116 117"
    ).scrolls_only_down()

    # It is in Innboks, and there is one.
    writer.follows("Gå til innboksen").is_at("Innboks").scrolls_only_down()
    expect(writer.row_in_list(dialogue)).to_have_count(1)
    writer.opens_dialogue(dialogue).sees(CHANGED, "Legen har ikke svart ennå", "Du får svar senest").scrolls_only_down()
    expect(writer.files()).to_have_count(2)
    assert_upright_and_without_place(writer.downloads(writer.files().first.get_by_role("link")))


@pytest.mark.parametrize("mode", MODES)
def test_a_patient_whose_gp_is_away_chooses_who_shall_answer(patient, portal, mode):
    karin = patient("Karin Testdal", mode).logs_in().begins()

    expect(karin.page.get_by_role("radio", checked=True)).to_have_count(0)
    karin.presses("Neste steg").sees("Velg hvem du vil skrive til.")
    karin.sees("Dag Demoen", "Fastlegen din", "Vidar Vikarstad", "Vikar for Dag Demoen")
    karin.ticks("Vidar Vikarstad").accepts_who_is_shown().declares_that_it_fits().accepts_the_price()
    karin.writes("Jeg trenger råd om nesesprayen.").presses("Neste steg")
    karin.is_at("Se over og send").sees("Vidar Vikarstad, vikar for Dag Demoen")
    dialogue = karin.sends()

    karin.sees("Vidar Vikarstad")
    assert portal.ask("SELECT recipient_name FROM dialogues_dialogue WHERE public_id = %s", dialogue) == [
        ("Vidar Vikarstad",)
    ]


def test_a_patient_of_two_clinics_chooses_one_and_is_asked_as_that_clinic_asks(patient):
    tone = patient("Tone Toplass").logs_in().begins()

    tone.follows("Endre legekontor").ticks("Nordnes legekontor").presses("Velg legekontor")
    tone.is_at("Hvem vil du skrive til?").sees("Nordnes legekontor")
    tone.ticks("Nora Fiktivsen").accepts_who_is_shown().declares_that_it_fits()
    tone.sees("Kveld og helg").accepts_the_price()

    first, second, third = tone.page.get_by_role("textbox").all()
    first.fill("Jeg lurer på noe om migrene.")
    second.fill("To anfall i måneden.")
    tone.presses("Neste steg").sees("Du må rette én ting")
    third.fill("Jeg klarer jobben.")
    tone.presses("Neste steg").is_at("Se over og send")
    tone.sees("Jeg lurer på noe om migrene.", "To anfall i måneden.", "Jeg klarer jobben.", "senest")
    tone.sends()
    tone.sees("Nora Fiktivsen")


def test_somebody_on_no_list_is_told_what_to_do(patient):
    unni = patient("Unni Utenfor").logs_in()

    unni.is_at("Ring legekontoret ditt først").sees("helsenorge.no", "113", "116 117")
