"""What a clinic's dialogues add up to (WORK-11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.core.clock import OSLO
from legesvar.core.working_days import add_working_days
from legesvar.domain.statistics.figures import Calendar, Happening, Turn, first_day, monday, quantile, report

TODAY = date(2026, 11, 27)  # a Friday
CALENDAR = Calendar(date(2025, 6, 2), TODAY)


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=OSLO)


def due(kind: str, received: datetime) -> date:
    return add_working_days(received.astimezone(OSLO).date(), 5)


def turn(received: datetime, answered: datetime, *, kind: str = "inquiry", who: int = 1) -> Turn:
    return Turn(kind, who, f"Lege {who}", received, answered)


def added_up(*turns: Turn, happenings: tuple[Happening, ...] = (), weeks: int = 4) -> dict[str, Any]:
    return report(turns, happenings, weeks=weeks, today=TODAY, calendar=CALENDAR, due=due)["kinds"]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (at(25, 12), at(26, 12), 1.0),
        (at(25, 0), at(25, 12), 0.5),
        (at(20, 18), at(23, 6), 0.5),  # over a weekend
        (at(21, 3), at(22, 23), 0.0),  # within one
        (at(20, 12), at(27, 12), 5.0),
    ],
)
def test_time_is_counted_in_working_days(start: datetime, end: datetime, days: float) -> None:
    assert CALENDAR.between(start, end) == pytest.approx(days)


def test_a_day_off_of_the_clinics_takes_no_time() -> None:
    closed = Calendar(date(2026, 11, 2), TODAY, frozenset({date(2026, 11, 25)}))
    assert closed.between(at(24, 12), at(26, 12)) == pytest.approx(1.0)


BEGINNING = datetime(2025, 7, 1, tzinfo=UTC)
moments = st.integers(0, 513 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))


@given(moments, moments, moments)
def test_time_never_runs_backwards_and_adds_up(first: datetime, second: datetime, third: datetime) -> None:
    one, two, three = sorted((first, second, third))
    parts = CALENDAR.between(one, two) + CALENDAR.between(two, three)
    assert 0 <= CALENDAR.between(one, three) == pytest.approx(parts)


@given(st.lists(st.floats(0, 100), min_size=1), st.floats(0, 1))
def test_a_quantile_is_one_of_the_values_and_has_its_share_at_or_below_it(values: list[float], share: float) -> None:
    ordered = sorted(round(value, 2) for value in values)
    found = quantile(ordered, share)
    assert found in ordered
    assert sum(value <= found for value in ordered) >= share * len(ordered)


def test_nothing_has_no_quantile_and_counts_as_nothing() -> None:
    assert quantile([], 0.5) is None
    found = added_up()[""]
    assert (found["all"]["answered"], found["all"]["median"]) == (0, None)
    assert [week for week, _ in found["weeks"]] == ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]


def test_what_was_answered_after_its_last_day_is_late() -> None:
    in_time, late = turn(at(16), at(23, 23)), turn(at(16), at(24, 0))
    found = added_up(in_time, late)[""]
    assert (found["all"]["answered"], found["all"]["late"]) == (2, 1)


def test_each_kind_stands_by_itself_and_in_the_sum() -> None:
    found = added_up(turn(at(25), at(26)), turn(at(25), at(27), kind="prescription"))
    answered = {kind: figures["all"]["answered"] for kind, figures in found.items()}
    assert answered == {"": 2, "inquiry": 1, "prescription": 1}


def test_an_answer_counts_in_the_week_it_was_given_and_for_who_gave_it() -> None:
    found = added_up(turn(at(19), at(20), who=2), turn(at(20), at(23)), turn(at(24), at(25), who=2))[""]
    assert {week: figures["answered"] for week, figures in found["weeks"] if figures["answered"]} == {
        "2026-11-16": 1, "2026-11-23": 2,
    }  # fmt: skip
    assert [(name, figures["answered"]) for name, figures in found["who"]] == [("Lege 2", 2), ("Lege 1", 1)]


def test_two_of_the_same_name_are_two() -> None:
    same = [Turn("inquiry", who, "Kari Berg", at(25), at(26)) for who in (1, 2)]
    assert [name for name, _ in added_up(*same)[""]["who"]] == ["Kari Berg", "Kari Berg"]


def test_what_lies_before_the_period_is_left_out() -> None:
    found = added_up(
        turn(at(29, month=10), at(30, month=10)), happenings=(Happening("started", "inquiry", date(2026, 11, 1), 7),)
    )
    assert (found[""]["all"]["answered"], found[""]["all"]["started"]) == (0, 0)


def test_what_began_and_how_it_ended_is_counted() -> None:
    happened = (
        Happening("started", "inquiry", date(2026, 11, 24), 3),
        Happening("withdrawn", "inquiry", date(2026, 11, 24), 1),
        Happening("answered", "inquiry", date(2026, 11, 25), 2),
    )  # fmt: skip
    found = added_up(happenings=happened)[""]["all"]
    assert (found["started"], found["ended"]) == (3, {"withdrawn": 1, "answered": 2})


@pytest.mark.parametrize(("weeks", "day"), [(1, date(2026, 11, 23)), (4, date(2026, 11, 2)), (52, date(2025, 12, 1))])
def test_a_period_is_whole_weeks_and_the_running_one_the_last(weeks: int, day: date) -> None:
    assert first_day(weeks, TODAY) == day
    assert monday(day) == day


@given(st.lists(st.tuples(moments, st.integers(0, 30)), max_size=20))
def test_the_weeks_add_up_to_the_whole(found: list[tuple[datetime, int]]) -> None:
    turns = [turn(received, min(received + timedelta(days=days), at(27))) for received, days in found]
    added = added_up(*turns, weeks=52)[""]
    for what in ("answered", "late"):
        assert sum(week[what] for _, week in added["weeks"]) == added["all"][what]
        assert sum(who[what] for _, who in added["who"]) == added["all"][what]
