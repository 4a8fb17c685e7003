from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.core import actor
from legesvar.core.actor import Role
from legesvar.core.clock import OSLO, oslo_date
from legesvar.domain.billing.kinds import Exemption
from legesvar.domain.billing.policies import (
    Price,
    Refusal,
    accept_refusal,
    amount_at_answer,
    is_evening,
    is_time_to_invoice,
    price_shown,
)
from legesvar.domain.billing.settings import BillingSettings, InvoiceAt
from legesvar.domain.billing.tariff import TariffLine
from legesvar.domain.patients.policies import exemption as patients_exemption

VERSION = UUID("01980000-0000-7000-8000-000000000001")
BY_DAY = BillingSettings()
WITH_EVENING = BillingSettings(uses_evening_tariff=True)
NO_FEE = BillingSettings(fee_ore=0)
TUESDAY_NOON = datetime(2026, 5, 12, 12, tzinfo=OSLO)
TUESDAY_EVENING = datetime(2026, 5, 12, 19, tzinfo=OSLO)
AMOUNTS = st.integers(0, 1_000_000)
MAYBE = st.none() | AMOUNTS


def line(day_ore: int = 20_400, evening_ore: int | None = None) -> TariffLine:
    return TariffLine(
        version=VERSION, code="2ae", day_ore=day_ore, evening_ore=evening_ore,
        first_date=date(2025, 7, 1), last_date=None,
    )  # fmt: skip


def consented(
    day_ore: int = 20_400, evening_ore: int | None = None, fee_ore: int = 5_500, exemption: str = ""
) -> Price:
    return Price(
        code="2ae", tariff_version=VERSION, day_ore=day_ore, evening_ore=evening_ore, fee_ore=fee_ore,
        exemption=Exemption(exemption),
    )  # fmt: skip


def test_204_and_55_make_259():
    price = price_shown(line(), BY_DAY)
    amount = amount_at_answer(price, line(), TUESDAY_NOON, BY_DAY)
    assert price.total_ore == 25_900
    assert (amount.amount_ore, amount.fee_ore) == (20_400, 5_500)


@pytest.mark.parametrize(
    ("consent", "now", "settings", "answered_at", "egenandel"),
    [
        pytest.param(consented(20_400), line(21_200), BY_DAY, TUESDAY_NOON, 20_400, id="risen since"),
        pytest.param(consented(20_400), line(17_900), BY_DAY, TUESDAY_NOON, 17_900, id="fallen since"),
        pytest.param(consented(20_400), None, BY_DAY, TUESDAY_NOON, 20_400, id="no tariff any more"),
        pytest.param(
            consented(20_400, 33_200), None, WITH_EVENING, TUESDAY_EVENING, 33_200, id="no tariff, in the evening"
        ),
        pytest.param(
            consented(20_400, 33_200), line(20_400, 33_200), WITH_EVENING, TUESDAY_EVENING, 33_200, id="evening"
        ),
        pytest.param(
            consented(20_400, 33_200), line(20_400, 33_200), WITH_EVENING, TUESDAY_NOON, 20_400,
            id="evening consented to, answered by day",
        ),
        pytest.param(
            consented(20_400, 33_200), line(30_000, 40_000), WITH_EVENING, TUESDAY_NOON, 20_400,
            id="a day is not measured by the evening's ceiling",
        ),
        pytest.param(
            consented(20_400, 33_200), line(20_400, 40_000), WITH_EVENING, TUESDAY_EVENING, 33_200,
            id="evening risen since",
        ),
        pytest.param(
            consented(20_400, 33_200), line(20_400, 28_000), WITH_EVENING, TUESDAY_EVENING, 28_000,
            id="evening fallen since",
        ),
        pytest.param(
            consented(20_400), line(20_400, 33_200), WITH_EVENING, TUESDAY_EVENING, 20_400,
            id="no evening price was shown",
        ),
        pytest.param(
            consented(20_400, 33_200), line(20_400, 33_200), BY_DAY, TUESDAY_EVENING, 20_400,
            id="the clinic has stopped taking it",
        ),
        pytest.param(
            consented(20_400, 33_200), line(30_000), WITH_EVENING, TUESDAY_EVENING, 20_400,
            id="the code has lost its evening price",
        ),
        pytest.param(consented(0), line(20_400), BY_DAY, TUESDAY_NOON, 0, id="consented to nothing"),
    ],
)  # fmt: skip
def test_the_answer_decides_and_the_consent_is_the_ceiling(consent, now, settings, answered_at, egenandel):
    amount = amount_at_answer(consent, now, answered_at, settings)
    assert amount.amount_ore == egenandel
    assert amount.fee_ore == (5_500 if egenandel else 0)


