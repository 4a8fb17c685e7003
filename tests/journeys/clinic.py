"""Somebody who works at a clinic, in front of a browser."""

from __future__ import annotations

import re
from typing import Self

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor


class Colleague(Visitor):
    """A doctor, or somebody who works with doctors."""

    door = "/klinikk/logg-inn/"
    home = "/klinikk/arbeidsliste/"

    def chooses_clinic(self, name: str) -> Self:
        """Choose where to work now, when there are several."""
        self.is_at("Velg legekontor")
        return self.ticks(re.compile(f"^{name}")).presses("Velg legekontor").is_at("Arbeidsliste")

    def row(self, dialogue: str) -> Locator:
        """Return a dialogue's row in the worklist."""
        return self.page.locator(f'a.work[href*="{dialogue}"]')

    def opens_case(self, dialogue: str) -> Self:
        """Open a dialogue from the worklist, going on to the page that it stands on."""
        further = self.page.get_by_role("link", name="Neste", exact=True)
        expect(self.row(dialogue).or_(further).first).to_be_visible()
        while not self.row(dialogue).count():
            gone = self.page.url
            further.click()
            expect(self.page).not_to_have_url(gone)
        self.row(dialogue).click()
        expect(self.page.locator("#sak-tittel")).to_be_visible()
        return self

    def writes_answer(self, text: str) -> Self:
        """Write in the field of the answer."""
        return self.writes(text, "Svar til pasienten")

    def agrees(self) -> Self:
        """Say that it is the right patient, where scripts run and ask; without them it stands beside the button."""
        if self.page.locator("[data-shortcuts]").count() and self.page.evaluate("() => !!window.htmx"):
            self.page.locator("#sporsmal").get_by_role("button", name="Send svaret").click()
        return self

    def answers(self, text: str) -> Self:
        """Answer, and leave the dialogue open."""
        self.writes_answer(text).presses("Svar").agrees()
        return self.sees("er sendt.").does_not_see("er sendt, og samtalen er avsluttet")

    def answers_and_closes(self, text: str) -> Self:
        """Answer, and close the dialogue."""
        self.writes_answer(text).presses("Svar og avslutt").agrees()
        return self.sees("er sendt, og samtalen er avsluttet.")
