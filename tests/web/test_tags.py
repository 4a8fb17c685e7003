import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

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


@pytest.mark.parametrize("word", ["e-posten", "E-postadresse", "B-preparater", "e-consultation"])
def test_a_word_with_one_letter_before_its_hyphen_is_kept_whole(word):
    assert whole(f"«{word}», og") == f'«<span class="keep-together">{word}</span>», og'


@pytest.mark.parametrize("text", ["A- eller", "Anne-Marie", "1-2 dager", "man-fre-lør", "x-" + "a" * 21, "sent-e-post"])
def test_what_may_break_or_must_to_fit_is_left_as_it_is(text):
    assert whole(text) == text


def test_what_stands_within_a_tag_is_left_as_it_is():
    link = mark_safe('<a href="/start/ e-post">e-post</a>')
    assert whole(link) == '<a href="/start/ e-post"><span class="keep-together">e-post</span></a>'
