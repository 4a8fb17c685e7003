"""Badges of the worklist: when something must be done, in two or three words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from legesvar.words import work

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "text", "tone", "solid"),
    [
        (-30, "Over frist", "danger", True),
        (-1, "Over frist", "danger", True),
        (0, "Frist i dag", "warning", False),
        (1, "Frist man. 23.", "info", False),
        (5, "Frist fre. 27.", "info", False),
        (7, "Frist 29. nov.", "neutral", False),
        (60, "Frist 21. jan. 2027", "neutral", False),
    ],
)
def test_a_deadline_is_a_day_and_never_a_number_of_days(days: int, text: str, tone: str, solid: bool) -> None:
    badge = work.badge(TODAY + timedelta(days=days), TODAY, work.words())
    assert (badge.text.replace("\N{NO-BREAK SPACE}", " "), badge.tone, badge.solid) == (text, tone, solid)


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (99, "99"), (100, "99+")])
def test_counts_stop_at_a_ceiling(number: int, text: str) -> None:
    assert work.count(number) == text