@given(
    day=AMOUNTS, evening=MAYBE, fee=AMOUNTS, day_now=AMOUNTS, evening_now=MAYBE, fee_now=AMOUNTS,
    uses_evening=st.booleans(), hour=st.integers(0, 23), exemption=st.sampled_from(Exemption),
)  # fmt: skip
def test_nobody_ever_pays_more_than_the_page_stated(
    day, evening, fee, day_now, evening_now, fee_now, uses_evening, hour, exemption
):
    consent = consented(day, evening, fee)
    settings = BillingSettings(fee_ore=fee_now, uses_evening_tariff=uses_evening)
    answered_at = datetime(2026, 5, 12, hour, tzinfo=OSLO)
    amount = amount_at_answer(consent, line(day_now, evening_now), answered_at, settings, exemption)
    stated = [consent.full_total_ore, consent.full_evening_total_ore or 0]
    assert amount.amount_ore + amount.fee_ore <= max(stated)
    if not is_evening(answered_at, settings):
        assert amount.amount_ore <= day
    assert amount.exemption == exemption
    if exemption:
        assert (amount.amount_ore, amount.fee_ore) == (0, 0)


@pytest.mark.parametrize(
    ("consent_fee", "fee_now", "fee"), [(5_500, 6_400, 5_500), (5_500, 0, 0), (5_500, 5_000, 5_000), (0, 5_500, 0)]
)
def test_the_fee_is_never_above_the_one_stated(consent_fee, fee_now, fee):
    amount = amount_at_answer(
        consented(fee_ore=consent_fee), line(), TUESDAY_NOON, BillingSettings(fee_ore=fee_now)
    )  # fmt: skip
    assert amount.fee_ore == fee


@pytest.mark.parametrize("code", ["A", "B", "F", "G", "H"])
def test_who_is_exempt_pays_nothing_and_the_reason_is_kept(code):
    price = price_shown(line(), BY_DAY, code)
    amount = amount_at_answer(price, line(), TUESDAY_NOON, BY_DAY, code)
    assert price.total_ore == 0
    assert (amount.amount_ore, amount.fee_ore, amount.exemption) == (0, 0, code)


def test_an_unknown_reason_is_a_fault_and_not_a_free_consultation():
    with pytest.raises(ValueError, match="Z"):
        amount_at_answer(consented(), line(), TUESDAY_NOON, BY_DAY, "Z")


def test_who_got_a_frikort_since_pays_nothing():
    assert amount_at_answer(consented(), line(), TUESDAY_NOON, BY_DAY, "F").amount_ore == 0


def test_the_page_of_who_is_exempt_also_states_what_applies_if_the_frikort_lapses():
    price = price_shown(line(20_400, 33_200), WITH_EVENING, "F")
    assert (price.total_ore, price.full_total_ore, price.full_evening_total_ore) == (0, 25_900, 38_700)


def test_a_frikort_that_lapsed_before_the_answer_costs_what_the_page_stated_and_no_more():
    amount = amount_at_answer(consented(exemption="F"), line(30_000), TUESDAY_NOON, BillingSettings(fee_ore=9_900))
    assert (amount.amount_ore, amount.fee_ore, amount.exemption) == (20_400, 5_500, "")


@pytest.mark.parametrize(
    ("answered_at", "paid"),
    [
        (datetime(2026, 5, 11, 21, 59, 59, tzinfo=UTC), 0),  # 23:59:59 in Oslo, the day before
        (datetime(2026, 5, 11, 22, 0, 0, tzinfo=UTC), 20_400),  # midnight in Oslo, still 11 May in UTC
    ],
)
def test_a_patient_pays_from_midnight_in_oslo_on_the_sixteenth_birthday(answered_at, paid):
    reason = patients_exemption(date(2010, 5, 12), [], oslo_date(answered_at))
    amount = amount_at_answer(consented(exemption="B"), line(), answered_at, BY_DAY, reason)
    assert amount.amount_ore == paid


