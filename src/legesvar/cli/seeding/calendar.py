"""When people write and when clinics answer: days and minutes, weighed so that they look like a real year."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import TypeVar

from legesvar.core import working_days

T = TypeVar("T")

SLOTS = 65_536
DAYS = 730
# How often people write on a weekday, Monday first, and at which hour; doctors answer in working hours.
BY_WEEKDAY = (1.35, 1.2, 1.1, 1.05, 0.95, 0.45, 0.5)
PATIENT_HOURS = (1, 0, 0, 0, 0, 1, 3, 6, 9, 10, 9, 8, 8, 7, 7, 7, 6, 7, 8, 10, 12, 11, 8, 4)
DOCTOR_HOURS = (0, 0, 0, 0, 0, 0, 0, 2, 8, 7, 6, 9, 5, 8, 9, 7, 1, 0, 0, 0, 0, 0, 0, 0)
HALF_LIFE = 500
# The last days weigh more, so that there is always something to answer.
RECENT_DAYS, RECENT_WEIGHT = 10, 4.0


def days(today: date) -> list[tuple[date, bool, int]]:
    """Return every day on which something happens: is it a working day, and how many were there up to it."""
    ordinal, found = 0, []
    for back in range(DAYS + 30, -90, -1):
        day = today - timedelta(days=back)
        is_working = working_days.is_working_day(day)
        ordinal += is_working
        found.append((day, is_working, ordinal))
    return found


def day_slots(today: date) -> list[date]:
    """Return the day that belongs to each of `SLOTS` equal shares of all that is written, in order of time."""
    written = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    weights = [_weight(day, today) for day in written]
    return _slots(written, weights)


def minute_slots(hours: tuple[int, ...]) -> list[int]:
    """Return the minute of the day that belongs to each of `SLOTS` equal shares."""
    minutes = list(range(24 * 60))
    return _slots(minutes, [float(hours[minute // 60]) for minute in minutes])


def _weight(day: date, today: date) -> float:
    age = (today - day).days
    weight = BY_WEEKDAY[day.weekday()] * 0.5 ** (age / HALF_LIFE)
    if day in working_days.public_holidays(day.year):
        weight *= 0.3
    return weight * (RECENT_WEIGHT if age <= RECENT_DAYS else 1.0)


def _slots(values: list[T], weights: list[float]) -> list[T]:
    ends = list(accumulate(weights))
    slots, at = [], 0
    for slot in range(SLOTS):
        while ends[at] <= (slot + 0.5) / SLOTS * ends[-1] and at < len(values) - 1:
            at += 1
        slots.append(values[at])
    return slots
