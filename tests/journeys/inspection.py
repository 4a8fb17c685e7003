"""Looks at a page as its least favoured users meet it: with axe, at 320 px with wide letters, and by keyboard alone."""

from __future__ import annotations

from tests import inspection
from tests.journeys.visitor import Visitor

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
    """Return everything that is wrong with the page that is open, with what it is and where."""
    return [f"{state} ({visitor.page.url}): {fault}" for fault in inspection.faults(visitor.page)]


def faults_where_scripts_run(visitor: Visitor, state: str, mode: str) -> list[str]:
    """Look for faults in a journey that is taken with and without scripts: the checker is one itself."""
    return faults(visitor, state) if mode == "with scripts" else []


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
