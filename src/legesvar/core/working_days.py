"""Norwegian working days (arbeidsdager): Monday to Friday, without public holidays.

24 and 31 December are working days (START-10). The public holidays come from `holidays`, which follows the law on
them; what a clinic has closed besides is passed in.
"""

from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from functools import lru_cache

from holidays import country_holidays

from legesvar.core.clock import oslo_date

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date, extra_days_off: AbstractSet[date] = frozenset()) -> bool:
    """Say whether a day is a working day, and not one of the clinic's own days off."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year) and day not in extra_days_off


@lru_cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year, Sundays not among them unless they are holidays too."""
    return frozenset(country_holidays("NO", years=year))


def add_working_days(day: date, days: int, extra_days_off: AbstractSet[date] = frozenset()) -> date:
    """Return the working day that is ``days`` working days after ``day``, which is itself not counted.

    :raises ValueError: if ``days`` is below 1
    """
    if days < 1:
        raise ValueError("a deadline is at least one working day away")
    while days:
        day += ONE_DAY
        days -= is_working_day(day, extra_days_off)
    return day


def due_date(received: datetime, days: int, extra_days_off: AbstractSet[date] = frozenset()) -> date:
    """Return the last day to answer what was received at an instant; the day of receipt is not counted (START-10).

    :param received: any zone; the day it fell on is Oslo's
    :raises ValueError: if ``received`` has no zone or ``days`` is below 1
    """
    if received.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return add_working_days(oslo_date(received), days, extra_days_off)


def working_days_between(start: date, end: date, extra_days_off: AbstractSet[date] = frozenset()) -> int:
    """Count the working days after ``start`` up to and with ``end``; 0 when ``end`` is not after ``start``.

    What is left until a due date is ``working_days_between(today, due)``; how late it is, the same turned round.
    """
    days = (start + ONE_DAY * n for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, extra_days_off) for day in days)
