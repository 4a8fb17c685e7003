"""A draft that could not be saved is saved when it can, also where the browser never said that the net was away."""

from __future__ import annotations

import pytest
from tests.web.look.stage import Look, draw

DRAFT = "/stil/skjema/utkast/"
pytestmark = pytest.mark.browser


def test_a_draft_that_nobody_answered_is_saved_again_by_itself(look: Look) -> None:
    look.answers[DRAFT] = lambda route: route.abort("connectionrefused")
    look.page.clock.install()
    page = look.show(draw("form"))
    with page.expect_event("requestfailed"):
        page.fill("#id_message", "Skrevet mens ingen svarte.")
        page.clock.run_for(5_000)
    look.answer(DRAFT, time="09.59", left=1800)
    with page.expect_response(f"**{DRAFT}") as answered:
        page.clock.run_for(15_000)
    assert "Skrevet mens ingen svarte." in (answered.value.request.post_data or "")
    page.get_by_text("Utkast lagret kl. 09.59").wait_for()
