import pytest
from tests.inspection import by_axe, sideways
from tests.web.look.stage import draw

PHONE, DESK = {"viewport": {"width": 360, "height": 800}}, {"viewport": {"width": 1440, "height": 900}}
PAGES = [("patient", False), ("form", False), ("form", True), ("clinic", False)]
EVERY_SIZE = pytest.mark.parametrize("look", [PHONE, DESK], indirect=True, ids=["phone", "desk"])
EVERY_PAGE = pytest.mark.parametrize(("name", "refused"), PAGES, ids=["patient", "form", "refused", "clinic"])


@pytest.mark.browser
@EVERY_SIZE
@EVERY_PAGE
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_axe_finds_nothing_on_any_component(look, name, refused, appearance):
    page = look.show(draw(name, appearance, refused=refused))
    assert by_axe(page) == []
    assert look.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("look", [{"viewport": {"width": 320, "height": 800}, "bypass_csp": True}], indirect=True)
@EVERY_PAGE
def test_nothing_scrolls_sideways_at_320_px_even_with_wide_letters(look, name, refused):
    page = look.show(draw(name, refused=refused))
    assert sideways(page) == []


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
