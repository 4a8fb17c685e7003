from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.core.clock import OSLO
from legesvar.core.working_days import (
    add_working_days,
    due_date,
    is_working_day,
    public_holidays,
    working_days_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
OFF = st.frozensets(st.dates(date(2000, 1, 1), date(2061, 12, 31)), max_size=30)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-01", False),
        ("2026-04-01", True),  # onsdag før skjærtorsdag
        ("2026-04-02", False),  # skjærtorsdag
        ("2026-04-03", False),  # langfredag
        ("2026-04-04", False),  # påskeaften, lørdag
        ("2026-04-06", False),  # 2. påskedag
        ("2026-04-07", True),
        ("2026-05-01", False),
        ("2026-05-14", False),  # Kristi himmelfart
        ("2026-05-15", True),  # inneklemt fredag
        ("2026-05-17", False),
        ("2026-05-25", False),  # 2. pinsedag
        ("2027-05-17", False),  # a Monday, the Constitution's day and 2. pinsedag at once
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2027-12-31", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-11-23", True),
    ],
)
def test_each_day_is_a_working_day_or_not(day, expected):
    assert is_working_day(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-11-20T10:00+01:00", 5, "2026-11-27"),  # Friday → Friday
        ("2026-11-21T10:00+01:00", 5, "2026-11-27"),  # Saturday counts from Monday
        ("2026-11-22T10:00+01:00", 5, "2026-11-27"),
        ("2026-11-23T10:00+01:00", 5, "2026-11-30"),
        ("2026-05-05T12:00+02:00", 5, "2026-05-12"),
        ("2026-05-08T12:00+02:00", 5, "2026-05-18"),  # past Kristi himmelfart and 17 May, a Sunday
        ("2026-03-27T12:00+01:00", 5, "2026-04-08"),  # past Easter
        ("2026-03-31T12:00+02:00", 1, "2026-04-01"),
        ("2026-04-01T12:00+02:00", 1, "2026-04-07"),
        ("2026-12-23T12:00+01:00", 1, "2026-12-24"),
        ("2026-12-23T12:00+01:00", 5, "2026-12-31"),
        ("2026-12-30T12:00+01:00", 2, "2027-01-04"),
        ("2026-11-19T22:59:59Z", 1, "2026-11-20"),  # still Thursday in Oslo
        ("2026-11-19T23:00:00Z", 1, "2026-11-23"),  # midnight in Oslo: Friday
        ("2026-06-18T21:59:59Z", 1, "2026-06-19"),  # in summer midnight is an hour earlier in UTC
        ("2026-06-18T22:00:00Z", 1, "2026-06-22"),
        ("2026-03-28T22:59:59Z", 1, "2026-03-30"),  # the night the clocks go forward
        ("2026-03-29T22:00:00Z", 1, "2026-03-31"),
        ("2026-10-24T22:30:00Z", 1, "2026-10-26"),  # the night they go back
        ("2026-10-25T22:59:59Z", 1, "2026-10-26"),
        ("2026-10-25T23:00:00Z", 1, "2026-10-27"),
    ],
)
def test_the_due_date_is_counted_in_oslo_from_the_day_after_receipt(received, days, due):
    assert due_date(datetime.fromisoformat(received), days) == date.fromisoformat(due)


def test_the_clinics_own_days_off_move_the_due_date():
    closed = frozenset({date(2026, 11, 24), date(2026, 11, 25)})
    assert due_date(datetime(2026, 11, 23, 9, tzinfo=OSLO), 5, closed) == date(2026, 12, 2)


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due_date(datetime(2026, 11, 23, 9), 5)  # noqa: DTZ001 the naive time is the case


@pytest.mark.parametrize("days", [0, -1])
def test_a_deadline_without_days_is_refused(days):
    with pytest.raises(ValueError, match="at least one"):
        due_date(datetime(2026, 11, 23, 9, tzinfo=UTC), days)


def test_ten_public_holidays_a_year_and_two_that_are_always_sundays():
    assert {len(public_holidays(year)) for year in range(2020, 2050)} <= {11, 12}


@given(DAYS, st.integers(1, 40), OFF)
def test_the_due_date_is_a_working_day_with_exactly_that_many_behind_it(day, days, off):
    due = add_working_days(day, days, off)
    assert is_working_day(due, off)
    assert working_days_between(day, due, off) == days
    assert working_days_between(day, due - timedelta(days=1), off) == days - 1


@given(DAYS, st.integers(1, 20), st.integers(1, 20), OFF)
def test_counting_twice_is_counting_the_sum(day, first, second, off):
    assert add_working_days(add_working_days(day, first, off), second, off) == add_working_days(
        day, first + second, off
    )


@given(DAYS, DAYS)
def test_time_turned_round_counts_nothing(one, other):
    early, late = sorted((one, other))
    assert working_days_between(late, early) == 0
    assert 0 <= working_days_between(early, late) <= (late - early).days


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001 hypothesis adds the zone
    st.sampled_from([UTC, OSLO, ZoneInfo("America/New_York"), timezone(timedelta(hours=14))]),
    st.integers(1, 10),
)
def test_the_zone_an_instant_is_written_in_does_not_matter(moment, zone, days):
    instant = moment.replace(tzinfo=UTC)
    assert due_date(instant, days) == due_date(instant.astimezone(zone), days)
