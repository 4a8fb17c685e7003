"""Rows of a list, put together without the template engine, which took half of such a page's time (docs/speed.md).

A list has a shape, which is the HTML of one row with named places, and gives each row's values. A value is text and is
escaped; what is HTML already, such as a part that only some rows have, is a SafeString made of a literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe

_SPECIAL = re.compile("[&<>\"']").search


class _Escaping(dict[str, str]):
    """A row's values as they may stand in HTML, in text as in a quoted attribute."""

    def __getitem__(self, name: str) -> str:
        value = super().__getitem__(name)
        if isinstance(value, SafeString) or _SPECIAL(value) is None:
            return value
        return escape(value)


def drawn(shape: str, rows: Iterable[Mapping[str, str]]) -> SafeString:
    """Fill a shape with each row's values, one row to a line.

    :param shape: written in our code, never made of anything from outside; places in attributes stand in quotes
    """
    return mark_safe("\n".join([shape.format_map(_Escaping(row)) for row in rows]))
