"""A patient who acts for somebody else: the same pages, behind that person's address."""

from __future__ import annotations

import re
from typing import Self

from playwright.sync_api import expect

from tests.journeys.patient import Patient

FOR = re.compile(r"/for/[0-9a-f-]{36}(?=/)")
OWN = ("/for/", "/profil/", "/logg-")


class Deputy(Patient):
    """Somebody who may act for others. `before` stands before every address of theirs."""

    before = ""

    def opens(self, address: str) -> Self:
        """Go to an address of the person it is about."""
        inside = address.startswith("/") and not address.startswith(OWN)
        super().opens(self.before + address if inside else address)
        return self

    def turns_to(self, name: str) -> Self:
        """Choose whom it is about, by the menu under one's own name."""
        self.follows("Bytt person", within=self.opens_menu(self.name)).is_at("Hvem gjelder det?")
        self.page.locator("a.big-link").filter(has_text=name).click()
        self.is_at("Innboks")
        found = FOR.search(self.page.url)
        self.before = found[0] if found else ""
        return self

    def is_told_whom_it_is_about(self, name: str) -> Self:
        """See on the page, before anything else, for whom one acts."""
        expect(self.page.locator("aside.acting-for")).to_contain_text(f"Du handler på vegne av {name}")
        return self
