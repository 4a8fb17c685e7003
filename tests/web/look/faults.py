"""Pages that were drawn without a server, shown one after the other and looked through."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from playwright.sync_api import Route
from tests import inspection
from tests.web.look.stage import Look

# What pages fetch by themselves. Nothing else is there to answer, which the browser notes.
POLLS = {"**/her/": {"json": {"here": "", "newer": ""}}, "**/liste/*": {"status": 304}, "**/okt/": {"status": 204}}
NOT_THERE = "Failed to load resource: the server responded with a status of 404"


def faults_of(look: Look, pages: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Show each page and give all that is wrong, with the page's name, and what the browser complained of."""
    for polled, answer in POLLS.items():
        look.page.route(polled, _given(answer))
    found = [(name, fault) for name, html in pages for fault in inspection.faults(look.show(html))]
    return found + [("the browser", said) for said in look.complaints if not said.startswith(NOT_THERE)]


def _given(answer: dict[str, Any]) -> Callable[[Route], None]:
    # With one parameter only: a second one, whatever its default, is given the request.
    return lambda asked: asked.fulfill(**answer)
