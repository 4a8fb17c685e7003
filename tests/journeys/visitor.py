"""Somebody with a browser of their own: what patients and clinics' people do alike."""

from __future__ import annotations

import re
from typing import Any, Self

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, expect

from tests.journeys.portal import PATIENCE, Portal

MODES: dict[str, dict[str, Any]] = {
    "with scripts": {"viewport": {"width": 1280, "height": 900}},
    "without scripts": {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False},
    "at 320 px": {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True},
}
# What the browser itself notes of an answer that is no success, or of a network that is away: meant, and tested.
EXPECTED = re.compile(
    r"Failed to load resource: (the server responded with a status of (4|500)|net::ERR_INTERNET_DISC)"
    r"|Service Worker registration blocked by Playwright"
)
expect.set_options(timeout=PATIENCE * 1000)
STILL_RIGHT = "Stemmer dette fortsatt?"
TELL_VIOLATIONS = """addEventListener('securitypolicyviolation', event =>
    console.error('policy violated: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))"""


class Visitor:
    """Somebody in front of a browser. Every method is something they do or see."""

    door = "/logg-inn/"
    home = "/innboks/"

    def __init__(self, context: BrowserContext, portal: Portal, name: str) -> None:
        self.context, self.portal, self.name = context, portal, name
        self.complaints: list[str] = []
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", lambda problem: self.complaints.append(str(problem.error)))
        self.page = context.new_page()

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not EXPECTED.match(said.text):
            self.complaints.append(f"{said.page.url if said.page else ''}: {said.text}")

    # What they do.

    def opens(self, address: str) -> Self:
        """Go to an address."""
        self.page.goto(address if "://" in address else self.portal.url + address)
        return self

    def logs_in(self, address: str = "") -> Self:
        """Go through the door, or open what one must be logged in to see."""
        self.opens(address or self.door)
        return self.identifies()

    def identifies(self) -> Self:
        """Choose oneself at the provider, from the portal's door or from where the portal has led."""
        if self.page.url.startswith(self.portal.url):
            self.page.locator(f'main a.ds-button[href*="{self.door}start/"]').click()
        own_name = self.page.locator(".name", has_text=re.compile(f"^{re.escape(self.name)}$"))
        self.page.locator("button[name=subject]").filter(has=own_name).click()
        self.page.wait_for_url(f"{self.portal.url}/**")
        return self.confirms_how_to_be_reached()

    def confirms_how_to_be_reached(self) -> Self:
        """Say that it still holds, when that is asked after logging in; where there is nothing to confirm, not now."""
        if self.page.locator("h1").inner_text() == STILL_RIGHT:
            confirm = self.page.get_by_role("button", name="Ja, det stemmer", exact=True)
            (confirm if confirm.count() else self.page.get_by_role("button", name="Ikke nå", exact=True)).click()
            expect(self.page.locator("h1")).not_to_have_text(STILL_RIGHT)
        return self

    def logs_out(self) -> Self:
        """Log out by the menu under one's own name."""
        self.page.locator("summary", has_text=self.name).click()
        self.page.locator("details[open]").get_by_role("button", name="Logg ut").click()
        expect(self.page.locator("h1")).to_have_text("Du er logget ut")
        return self

    def presses(self, name: str, *, within: Locator | None = None) -> Self:
        """Press a button by its whole name."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()
        return self

    def follows(self, name: str, *, within: Locator | None = None) -> Self:
        """Follow a link by its whole name."""
        (within or self.page).get_by_role("link", name=name, exact=True).click()
        return self

    def follows_first(self, beginning: str) -> Self:
        """Follow the first link whose name begins like this."""
        self.page.get_by_role("link", name=re.compile(f"^{beginning}")).first.click()
        return self

    def opens_menu(self, name: str) -> Locator:
        """Open a menu, and return what came forth."""
        self.page.locator("header summary", has_text=name).click()
        return self.page.locator("details[open]")

    def ticks(self, label: str | re.Pattern[str]) -> Self:
        """Choose a radio button or tick a box, by its words: they cover it, so that there is more to hit."""
        box = self.page.get_by_label(label, exact=isinstance(label, str))
        self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()
        expect(box).to_be_checked()
        return self

    def writes(self, text: str, label: str = "Beskjed") -> Self:
        """Fill a field."""
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def turns_to_another_tab(self) -> Self:
        """Open one more tab of the same browser and go on there."""
        self.page = self.context.new_page()
        return self

    # What they see.

    def sees(self, *texts: str | re.Pattern[str]) -> Self:
        """See each of the texts on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def does_not_see(self, *texts: str) -> Self:
        """See none of the texts on the page."""
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)
        return self

    def is_at(self, heading: str) -> Self:
        """Be on the page with this heading, and with no other."""
        expect(self.page.locator("h1")).to_have_text(heading)
        return self

    def stands_at(self, address: str | re.Pattern[str]) -> Self:
        """Have this address in the address line."""
        expect(self.page).to_have_url(address if isinstance(address, re.Pattern) else self.portal.url + address)
        return self

    def field(self, label: str) -> Locator:
        """Return a field."""
        return self.page.get_by_label(label, exact=True)

    def downloads(self, link: Locator) -> bytes:
        """Fetch what a link leads to, as the same person."""
        answer = self.context.request.get(link.evaluate("link => link.href"))
        assert answer.ok, answer.status
        return answer.body()

    def scrolls_only_down(self) -> Self:
        """Have nothing of the page outside the window to the right."""
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url
        return self
