"""Takes the pictures of the main screens for README, from a demo that was furnished just now.

make demo ARGS="--fresh"
.venv/bin/python -m scripts.pictures http://127.0.0.1:8000
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, sync_playwright
from tests import chromium
from tests.browsers import SWITCHES
from tests.journeys.clinic import Colleague
from tests.journeys.patient import Patient
from tests.journeys.visitor import Visitor

from legesvar.cli import demo_pictures
from legesvar.core import identity_number

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZES = {360: 800, 1440: 900}
HEAVIEST = 150_000
COLOURS = 128
ROOM = 900  # the most of a long page that is shown
TEXT = (
    "Hei. Apoteket ga meg disse tablettene i stedet for dem jeg pleier å få. Kan jeg ta dem på samme måte som før? "
    "Jeg er litt kvalm om morgenen etter at jeg byttet."
)
ANSWER = (
    "Hei, Aud. Ja, virkestoffet er det samme. Ta tabletten til frokosten i stedet for før du spiser, så gir kvalmen "
    "seg som regel. Skriv igjen hvis den ikke er borte om to uker.\n\nHilsen Ingrid Testlund"
)
AS_IT_OPENS = """() => { document.querySelector('.demo-strip')?.remove(); document.activeElement?.blur();
    document.querySelectorAll('.panes > *').forEach(pane => { pane.scrollTop = 0; }); scrollTo(0, 0); }"""
INQUIRY = "Hei. Jeg blir svimmel når jeg reiser meg fort. Er det noe jeg bør gjøre?"


@dataclass(frozen=True)
class Portal:
    """A running demo."""

    url: str


class Album:
    """The pictures of one size."""

    def __init__(self, browser: Browser, portal: Portal, width: int) -> None:
        self.browser, self.portal, self.width = browser, portal, width

    def comes(self, kind: Callable[..., Visitor], name: str) -> Visitor:
        """Let somebody sit down at a browser of this size."""
        context = self.browser.new_context(locale="nb-NO", viewport={"width": self.width, "height": SIZES[self.width]})
        return kind(context, self.portal, name)

    def take(self, visitor: Visitor, name: str) -> None:
        """Take a picture of what somebody sees, from the top, without the demo's strip."""
        page = visitor.page
        page.evaluate(AS_IT_OPENS)
        page.wait_for_load_state("networkidle")
        height = min(page.evaluate("document.documentElement.scrollHeight"), ROOM + SIZES[self.width] // 2)
        clip = {"x": 0, "y": 0, "width": self.width, "height": max(height, SIZES[self.width] // 2)}
        keep(Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))), f"{name}-{self.width}")

    def of_a_patient(self) -> str:
        """Take the patient's pictures up to the receipt; return the dialogue."""
        aud: Patient = self.comes(Patient, "Aud Prøvestad").logs_in().with_an_empty_desk()
        self.take(aud, "innboks")
        aud.begins().accepts_who_is_shown()
        self.take(aud, "passer-det")
        aud.declares_that_it_fits()
        self.take(aud, "pris")
        aud.accepts_the_price()
        with tempfile.TemporaryDirectory() as folder:
            photo = Path(folder) / "tabletter.jpg"
            photo.write_bytes(demo_pictures.draw("tabletteske.jpg"))
            aud.chooses_files(photo)
            aud.files().get_by_role("link").wait_for()
        aud.presses("Neste steg").sees("Skriv en beskjed til legen.")
        self.take(aud, "beskjed-med-feil")
        aud.writes(TEXT).presses("Neste steg").is_at("Se over og send")
        self.take(aud, "se-over")
        dialogue = aud.sends()
        self.take(aud, "kvittering")
        return dialogue

    def of_the_clinic(self, dialogue: str) -> None:
        """Take the clinic's pictures, and answer."""
        ingrid: Colleague = self.comes(Colleague, "Ingrid Testlund").logs_in()
        self.take(ingrid, "arbeidsliste")
        ingrid.opens_case(dialogue).writes_answer(ANSWER)
        self.take(ingrid, "sak")
        ingrid.presses("Svar og avslutt").agrees().sees("er sendt")

    def of_the_register(self) -> None:
        """Take the pictures of the secretary's guide."""
        siri: Colleague = self.comes(Colleague, "Siri Skrankestad").logs_in("/klinikk/pasienter/")
        self.take(siri, "pasienter")
        siri.follows_first("Aud Prøvestad").is_at("Aud Prøvestad")
        self.take(siri, "pasient")
        siri.follows("Legg inn telefonhenvendelse").ticks("Annen henvendelse")
        siri.writes("Vil vite når blodprøvene er klare.", "Hva pasienten ringte om")
        self.take(siri, "telefon")
        siri.opens("/klinikk/pasienter/import/").page.locator("input[type=file]").set_input_files(_sheet())
        siri.presses("Se over filen").is_at("Se over importen")
        self.take(siri, "import")

    def of_the_settings(self) -> None:
        """Take pictures of the settings, and of a change before it is saved."""
        arne: Colleague = self.comes(Colleague, "Arne Adminsen").logs_in("/klinikk/innstillinger/")
        self.take(arne, "innstillinger")
        arne.opens("/klinikk/innstillinger/e-konsultasjon-grenser/").writes(
            "800", "Hvor mange tegn pasienten kan skrive"
        )
        arne.writes("3", "Svarfrist i arbeidsdager").presses("Se over endringene").is_at("Se over endringene")
        self.take(arne, "innstillinger-endring")

    def of_the_patients_house(self) -> None:
        """Take pictures of what a patient may begin, for whom, how they are reached, and who has looked."""
        elle: Patient = self.comes(Patient, "Elle Máret Demo").logs_in("/start/")
        self.take(elle, "start")
        self.take(elle.opens("/for/").is_at("Hvem gjelder det?"), "hvem-gjelder-det")
        self.take(elle.opens("/profil/").is_at("Profil"), "profil")
        self.take(elle.opens("/innsyn/").is_at("Innsyn"), "innsyn")

    def of_the_doctors_choices(self) -> None:
        """Take the pictures of the doctor's guide."""
        samir: Patient = self.comes(Patient, "Samir Dummy").logs_in("/start/annet/").presses("Neste steg")
        samir.ticks("Nei").ticks("Det haster ikke").presses("Neste steg").writes(INQUIRY).presses("Neste steg")
        inquiry = samir.presses("Send til legekontoret").has_a_receipt()
        ingrid: Colleague = self.comes(Colleague, "Ingrid Testlund").logs_in("/klinikk/innstillinger/tekstmaler/")
        self.take(ingrid, "tekstmaler")
        self.take(ingrid.opens(f"/klinikk/dialog/{inquiry}/omgjor/"), "gjore-om")
        ingrid.opens(ingrid.opens("/klinikk/arbeidsliste/").page.locator("a.work").first.get_attribute("href") or "")
        ingrid.follows_first("Avvis").is_at("Avvis e-konsultasjonen")
        self.take(ingrid, "avvise")
        self.take(ingrid.opens("/klinikk/statistikk/"), "statistikk")
        ingrid.opens("/klinikk/sok/").writes("tabletter", "Hva leter du etter?")
        ingrid.page.get_by_label("Vil du lete i meldingene også? (valgfritt)", exact=True).select_option(index=1)
        self.take(ingrid.presses("Søk").sees("Meldinger"), "sok")

    def of_the_staff(self) -> None:
        """Take the pictures of the guide about staff."""
        arne: Colleague = self.comes(Colleague, "Arne Adminsen").logs_in("/klinikk/innstillinger/ansatte/")
        self.take(arne, "ansatte")
        self.take(arne.opens("/klinikk/innstillinger/ansatte/inviter/"), "inviter")
        self.take(arne.opens("/klinikk/innstillinger/ansatte/fravaer/"), "fravaer")

    def of_the_answer(self, dialogue: str) -> None:
        """Take pictures of the answer, and of the invoice's first page."""
        aud: Patient = self.comes(Patient, "Aud Prøvestad").logs_in(f"/dialog/{dialogue}/").sees("Legen har avsluttet")
        self.take(aud, "svar")
        invoice = aud.downloads(aud.page.get_by_role("link", name="Faktura"))
        if self.width == min(SIZES):
            keep_first_page(invoice, "faktura")


