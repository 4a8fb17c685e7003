"""Every page there is, full and after a form that was sent empty, as axe and a narrow window see it.

Addresses are found by walking the portal, so that a new page is looked at without being listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page as Shown
from tests.personas import LogIn
from tests.web.addresses import PAGES, Found, walk
from tests.web.belongings import Belongings
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.stage import Look

from legesvar.domain.identity.kinds import Audience

AXE = (Path(__file__).resolve().parents[2] / "build" / "axe.min.js").read_text()
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
    '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
    'p{margin-bottom:2em!important}'); document.adoptedStyleSheets = [sheet]; }"""
CHUNKS = 6
# What a provider loads into a frame that nobody sees.
UNSEEN = ("ended_by_provider",)
ADDRESSES = [found for found in walk() if not found.name.endswith(UNSEEN)]
POLLS = ("**/her/", "**/liste/*", "**/okt/")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page and how one comes to it."""

    name: str
    html: str


def ask(client: Client, found: Found, method: str, things: Belongings) -> HttpResponse:
    address = found.filled(things.address_objects(found.name, PAGES[found.name].objects))
    return client.get(address) if method == "GET" else client.post(address, {})


def pages(of: list[Found], at_home: Client, at_work: dict[str, Client], things: Belongings) -> Iterator[Drawn]:
    """Draw first what only looks, then what an empty form leads to: some of those change what is looked at."""
    for method in ("GET", "POST"):
        for found in of:
            if not found.allows(method):
                continue
            clinics = found.rule.audience == Audience.CLINIC or found.name.startswith(("clinic_login:", "style:"))
            answer = ask(at_work[found.colleague] if clinics else at_home, found, method, things)
            # Parts of pages, files and words between machines are nobody's page.
            if not answer.streaming and answer.content.lower().startswith(b"<!doctype html>"):
                yield Drawn(f"{method} {found.name} {answer.status_code}", answer.content.decode())


def faults(html: str, shown: Shown) -> Iterator[str]:
    """Give everything that is wrong with a page that is open."""
    if shown.locator("h1").count() != 1:
        yield "not exactly one h1"
    if shown.locator("main").count() != 1:
        yield "no main landmark"
    if re.search(r"<style|\sstyle=", html):
        yield "style of its own"
    if re.search(r'<script(?!(?: type="module")? src="/static/)', html) or re.search(r"<[^>]+\son[a-z]+=", html):
        yield "script of its own"
    if not shown.title().endswith(" – Legesvar"):
        yield f"title {shown.title()!r}"
    for options in ({}, {"runOnly": ["color-contrast"]}):
        shown.emulate_media(color_scheme="dark" if options else "light")
        for rule in shown.evaluate("options => axe.run(options)", options)["violations"]:
            yield f"axe {rule['id']} {[node['html'][:200] for node in rule['nodes']]}"
    shown.emulate_media(color_scheme="light")
    shown.set_viewport_size({"width": 320, "height": 700})
    shown.evaluate(SPACED)
    if (width := shown.evaluate("document.documentElement.scrollWidth")) > 320:
        yield f"{width} px wide at 320 px with wide letters"


@pytest.mark.browser
@pytest.mark.parametrize("look", [{"bypass_csp": True}], indirect=True, ids=["phone"])
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_is_wrong_with_any_page_nor_with_any_empty_form(
    look: Look, request: pytest.FixtureRequest, chunk: int, logged_in: LogIn, belongings: Belongings  # noqa: F811
) -> None:  # fmt: skip
    for polled in POLLS:
        look.page.route(polled, lambda asked: asked.fulfill(status=204))
    at_work = {who: logged_in(request.getfixturevalue(who)) for who in ("doctor", "administrator")}
    wrong = []
    for drawn in pages(ADDRESSES[chunk::CHUNKS], logged_in(request.getfixturevalue("patient")), at_work, belongings):
        look.page.set_viewport_size({"width": 360, "height": 800})
        shown = look.show(drawn.html)
        shown.evaluate(AXE)
        wrong += [(drawn.name, fault) for fault in faults(drawn.html, shown)]
    assert wrong == []
