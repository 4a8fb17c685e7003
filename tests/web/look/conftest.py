"""A real Chromium for the style page, without a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.web.look.stage import Look


@pytest.fixture
def look(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Look]:
    """Open a browser page of the size and habits the test asks for."""
    options = getattr(request, "param", {})
    context = chrome.new_context(**{"viewport": {"width": 360, "height": 800}, **options})
    yield Look(context.new_page())
    context.close()
