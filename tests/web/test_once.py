"""Words and addresses worked out once mean what Django's own mean."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% translate 'Neste steg' %}", "Neste steg"),
        ("{% translate 'A & <b>' %}", "A & <b>"),
        ("{% translate word %}", "x &lt;b&gt;"),
        ("{% translate 'Neste steg' as next %}[{{ next }}]", "[Neste steg]"),
        ("{% translate 'Oppdatert' context 'list' %}", "Oppdatert"),
        ("{% for n in two %}{% translate 'Ja' %}{% endfor %}", "JaJa"),
    ],
)
def test_a_text_is_drawn_as_before(source: str, expected: str) -> None:
    assert drawn(source, word="x <b>", two=[1, 2]) == expected


def test_each_language_has_its_own_words() -> None:
    template = engines["django"].from_string("{% translate 'January' %}")
    said = []
    for language in ("nb", "en", "nb"):
        with translation.override(language):
            said.append(template.render({}))
    assert said == ["januar", "January", "januar"]


def test_a_static_file_keeps_its_address() -> None:
    assert drawn("{% static 'js/once.js' %}") == drawn("{% static name %}", name="js/once.js")


def test_inside_once_nothing_of_the_page_is_known() -> None:
    template = engines["django"].from_string("{% once %}{% translate 'January' %}[{{ secret }}]{% endonce %}")
    said = []
    for language, secret in (("nb", "Kari"), ("nb", "Ola"), ("en", "Kari")):
        with translation.override(language):
            said.append(template.render({"secret": secret}))
    assert said == ["januar[]", "januar[]", "January[]"]
