"""Rows of lists are made without the template engine: what is in them is text all the same."""

from __future__ import annotations

import html
import re

import pytest
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from legesvar.web.rows import drawn

SHAPE = '<li class="row{mark}"><a href="{url}">{name}</a></li>'
ATTACKS = (
    "<script>alert(1)</script>", '" onmouseover="alert(1)', "' onmouseover='alert(1)", "</li></ul><h1>",
    "&lt;script&gt;", "{name}", "{0}", "{name.__class__}", "%(name)s", "\x00", "&#x3c;b&#x3e;",
)  # fmt: skip


def row(**values: str) -> dict[str, str]:
    return {"mark": "", "url": "/", "name": "", **values}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", ["mark", "url", "name"])
def test_what_somebody_wrote_is_never_read_as_html(place: str, attack: str) -> None:
    drawn_row = str(drawn(SHAPE, [row(**{place: attack})]))
    assert drawn_row.count("<") == 4
    assert drawn_row.count('"') == 4
    assert drawn_row.count("'") == 0


@given(st.text())
def test_a_text_is_read_as_it_was_written(written: str) -> None:
    found = re.fullmatch(
        r'<li class="row"><a href="([^"<>]*)">([^"<>]*)</a></li>', drawn(SHAPE, [row(name=written, url=written)])
    )
    assert found is not None
    assert (html.unescape(found[1]), html.unescape(found[2])) == (written, written)


def test_html_of_ours_stands_as_it_is() -> None:
    marked = drawn("<li>{name}</li>", [{"name": mark_safe("<b>Ny</b>")}])
    assert marked == "<li><b>Ny</b></li>"


def test_rows_come_out_as_html_that_is_not_escaped_again() -> None:
    assert isinstance(drawn(SHAPE, [row(), row()]), SafeString)


def test_a_list_without_rows_is_nothing() -> None:
    assert drawn(SHAPE, []) == ""


def test_a_place_without_a_value_is_a_fault() -> None:
    with pytest.raises(KeyError):
        drawn(SHAPE, [{"name": "Kari"}])
