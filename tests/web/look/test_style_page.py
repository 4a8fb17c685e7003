from pathlib import Path

import pytest
from tests.web.look.stage import draw

AXE = Path(__file__).resolve().parents[3] / "build" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"viewport": {"width": 360, "height": 800}}, {"viewport": {"width": 1440, "height": 900}}
PAGES = [("patient", False), ("form", False), ("form", True), ("clinic", False)]
EVERY_SIZE = pytest.mark.parametrize("look", [PHONE, DESK], indirect=True, ids=["phone", "desk"])
EVERY_PAGE = pytest.mark.parametrize(("name", "refused"), PAGES, ids=["patient", "form", "refused", "clinic"])
SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"


@pytest.mark.browser
@EVERY_SIZE
@EVERY_PAGE
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_axe_finds_nothing_on_any_component(look, name, refused, appearance):
    page = look.show(draw(name, appearance, refused=refused))
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    assert look.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("look", [{"viewport": {"width": 320, "height": 800}, "bypass_csp": True}], indirect=True)
@EVERY_PAGE
def test_nothing_scrolls_sideways_at_320_px_even_with_wide_letters(look, name, refused):
    page = look.show(draw(name, refused=refused))
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
@EVERY_PAGE
def test_whatever_is_pressed_is_44_px_high(look, name, refused):
    page = look.show(draw(name, refused=refused))
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, summary, select, textarea')]
        .filter(it => it.checkVisibility() && !it.closest('p:not(.back)') && !it.matches('.skip'))
        .filter(it => it.getBoundingClientRect().height < 43.5).map(it => it.outerHTML)"""
    )
    assert [target for target in small if "#id_" not in target] == []


@EVERY_PAGE
def test_no_page_carries_style_or_script_of_its_own(name, refused):
    html = draw(name, refused=refused)
    assert " style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count('<script type="module" src="/static/js/')
    assert html.count("<h1") == 1
