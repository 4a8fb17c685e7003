"""What may be searched for (WORK-7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from legesvar.domain.search.policies import LASTS, LONGEST, Refusal, digits_in, is_over, search_refused


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", Refusal.TOO_SHORT), ("a", Refusal.TOO_SHORT), (" a ", Refusal.TOO_SHORT),
        ("\u200b\u200b", Refusal.TOO_SHORT), ("ås", None), ("a" * LONGEST, None),
        ("a" * (LONGEST + 1), Refusal.TOO_LONG),
    ],
)  # fmt: skip
def test_a_search_has_some_letters_and_not_too_many(words: str, reason: Refusal | None) -> None:
    assert search_refused(words) is reason


@pytest.mark.parametrize(
    ("words", "digits"),
    [("010190 12345", "01019012345"), ("010190", "010190"), ("Kari", ""), ("01.01.90", ""), ("٠١٠١٩٠", ""), ("", "")],
)
def test_a_number_is_known_by_its_digits(words: str, digits: str) -> None:
    assert digits_in(words) == digits


def test_a_search_can_be_looked_at_for_half_a_day() -> None:
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert not is_over(now - LASTS, now)
    assert is_over(now - LASTS - timedelta(seconds=1), now)
