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
        (0, "Frist i dag", "danger", False),
        (1, "Frist man. 23.", "info", False),
        (5, "Frist fre. 27.", "info", False),
        (7, "Frist 29. nov.", "neutral", False),
        (60, "Frist 21. jan. 2027", "neutral", False),
    ],
)
def test_a_deadline_is_a_day_and_never_a_number_of_days(days: int, text: str, tone: str, solid: bool) -> None:
    badge = work.badge(TODAY + timedelta(days=days), TODAY, work.words())
    assert (badge.text.replace("\N{NO-BREAK SPACE}", " "), badge.tone, badge.solid) == (text, tone, solid)


@pytest.mark.parametrize(
    ("due", "mark", "tone"),
    [(5, 1, "info"), (2, 0, "warning"), (1, -1, "warning"), (9, 0, "warning"), (0, -2, "danger")],
)
def test_it_is_marked_from_the_third_working_day_and_again_on_the_last(due: int, mark: int, tone: str) -> None:
    badge = work.badge(TODAY + timedelta(days=due), TODAY, work.words(), TODAY + timedelta(days=mark))
    assert badge.tone == tone


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (99, "99"), (100, "99+")])
def test_counts_stop_at_a_ceiling(number: int, text: str) -> None:
    assert work.count(number) == text