def _sheet() -> FilePayload:
    """Make a file of patients with a new one, one that changes and one that is wrong."""
    new = identity_number.synthetic(birth_date=date(1964, 4, 5), serial=3).digits
    rows = ("Fødselsnummer;Navn;E-post;Mobil;Fastlege", f"{new};Nils Nyås;nils@post.example;;Ingrid Testlund",
            "0504;Feil Feilsen;;;Ukjent Lege")  # fmt: skip
    return {"name": "pasienter.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode()}


def keep_first_page(pdf: bytes, name: str) -> None:
    """Keep a picture of a document's first page, where poppler is installed."""
    if not shutil.which("pdftoppm"):
        print("No picture of the invoice: pdftoppm (poppler-utils) is not installed.")
        return
    command = ["pdftoppm", "-png", "-r", "70", "-f", "1", "-l", "1", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)
    keep(Image.open(io.BytesIO(drawn.stdout)), name)


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture, small.

    :raises ValueError: when it is too large to be kept in the repository
    """
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    if file.stat().st_size > HEAVIEST:
        raise ValueError(f"{file.name} has {file.stat().st_size} bytes.")
    print(f"{file.name}: {file.stat().st_size // 1000} kB")


def main() -> None:
    """Take all of them."""
    portal = Portal(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.require(), args=SWITCHES)
        for width in SIZES:
            album = Album(browser, portal, width)
            dialogue = album.of_a_patient()
            album.of_the_clinic(dialogue)
            album.of_the_register()
            album.of_the_answer(dialogue)
            album.of_the_settings()
            album.of_the_patients_house()
            album.of_the_doctors_choices()
            album.of_the_staff()
        browser.close()


if __name__ == "__main__":
    main()
