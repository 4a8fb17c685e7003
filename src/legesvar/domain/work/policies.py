"""Pure rules about the order of work, and about when it is marked."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

# The working day, after the day it came, from which what waits is marked.
MARKED_AFTER = 3


class Stage(StrEnum):
    """How near the last day is (WORK-3)."""

    EARLY = "early"
    MARKED = "marked"
    LAST_DAY = "last_day"
    LATE = "late"


def stage(due: date, mark: date | None, today: date) -> Stage:
    """Say how near the last day is: marked from the third working day, again on the last one, and when it has passed.

    :param mark: the day from which it is marked; both days were counted when they were promised
    """
    if due < today:
        return Stage.LATE
    if due == today:
        return Stage.LAST_DAY
    return Stage.MARKED if mark is not None and mark <= today else Stage.EARLY


def rank(*, urgent: bool, channel: str) -> int:
    """Return the place among things due the same day: urgent first, then from the web, then from the phone (WORK-1)."""
    if urgent:
        return 0
    return 1 if channel == "web" else 2
