"""What is in sight on the way to a new dialogue, on a phone and on a desk."""

from __future__ import annotations

import pytest
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.stage import Look
from tests.web.patient.walk import Walk

from legesvar.core.actor import Actor

# ruff: noqa: F811 - the fixture above is asked for by its name
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("own_store")]
PHONE, DESK = {"viewport": {"width": 360, "height": 740}}, {"viewport": {"width": 1440, "height": 900}}
ON_A_PHONE = pytest.mark.parametrize("look", [PHONE], indirect=True, ids=["phone"])
BEHIND = "noe du har prøvd å løse i en e-konsultasjon før, uten hell"
HIGHEST_LINE = 40


@ON_A_PHONE
def test_the_field_to_write_in_is_in_sight_at_once(look: Look, walk: Walk, doctor: Actor) -> None:
    page = look.show(walk.to_price(doctor).get("beskjed/").content.decode())
    field = page.locator("textarea").bounding_box()
    assert field is not None
    assert field["y"] < 740 - 150


@ON_A_PHONE
def test_each_number_to_call_is_on_one_line_with_the_word_that_says_call(look: Look, walk: Walk, doctor: Actor) -> None:
    page = look.show(walk.to_recipient(doctor).get("passer-det/").content.decode())
    lines = page.locator(".numbers__call").evaluate_all("all => all.map(it => it.getBoundingClientRect().height)")
    assert len(lines) == 6
    assert max(lines) < HIGHEST_LINE


@ON_A_PHONE
def test_the_number_to_call_is_a_button_across_the_page(look: Look, walk: Walk, doctor: Actor) -> None:
    page = look.show(walk.to_recipient(doctor).get("ring/").content.decode())
    button = page.get_by_role("link", name="Ring 113")
    assert button.evaluate("it => it.clientWidth") > 360 - 2 * 20
    assert button.get_attribute("href") == "tel:113"


@pytest.mark.parametrize(("look", "seen"), [(PHONE, False), (DESK, True)], indirect=["look"], ids=["phone", "desk"])
def test_every_example_is_seen_at_once_where_there_is_room(look: Look, walk: Walk, doctor: Actor, seen: bool) -> None:
    page = look.show(walk.to_recipient(doctor).get("passer-det/").content.decode())
    opens = page.get_by_text("7 eksempler til")
    assert page.get_by_text(BEHIND).is_visible() is seen
    assert opens.is_visible() is not seen
    if not seen:
        opens.click()
        assert page.get_by_text(BEHIND).is_visible()
