"""A session lasts 30 minutes without activity, 2 hours at most for patients (ID-7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from legesvar.domain.identity import policies
from legesvar.domain.identity.kinds import Audience
from legesvar.domain.identity.policies import SessionRefusal

START = datetime(2026, 11, 22, 8, tzinfo=UTC)
PATIENT, CLINIC = Audience.PATIENT, Audience.CLINIC


def after(**time: int) -> datetime:
    return START + timedelta(**time)


@pytest.mark.parametrize("audience", [PATIENT, CLINIC])
def test_a_session_ends_after_thirty_minutes_of_nothing(audience: Audience) -> None:
    assert policies.session_refusal(START, START, None, audience, after(minutes=29, seconds=59)) is None
    assert policies.session_refusal(START, START, None, audience, after(minutes=30)) is SessionRefusal.IDLE


def test_an_active_patient_is_logged_out_after_two_hours() -> None:
    just_before, exactly = after(hours=1, minutes=59), after(hours=2)
    assert policies.session_refusal(START, just_before, None, PATIENT, exactly - timedelta(seconds=1)) is None
    assert policies.session_refusal(START, just_before, None, PATIENT, exactly) is SessionRefusal.TOO_OLD


def test_an_active_colleague_works_a_day_and_no_night() -> None:
    assert policies.session_refusal(START, after(hours=8), None, CLINIC, after(hours=8)) is None
    assert policies.session_refusal(START, after(hours=10), None, CLINIC, after(hours=10)) is SessionRefusal.TOO_OLD


def test_an_ended_session_says_so_whatever_its_age() -> None:
    assert policies.session_refusal(START, START, START, PATIENT, after(hours=5)) is SessionRefusal.ENDED


def test_the_end_can_be_put_off_until_the_two_hours_are_near() -> None:
    assert policies.ends_at(START, after(minutes=10), PATIENT) == after(minutes=40)
    assert not policies.is_final(START, after(minutes=10), PATIENT)
    assert policies.ends_at(START, after(minutes=100), PATIENT) == after(hours=2)
    assert policies.is_final(START, after(minutes=100), PATIENT)


def test_being_here_is_written_down_once_a_minute() -> None:
    assert not policies.is_due(START, after(seconds=59))
    assert policies.is_due(START, after(seconds=60))


@pytest.mark.parametrize(
    ("registered", "vouched_for", "same"),
    [
        ("", None, True),
        ("", "9144889", True),
        ("9144889", "9144889", True),
        ("009144889", "9144889", True),
        ("9144889", "9144890", False),
        ("9144889", None, False),
        ("9144889", "", False),
    ],
)
def test_a_doctors_hpr_number_must_be_the_registered_one(registered: str, vouched_for: str | None, same: bool) -> None:
    assert policies.same_health_personnel(registered, vouched_for) is same
