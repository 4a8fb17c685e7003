"""Tables for spreadsheets: CSV as Norwegian ones open it, with nothing in a cell that they would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Return a cell's text; what looks like a formula is marked as text."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_file(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return rows as a file to keep: semicolons between cells, and a mark that says that it is UTF-8."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
