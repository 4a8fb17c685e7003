"""Whom a patient may write to."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from legesvar.core.actor import Role
from legesvar.domain.clinics.selectors import Member, Period
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.services.policies import Refusal, offer_refused, preselected, recipient_refused, recipients
from legesvar.domain.services.settings import ServiceSettings

TODAY = date(2026, 5, 5)
GP, VIKAR, OTHER, NURSE, SECRETARY = 1, 2, 3, 4, 5


def member(staff_id: int, role: Role, *, active: bool = True) -> Member:
    return Member(staff_id, uuid4(), 9, f"Navn {staff_id}", role, False, active)


STAFF = [
    member(GP, Role.FASTLEGE), member(VIKAR, Role.VIKAR), member(OTHER, Role.FASTLEGE),
    member(NURSE, Role.CLINICIAN), member(SECRETARY, Role.SECRETARY),
]  # fmt: skip
AWAY = [Period(GP, VIKAR, date(2026, 5, 1), date(2026, 5, 31))]


def ids(*, gp: int | None = GP, periods=(), offers=None, staff=STAFF, on=TODAY, **settings) -> list[int]:
    found = recipients(
        gp_id=gp, staff=staff, periods=list(periods), offers=offers or {}, settings=ServiceSettings(**settings), on=on
    )
    return [r.staff_id for r in found]


def test_the_own_gp_is_the_one() -> None:
    assert ids() == [GP]


def test_an_active_substitute_is_offered_beside_the_gp() -> None:
    assert ids(periods=AWAY) == [GP, VIKAR]


@pytest.mark.parametrize("day", [date(2026, 4, 30), date(2026, 6, 1)])
def test_outside_the_period_there_is_no_substitute(day: date) -> None:
    assert ids(periods=AWAY, on=day) == [GP]


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2026, 5, 31)])
def test_first_and_last_day_are_in_the_period(day: date) -> None:
    assert ids(periods=AWAY, on=day) == [GP, VIKAR]


def test_somebody_elses_substitute_is_not_mine() -> None:
    assert ids(gp=OTHER, periods=AWAY) == [OTHER]


def test_a_gp_who_has_closed_is_not_offered_and_the_substitute_is() -> None:
    assert ids(periods=AWAY, offers={GP: False}) == [VIKAR]


def test_what_is_written_to_the_clinic_has_nobody_to_choose() -> None:
    assert ids(sent_to=SentTo.CLINIC) == []
    assert offer_refused(ServiceSettings(sent_to=SentTo.CLINIC), []) is None
    assert recipient_refused(ServiceSettings(sent_to=SentTo.CLINIC), [], None) is None
    assert recipient_refused(ServiceSettings(sent_to=SentTo.CLINIC), [], GP) is Refusal.RECIPIENT_GONE


def test_a_clinic_may_open_for_all_its_doctors_and_only_doctors() -> None:
    assert ids(sent_to=SentTo.ALL_DOCTORS) == [GP, VIKAR, OTHER]


def test_somebody_who_has_left_is_not_offered() -> None:
    assert ids(staff=[member(GP, Role.FASTLEGE, active=False)]) == []


def test_a_patient_without_a_gp_finds_nobody_unless_all_are_open() -> None:
    assert ids(gp=None) == []
    assert ids(gp=None, sent_to=SentTo.ALL_DOCTORS) == [GP, VIKAR, OTHER]


def test_with_a_substitute_the_patient_must_choose() -> None:
    found = recipients(gp_id=GP, staff=STAFF, periods=AWAY, offers={}, settings=ServiceSettings(), on=TODAY)
    assert preselected(found, GP) is None
    assert found[1].stands_in_for == "Navn 1"


def test_the_only_one_is_preselected_and_so_is_the_gp_among_several_doctors() -> None:
    one = recipients(gp_id=GP, staff=STAFF, periods=[], offers={}, settings=ServiceSettings(), on=TODAY)
    many = recipients(
        gp_id=GP, staff=STAFF, periods=[], offers={}, settings=ServiceSettings(sent_to=SentTo.ALL_DOCTORS), on=TODAY
    )
    assert preselected(one, GP) == one[0]
    assert preselected(many, GP) == many[0]


def test_refusals_say_why() -> None:
    assert offer_refused(ServiceSettings(), []) is Refusal.NO_RECIPIENT
    assert recipient_refused(ServiceSettings(), [], None) is Refusal.CHOOSE_RECIPIENT
    assert recipient_refused(ServiceSettings(), [], GP) is Refusal.RECIPIENT_GONE


@pytest.mark.parametrize("wrong", [{"answer_days": 0}, {"character_limit": 10}, {"max_files": 6}])
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        ServiceSettings(**wrong)
