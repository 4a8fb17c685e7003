"""A patient in front of a browser: from Innboks to the receipt, and back for the answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

MESSAGE = "Jeg har et utslett på armen som klør om natten."
DIALOGUE = re.compile(r"/dialog/([0-9a-f-]{36})/")
SENT = re.compile(r"/sendt/([0-9a-f-]{36})/$")


class Patient(Visitor):
    """Somebody on a clinic's list."""

    def with_an_empty_desk(self) -> Self:
        """Throw away what another test has begun, so that each journey begins at the beginning."""
        self.opens("/start/e-konsultasjon/slett/")
        if self.page.locator("h1").inner_text() == "Vil du slette utkastet?":
            self.presses("Slett utkastet")
        return self.is_at("Innboks")

    def starts(self, way: str) -> Self:
        """Start an e-consultation in one of the three ways that there are."""
        if way == "Start":
            self.page.locator("header").get_by_role("link", name="Start", exact=True).click()
        elif way == "the menu":
            self.follows("Start e-konsultasjon", within=self.opens_menu("Kommunikasjon"))
            return self
        else:
            self.follows(way)
        self.is_at("Hva vil du gjøre?")
        self.page.locator("a.big-link").filter(has_text="E-konsultasjon").first.click()
        return self

    def begins(self) -> Self:
        """Stand at the first step, with nothing begun."""
        return self.with_an_empty_desk().opens("/start/e-konsultasjon/").is_at("Hvem vil du skrive til?")

    def accepts_who_is_shown(self) -> Self:
        """Go past the first step."""
        return self.presses("Neste steg").is_at("Passer det med e-konsultasjon?")

    def declares_that_it_fits(self) -> Self:
        """Say that nothing is dangerous or urgent."""
        return self.ticks("Nei").ticks("Det haster ikke").presses("Neste steg").is_at("Pris")

    def accepts_the_price(self) -> Self:
        """Accept to pay, or confirm that there is nothing to pay."""
        return self.ticks(re.compile("^Jeg ")).presses("Neste steg").is_at("Hva gjelder det?")

    def comes_to_the_message(self) -> Self:
        """Take all steps up to the message, beginning anew."""
        return self.begins().accepts_who_is_shown().declares_that_it_fits().accepts_the_price()

    def comes_to_the_review(self, text: str = MESSAGE) -> Self:
        """Take all steps up to the last."""
        return self.comes_to_the_message().writes(text).presses("Neste steg").is_at("Se over og send")

    def sends(self) -> str:
        """Press the button that sends; return the dialogue that it made."""
        self.presses("Send til legen")
        return self.has_a_receipt()

    def sends_a_message(self, text: str = MESSAGE) -> str:
        """Do all of it, in the shortest way."""
        return self.comes_to_the_review(text).sends()

    def has_a_receipt(self) -> str:
        """Stand at the receipt; return the dialogue it is about."""
        self.stands_at(SENT).is_at("Meldingen er sendt")
        found = SENT.search(self.page.url)
        assert found
        return found[1]

    def chooses_files(self, *files: Path) -> Self:
        """Choose files from the phone; without scripts a button sends them."""
        self.page.set_input_files("input[type=file]", files)
        if self.page.get_by_role("button", name="Last opp", exact=True).is_visible():
            self.presses("Last opp")
        return self

    def files(self) -> Locator:
        """Return the files that hang on the message."""
        return self.page.locator("ul.attachments > li")

    def row_in_list(self, dialogue: str) -> Locator:
        """Return a dialogue's row in Innboks or in the archive."""
        return self.page.locator("tr.cards__row", has=self.page.locator(f'a[href$="/dialog/{dialogue}/"]'))

    def opens_dialogue(self, dialogue: str) -> Self:
        """Open a dialogue from the list that shows it."""
        self.row_in_list(dialogue).get_by_role("link").click()
        return self.stands_at(DIALOGUE)

    def replies(self, text: str) -> Self:
        """Write back."""
        return self.writes(text, "Skriv tilbake").presses("Send til legen")

    def has_no_way_to_reply(self) -> Self:
        """Find neither field nor button to write back with."""
        expect(self.page.get_by_role("textbox")).to_have_count(0)
        expect(self.page.get_by_role("button", name="Send til legen")).to_have_count(0)
        return self
