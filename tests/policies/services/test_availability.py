"""When a kind is open: the clinic's switch, period, pause, hours, daily number, and the grace of who was writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from legesvar.core.kinds import Kind
from legesvar.domain.services.availability import Closed, Moment, closed, closed_for, looks_back_to
from legesvar.domain.services.settings import DEFAULTS, ServiceSettings, laid_over

OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 5, 5, 12, 0, tzinfo=OSLO)  # a Tuesday
OFFICE = tuple((day, "08:00", "15:00") for day in range(5))


def at(hour: int, minute: int = 0, *, day: int = 5) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("settings", "instant", "sent", "reason"),
    [
        ({}, NOON, 0, None),
        ({"is_open": False}, NOON, 0, Closed.OFF),
        ({"first_date": "2026-05-05"}, at(0, 0), 0, None),
        ({"first_date": "2026-05-06"}, at(23, 59), 0, Closed.NOT_YET),
        ({"last_date": "2026-05-05"}, at(23, 59), 0, None),
        ({"last_date": "2026-05-05"}, at(0, 0, day=6), 0, Closed.OVER),
        ({"paused_until": "2026-05-05T12:00:00+02:00", "pause_reason": "Ferie"}, at(11, 59), 0, Closed.PAUSED),
        ({"paused_until": "2026-05-05T12:00:00+02:00", "pause_reason": "Ferie"}, NOON, 0, None),
        ({"hours": OFFICE}, at(8, 0), 0, None),
        ({"hours": OFFICE}, at(7, 59), 0, Closed.OUTSIDE_HOURS),
        ({"hours": OFFICE}, at(15, 0), 0, Closed.OUTSIDE_HOURS),
        ({"hours": OFFICE}, at(12, 0, day=9), 0, Closed.OUTSIDE_HOURS),
        ({"daily_limit": 3}, NOON, 2, None),
        ({"daily_limit": 3}, NOON, 3, Closed.FULL_TODAY),
    ],
)
def test_a_kind_is_open_when_the_clinic_says_so(settings, instant, sent, reason) -> None:
    assert closed(Moment(ServiceSettings(**settings), instant, sent)) is reason


def test_who_was_writing_when_it_closed_may_finish_within_the_grace() -> None:
    settings = ServiceSettings(hours=OFFICE, grace_minutes=30)

    def verdict(begun: datetime, now: datetime) -> Closed | None:
        back = looks_back_to(settings, now, begun)
        return closed_for(Moment(settings, now, 0), Moment(settings, back, 0))

    assert verdict(at(14, 50), at(15, 20)) is None
    assert verdict(at(14, 50), at(15, 31)) is Closed.OUTSIDE_HOURS
    assert verdict(at(15, 5), at(15, 10)) is Closed.OUTSIDE_HOURS
    assert closed_for(Moment(settings, at(15, 5), 0), None) is Closed.OUTSIDE_HOURS


def test_who_was_writing_when_the_kind_was_switched_off_may_finish() -> None:
    on, off = ServiceSettings(), ServiceSettings(is_open=False)
    assert closed_for(Moment(off, NOON, 0), Moment(on, NOON - timedelta(minutes=20), 0)) is None
    assert closed_for(Moment(off, NOON, 0), Moment(off, NOON - timedelta(minutes=20), 0)) is Closed.OFF


@pytest.mark.parametrize(
    "wrong",
    [
        {"daily_limit": 0}, {"first_date": "2026-05-06", "last_date": "2026-05-05"},
        {"hours": ((0, "15:00", "08:00"),)},
        {"paused_until": "2026-05-05T12:00:00+02:00"}, {"grace_minutes": 999}, {"silence_days": 1},
        {"first_date": "i morgen"},
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other_cannot_be_made(wrong) -> None:
    with pytest.raises(ValueError):
        ServiceSettings(**wrong)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_defaults_of_its_own(kind: Kind) -> None:
    assert DEFAULTS[kind].kind is kind
    assert DEFAULTS[kind].form
    assert laid_over(kind, {}) == DEFAULTS[kind]


def test_stored_values_are_laid_over_and_what_is_unknown_is_passed_over() -> None:
    found = laid_over(Kind.INQUIRY, {"answer_days": 2, "hours": [[0, "08:00", "15:00"]], "gone_since_1999": True})
    assert found == replace(DEFAULTS[Kind.INQUIRY], answer_days=2, hours=((0, "08:00", "15:00"),))
