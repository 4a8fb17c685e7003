"""What somebody must have in order before they can start (ID-5), and when an SMS may disturb (NOTE-4)."""

from __future__ import annotations

from datetime import datetime

import pytest

from legesvar.core.clock import OSLO
from legesvar.core.kinds import Service
from legesvar.domain.patients.policies import PrerequisiteRefusal, prerequisite_refused, quiet_until
from legesvar.domain.patients.settings import PatientSettings

E, RX = Service.E_CONSULTATION, Service.PRESCRIPTION
ALL_ASKED = PatientSettings(verified_mobile_for=(E,), nothing_overdue_for=(E,))
R = PrerequisiteRefusal


@pytest.mark.parametrize(
    ("settings", "service", "number", "mobile", "owes", "reason"),
    [
        (PatientSettings(), E, True, False, True, None), (PatientSettings(), E, False, True, False, R.FULL_NUMBER),
        (ALL_ASKED, E, True, False, False, R.VERIFIED_MOBILE), (ALL_ASKED, E, True, True, True, R.NOTHING_OVERDUE),
        (ALL_ASKED, E, True, True, False, None), (ALL_ASKED, RX, True, False, True, None),
        (ALL_ASKED, E, False, False, True, R.FULL_NUMBER),
    ],
)  # fmt: skip
def test_each_service_asks_for_what_the_clinic_has_said(settings, service, number, mobile, owes, reason) -> None:
    said = prerequisite_refused(
        settings, service, has_full_number=number, has_verified_mobile=mobile, owes_overdue=owes
    )  # fmt: skip
    assert said == reason


def test_an_overdue_claim_stops_nothing_unless_the_clinic_says_so() -> None:
    assert PatientSettings().nothing_overdue_for == ()


@pytest.mark.parametrize("wrong", [{"verified_mobile_for": ("gebyr",)}, {"quiet_from": 24}, {"quiet_to": -1}])
def test_a_setting_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        PatientSettings(**wrong)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(22, 20, 59), None),
        (at(22, 21), at(23, 8)),
        (at(22, 23, 59), at(23, 8)),
        (at(22, 0), at(22, 8)),
        (at(22, 7, 59), at(22, 8)),
        (at(22, 8), None),
        (at(22, 12), None),
        (at(24, 22, month=10), at(25, 8, month=10)),  # the night in which the clock goes back
        (at(28, 22, month=3), at(29, 8, month=3)),  # and forward
    ],
)
def test_an_sms_waits_for_the_morning(now: datetime, until: datetime | None) -> None:
    assert quiet_until(PatientSettings(), now) == until


def test_quiet_hours_may_be_in_the_day_or_not_at_all() -> None:
    assert quiet_until(PatientSettings(quiet_from=12, quiet_to=13), at(22, 12, 30)) == at(22, 13)
    assert quiet_until(PatientSettings(quiet_from=0, quiet_to=0), at(22, 3)) is None
