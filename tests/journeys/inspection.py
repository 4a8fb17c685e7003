"""Looks at a page as its least favoured users meet it: with axe, at 320 px with wide letters, and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.visitor import Visitor

AXE = (Path(__file__).resolve().parents[2] / "build" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A phone by day and a desk by night; patients' pages are light by night as well.
LOOKS = ((360, 800, "light"), (1440, 900, "dark"))
# WCAG 1.4.12. As a constructed sheet, which the content policy lets in.
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
    '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
    'p{margin-bottom:2em!important}'); document.adoptedStyleSheets = [sheet]; }"""
# Of a group of radio buttons, Tab reaches one.
FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, textarea, select, summary')]
    .filter(it => it.checkVisibility() && !it.disabled && it.type !== 'hidden')
    .filter(it => it.type !== 'radio' ||
        it === (document.querySelector(`input[name="${it.name}"]:checked`) ||
                document.querySelector(`input[name="${it.name}"]`)))
    .map(it => it.outerHTML.slice(0, 160))"""
# Taking focus away would leave the browser where it was: Tab goes on from there.
FROM_THE_TOP = """() => { const body = document.body; body.tabIndex = -1; body.focus();
    body.removeAttribute('tabindex'); scrollTo(0, 0); }"""
FOCUSED = """() => { const it = document.activeElement; if (!it || it === document.body) return null;
    const seen = one => { const style = getComputedStyle(one);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'; };
    const box = it.getBoundingClientRect();
    return { html: it.outerHTML.slice(0, 160), visible: seen(it) || seen(it.parentElement),
        inside: box.bottom > 0 && box.top < innerHeight && box.width > 0 }; }"""


def faults(visitor: Visitor, state: str) -> list[str]:
    """Return everything that is wrong with the page that is open, on a phone and on a desk."""
    page, found = visitor.page, _faults_of_html(visitor.page)
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px {scheme}: {fault}" for fault in _by_axe(page)]
    page.emulate_media(color_scheme="light")
    found += _sideways(page)
    return [f"{state} ({page.url}): {fault}" for fault in found]


def _by_axe(page: Page) -> list[str]:
    # From outside, as a user's own tool would: the page's policy lets no other script in.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"axe {rule['id']} {[node['target'] for node in rule['nodes']]}" for rule in found]


def _sideways(page: Page) -> list[str]:
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(SPACED)
    spaced = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    page.set_viewport_size({"width": LOOKS[1][0], "height": LOOKS[1][1]})
    return [f"{px} px wide at 320 px, {how}" for px, how in ((width, "plain"), (spaced, "wide letters")) if px > 320]


def _faults_of_html(page: Page) -> list[str]:
    html = page.content()
    checks = {
        "not exactly one h1": page.locator("h1").count() == 1,
        "no language": page.evaluate("document.documentElement.lang") == "nb",
        "no title": bool(re.search(r"\S – Legesvar", page.title())),
        "style of its own": not re.search(r'<style|\sstyle="', html),
        "script of its own": not re.search(r"<script(?![^>]*\ssrc=)", html),
        "event handlers of its own": not re.search(r"<[^>]+\son[a-z]+=", html),
        "no main landmark": page.locator("main").count() == 1,
    }
    return [fault for fault, holds in checks.items() if not holds]


def faults_by_keyboard(visitor: Visitor) -> list[str]:
    """Go through the open page by Tab alone; return what is not reached, and where one cannot see where one is."""
    page = visitor.page
    page.evaluate(FROM_THE_TOP)
    wanted, reached, found = page.evaluate(FOCUSABLE), [], []
    for _ in range(len(wanted) + 10):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        reached.append(focused["html"])
        if not focused["visible"]:
            found.append(f"no visible focus: {focused['html']}")
        if not focused["inside"]:
            found.append(f"focus outside the window: {focused['html']}")
    found += [f"not reached: {one}" for one in wanted if one not in reached]
    return [f"{page.url}: {fault}" for fault in found]
