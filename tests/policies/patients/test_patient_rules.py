"""Age, channel, and why somebody pays nothing."""

from __future__ import annotations

from datetime import date

import pytest

from legesvar.domain.notifications.events import Channel
from legesvar.domain.patients.policies import age, channel, exemption


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2010, 5, 5), date(2026, 5, 4), 15), (date(2010, 5, 5), date(2026, 5, 5), 16),
        (date(2008, 2, 29), date(2024, 2, 28), 15), (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2008, 2, 29), date(2023, 2, 28), 14), (date(2008, 2, 29), date(2023, 3, 1), 15),
    ],
)  # fmt: skip
def test_age_turns_at_midnight_of_the_birthday(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


@pytest.mark.parametrize(
    ("preference", "email", "mobile", "expected"),
    [
        ("automatic", "a@b.no", "+4799999999", (Channel.EMAIL, "a@b.no")),
        ("automatic", "", "+4799999999", (Channel.SMS, "+4799999999")),
        ("sms", "a@b.no", "+4799999999", (Channel.SMS, "+4799999999")),
        ("sms", "a@b.no", "", (Channel.EMAIL, "a@b.no")),
        ("email", "a@b.no", "+4799999999", (Channel.EMAIL, "a@b.no")),
        ("automatic", "", "", (Channel.NONE, "")),
    ],
)
def test_email_comes_first_then_sms_unless_the_patient_prefers_sms(preference, email, mobile, expected) -> None:
    assert channel(preference, email, mobile) == expected


@pytest.mark.parametrize(
    ("born", "recorded", "code"),
    [
        (date(2015, 1, 1), [], "B"), (date(2010, 5, 5), [], ""), (date(2010, 5, 6), [], "B"),
        (date(1980, 1, 1), ["F"], "F"), (date(1980, 1, 1), [], ""), (date(2015, 1, 1), ["F"], "B"),
    ],
)  # fmt: skip
def test_children_and_those_with_a_recorded_reason_pay_nothing(born: date, recorded: list[str], code: str) -> None:
    assert exemption(born, recorded, date(2026, 5, 5)) == code
