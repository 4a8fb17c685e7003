"""What is wrong with a page as axe, a narrow window with wide letters, and the content policy see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Page
from tests.web.look.stage import Look

AXE = (Path(__file__).resolve().parents[3] / "build" / "axe.min.js").read_text()
# WCAG 1.4.12. As a constructed sheet, which the content policy lets in.
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
    '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
    'p{margin-bottom:2em!important}'); document.adoptedStyleSheets = [sheet]; }"""
# What pages fetch by themselves, and what is answered while nobody is there to ask.
POLLS = ("**/her/", "**/liste/*", "**/okt/")
PHONE, DESK, NARROW = ({"width": width, "height": height} for width, height in ((360, 800), (1440, 900), (320, 700)))


def faults_of(look: Look, pages: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Show each page and give all that is wrong, with the page's name."""
    for polled in POLLS:
        look.page.route(polled, lambda asked: asked.fulfill(status=204))
    found = [(name, fault) for name, html in pages for fault in _faults(html, look)]
    return found + [("the policy", said) for said in look.complaints if "violates" in said or "policy" in said]


def _faults(html: str, look: Look) -> Iterator[str]:
    look.page.emulate_media(color_scheme="light")
    look.page.set_viewport_size(PHONE)
    shown = look.show(html)
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
    shown.evaluate(AXE)
    yield from _by_axe(shown, {})
    shown.emulate_media(color_scheme="dark")
    shown.set_viewport_size(DESK)
    yield from _by_axe(shown, {"runOnly": ["color-contrast"]})
    shown.set_viewport_size(NARROW)
    shown.evaluate(SPACED)
    if (width := shown.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        yield f"{width} px wide at 320 px with wide letters"


def _by_axe(shown: Page, options: dict[str, list[str]]) -> Iterator[str]:
    for rule in shown.evaluate("options => axe.run(options)", options)["violations"]:
        yield f"axe {rule['id']} {[node['html'][:200] for node in rule['nodes']]}"
