"""What is wrong with a page that is open: as axe finds it, in a narrow window with wide letters, and in its HTML."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "build" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A phone by day and a desk by night; patients' pages are light by night as well.
LOOKS = ((360, 800, "light"), (1440, 900, "dark"))
NARROW = 320
# WCAG 1.4.12. As a constructed sheet, which the content policy lets in.
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
    '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
    'p{margin-bottom:2em!important}'); document.adoptedStyleSheets = [sheet]; }"""

# Where a line could break within the word, after its one letter and the hyphen. What people wrote themselves, and lists
# that open, break as they like. Clinics' pages, which are read on a desk, keep e-konsultasjon alone.
SPLIT = """() => {
    const kept = document.querySelector('link[href*="/clinic."]') ? /\\be-(konsultasjon|consultation)/i
        : /(?<![\\p{L}\\d_-])\\p{L}-[\\p{L}\\d_]{2,20}(?![\\p{L}\\d_-])/u;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent, parent = walker.currentNode.parentElement;
        if (kept.test(text) && parent.checkVisibility()
            && !parent.closest('.own-words, textarea, option, script')
            && getComputedStyle(parent).whiteSpaceCollapse !== 'preserve'
            && getComputedStyle(parent).textWrapMode !== 'nowrap') found.push(text.trim().slice(0, 100));
    }
    return found; }"""


def faults(page: Page) -> list[str]:
    """Return everything that is wrong with the page, on a phone, on a desk and at 320 pixels."""
    found = _faults_of_html(page)
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px {scheme}: {fault}" for fault in by_axe(page)]
    page.emulate_media(color_scheme="light")
    found += [f"may break at its hyphen: {text}" for text in page.evaluate(SPLIT)]
    return found + sideways(page)


def by_axe(page: Page) -> list[str]:
    """Return what axe finds."""
    # From outside, as a user's own tool would: the page's policy lets no other script in.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [f"axe {rule['id']} {[node['html'][:200] for node in rule['nodes']]}" for rule in found]


def sideways(page: Page) -> list[str]:
    """Return how far the page reaches beyond 320 pixels, as it is and with wide letters; leave it as it was."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(SPACED)
    spaced = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    if before:
        page.set_viewport_size(before)
    reached = ((width, "plain"), (spaced, "wide letters"))
    return [f"{px} px wide at {NARROW} px, {how}" for px, how in reached if px > NARROW]


def _faults_of_html(page: Page) -> list[str]:
    html = page.content()
    checks = {
        "not exactly one h1": page.locator("h1").count() == 1,
        "no language": page.evaluate("document.documentElement.lang") == "nb",
        "no title": bool(re.search(r"\S – Legesvar$", page.title())),
        "style of its own": not re.search(r'<style|\sstyle="', html),
        "script of its own": not re.search(r'<script(?![^>]*\ssrc="/static/)', html),
        "event handlers of its own": not re.search(r"<[^>]+\son[a-z]+=", html),
        "no main landmark": page.locator("main").count() == 1,
    }
    return [fault for fault, holds in checks.items() if not holds]
