import pytest
from django.template import Context, Template

from legesvar.web import icons
from legesvar.web.unbroken import whole


def drawn(source, **values):
    return Template(source).render(Context(values))


def test_an_icon_is_inlined_and_hidden_from_screen_readers():
    html = drawn('{% icon "inbox" %}')
    assert html.startswith('<svg class="icon" viewBox="0 0 24 24"')
    assert 'aria-hidden="true"' in html


def test_an_icon_may_be_named_by_the_page():
    assert drawn("{% icon name %}", name="inbox") == drawn('{% icon "inbox" %}')


@pytest.mark.parametrize("name", ["../../../core/text", "unheard-of", ""])
def test_an_icon_that_was_not_built_stops_the_page(name):
    with pytest.raises(LookupError):
        icons.drawn_icon(name)


def test_a_box_escapes_its_title_and_values_within():
    html = drawn('{% box "warning" title=title %}<p>{{ text }}</p>{% endbox %}', title="<b>", text="<script>")
    assert html == '<div class="ds-alert" data-color="warning"><h2>&lt;b&gt;</h2><p>&lt;script&gt;</p></div>'


def test_a_box_has_one_of_four_tones():
    with pytest.raises(ValueError, match="not 'pink'"):
        drawn('{% box "pink" %}{% endbox %}')


def test_e_konsultasjon_is_kept_whole_and_all_else_escaped():
    assert whole("Start e-konsultasjonen <nå>") == (
        'Start <span class="keep-together">e-konsultasjonen</span> &lt;nå&gt;'
    )