@pytest.mark.parametrize(
    ("instant", "evening"),
    [
        pytest.param(datetime(2026, 5, 12, 7, 59, 59, tzinfo=OSLO), True, id="before the morning"),
        pytest.param(datetime(2026, 5, 12, 8, tzinfo=OSLO), False, id="morning"),
        pytest.param(datetime(2026, 5, 12, 15, 59, 59, tzinfo=OSLO), False, id="afternoon"),
        pytest.param(datetime(2026, 5, 12, 16, tzinfo=OSLO), True, id="evening"),
        pytest.param(datetime(2026, 5, 16, 12, tzinfo=OSLO), True, id="Saturday"),
        pytest.param(datetime(2026, 5, 15, 22, 30, tzinfo=UTC), True, id="Saturday in Oslo, Friday in UTC"),
        pytest.param(datetime(2026, 5, 14, 12, tzinfo=OSLO), True, id="Ascension day"),
        pytest.param(datetime(2026, 12, 24, 12, tzinfo=OSLO), False, id="Christmas Eve is a working day"),
        pytest.param(datetime(2026, 3, 27, 14, 30, tzinfo=UTC), False, id="half past three, winter time"),
        pytest.param(datetime(2026, 3, 30, 14, 30, tzinfo=UTC), True, id="half past four, summer time"),
        pytest.param(datetime(2026, 10, 23, 14, 30, tzinfo=UTC), True, id="half past four, summer time, autumn"),
        pytest.param(datetime(2026, 10, 26, 14, 30, tzinfo=UTC), False, id="half past three, winter time, autumn"),
        pytest.param(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), True, id="the hour that is skipped"),
        pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True, id="the hour that comes twice"),
    ],
)
def test_the_evening_goes_by_the_clock_in_oslo(instant, evening):
    assert is_evening(instant, WITH_EVENING) is evening
    assert is_evening(instant, BY_DAY) is False


def test_a_clinic_may_have_other_evening_hours():
    late = BillingSettings(uses_evening_tariff=True, day_from_hour=7, evening_from_hour=20)
    assert not is_evening(TUESDAY_EVENING, late)
    assert is_evening(datetime(2026, 5, 12, 20, tzinfo=OSLO), late)


def test_the_page_states_an_evening_price_only_where_the_clinic_takes_one():
    assert price_shown(line(20_400, 33_200), BY_DAY).evening_ore is None
    assert price_shown(line(20_400, 33_200), WITH_EVENING).full_evening_total_ore == 38_700


def test_what_costs_nothing_has_no_fee():
    price = price_shown(line(0), BY_DAY)
    assert (price.total_ore, price.full_evening_total_ore) == (0, None)


PATIENT = actor.patient(person_id=1, name="Kari")


@pytest.mark.parametrize(
    "other",
    [
        price_shown(line(20_500), BY_DAY),
        price_shown(line(), NO_FEE),
        price_shown(line(), BY_DAY, "F"),
        price_shown(line(20_400, 33_200), WITH_EVENING),
    ],
)
def test_another_price_than_the_one_that_holds_cannot_be_accepted(other):
    today = price_shown(line(), BY_DAY)
    assert accept_refusal(PATIENT, today, other.shown) is Refusal.PRICE_CHANGED
    assert accept_refusal(PATIENT, today, today.shown) is None


@pytest.mark.parametrize("forged", ["", "x" * 10_000, "2ae.0.0.0.0.", "\x00"])
def test_a_made_up_price_cannot_be_accepted(forged):
    assert accept_refusal(PATIENT, price_shown(line(), BY_DAY), forged) is Refusal.PRICE_CHANGED


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PATIENT}))
def test_nobody_accepts_a_price_in_a_patients_place(role):
    price = price_shown(line(), BY_DAY)
    who = actor.staff(clinic_id=1, staff_id=1, account_id=1, role=role, name="")
    assert accept_refusal(who, price, price.shown) is Refusal.WRONG_ROLE


@pytest.mark.parametrize(
    ("invoice_at", "closing", "now"),
    [
        (InvoiceAt.CLOSING, False, False),
        (InvoiceAt.CLOSING, True, True),
        (InvoiceAt.FIRST_ANSWER, False, True),
        (InvoiceAt.FIRST_ANSWER, True, True),
    ],
)
def test_it_is_invoiced_at_the_close_or_at_the_first_answer(invoice_at, closing, now):
    assert is_time_to_invoice(BillingSettings(invoice_at=invoice_at), closing=closing) is now
