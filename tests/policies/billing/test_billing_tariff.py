from datetime import date
from uuid import uuid4

import pytest

from legesvar.core import actor
from legesvar.core.actor import STAFF_ROLES, Actor, Role
from legesvar.domain.billing import policies
from legesvar.domain.billing.policies import Refusal, credit_refusal, role_refusal, tariff_refusal
from legesvar.domain.billing.tariff import HIGHEST_ORE, TariffLine, in_force, is_code

TODAY = date(2026, 5, 12)


def line(first_date: date, last_date: date | None = None) -> TariffLine:
    return TariffLine(
        version=uuid4(), code="2ae", day_ore=20_400, evening_ore=None, first_date=first_date, last_date=last_date
    )


def member(role: Role, clinic_id: int = 1) -> Actor:
    return actor.staff(clinic_id=clinic_id, staff_id=1, account_id=1, role=role, name="")


OLD, NEW = line(date(2025, 7, 1)), line(date(2026, 7, 1))
SHORT = line(date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ([], TODAY, None),
        ([OLD, NEW], date(2025, 6, 30), None),
        ([OLD, NEW], date(2025, 7, 1), OLD),
        ([NEW, OLD], date(2026, 6, 30), OLD),
        ([OLD, NEW], date(2026, 7, 1), NEW),
        ([SHORT], date(2026, 1, 31), SHORT),
        ([SHORT], date(2026, 2, 1), None),
        ([OLD, SHORT], date(2026, 2, 1), None),
        ([OLD, SHORT, NEW], date(2026, 7, 1), NEW),
    ],
)
def test_the_newest_line_holds_until_it_ends_and_nothing_older_comes_back(lines, on, expected):
    assert in_force(lines, on) is expected


@pytest.mark.parametrize("code", ["2ae", "2aek", "1be", "L1", "14", "2dd"])
def test_codes_of_normaltariffen_are_codes(code):
    assert is_code(code)


@pytest.mark.parametrize("code", ["", "2AE", "2ae ", "2ae\n", "<script>", "٢ae", "2ae'--", "e-konsultasjon", "\x00"])
def test_other_texts_are_not_codes(code):
    assert not is_code(code)


GOOD = {"code": "2ae", "day_ore": 20_400, "evening_ore": None, "first_date": TODAY, "last_date": None}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"evening_ore": 33_200, "last_date": TODAY}, None),
        ({"day_ore": 0}, None),
        ({"code": "2ae; DROP"}, Refusal.TARIFF_NOT_A_CODE),
        ({"day_ore": -1}, Refusal.TARIFF_OUT_OF_RANGE),
        ({"day_ore": HIGHEST_ORE + 1}, Refusal.TARIFF_OUT_OF_RANGE),
        ({"evening_ore": -1}, Refusal.TARIFF_OUT_OF_RANGE),
        ({"evening_ore": 2**31}, Refusal.TARIFF_OUT_OF_RANGE),
        ({"last_date": date(2026, 5, 11)}, Refusal.TARIFF_ENDS_BEFORE_IT_STARTS),
        ({"first_date": date(2026, 5, 11)}, Refusal.TARIFF_IN_THE_PAST),
    ],
)
def test_a_price_that_cannot_be_meant_is_refused(change, reason):
    assert tariff_refusal(member(Role.ADMINISTRATOR), **(GOOD | change), today=TODAY) is reason


def test_the_system_may_bring_in_the_prices_of_former_years():
    former = GOOD | {"first_date": date(2019, 7, 1)}
    assert tariff_refusal(actor.system("furnish"), **former, today=TODAY) is None


MAY = {
    "set a tariff": (policies.SETS_TARIFFS, {Role.ADMINISTRATOR}),
    "charge": (policies.CHARGES, {Role.FASTLEGE, Role.VIKAR, Role.CLINICIAN}),
    "invoice": (policies.INVOICES, set(STAFF_ROLES)),
    "handle invoices": (policies.HANDLES_INVOICES, {Role.FASTLEGE, Role.SECRETARY, Role.ADMINISTRATOR}),
}


@pytest.mark.parametrize("act", MAY)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM}))
def test_who_may_do_what_with_money(act, role):
    allowed, expected = MAY[act]
    assert (role_refusal(member(role), 1, allowed) is None) is (role in expected)


@pytest.mark.parametrize("act", MAY)
@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_nobody_does_anything_at_another_clinic(act, role):
    assert role_refusal(member(role, clinic_id=2), 1, MAY[act][0]) is Refusal.WRONG_ROLE


@pytest.mark.parametrize(
    ("is_credit_note", "is_credited", "reason"),
    [
        (False, False, None),
        (False, True, Refusal.ALREADY_CREDITED),
        (True, False, Refusal.NOT_AN_INVOICE),
    ],
)
def test_an_invoice_is_credited_once_and_a_credit_note_never(is_credit_note, is_credited, reason):
    assert credit_refusal(is_credit_note=is_credit_note, is_credited=is_credited) is reason
