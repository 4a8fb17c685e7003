from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from legesvar.core import money


@pytest.mark.parametrize(
    ("ore", "decimal", "short", "spoken"),
    [
        (0, "0,00", "0 kr", "0 kroner"),
        (1, "0,01", "0,01 kr", "0,01 kroner"),
        (100, "1,00", "1 kr", "1 krone"),
        (25900, "259,00", "259 kr", "259 kroner"),
        (20450, "204,50", "204,50 kr", "204,50 kroner"),
        (120450, "1 204,50", "1 204,50 kr", "1 204,50 kroner"),
        (123456789000, "1 234 567 890,00", "1 234 567 890 kr", "1 234 567 890 kroner"),
        (-5500, "−55,00", "−55 kr", "−55 kroner"),
        (-5, "−0,05", "−0,05 kr", "−0,05 kroner"),
    ],
)
def test_amounts_are_written_the_norwegian_way(ore, decimal, short, spoken):
    written = (money.decimal(ore), money.short(ore), money.spoken(ore))
    assert written == tuple(text.replace(" ", "\N{NO-BREAK SPACE}") for text in (decimal, short, spoken))


@pytest.mark.parametrize(
    ("ore", "decimal", "short", "spoken"),
    [
        (100, "1.00", "NOK 1", "1 krone"),
        (25900, "259.00", "NOK 259", "259 kroner"),
        (120450, "1,204.50", "NOK 1,204.50", "1,204.50 kroner"),
        (-5500, "−55.00", "NOK −55", "−55 kroner"),
    ],
)
def test_amounts_are_written_the_english_way(ore, decimal, short, spoken):
    with override("en"):
        written = (money.decimal(ore), money.short(ore), money.spoken(ore))
        assert money.with_unit(ore) == f"NOK\N{NO-BREAK SPACE}{decimal}"
    assert written == tuple(text.replace(" ", "\N{NO-BREAK SPACE}") for text in (decimal, short, spoken))


@pytest.mark.parametrize("code", ["nn", "se"])
def test_nynorsk_and_northern_sami_write_amounts_as_bokmal_does(code):
    with override(code):
        assert money.short(120450) == "1 204,50 kr".replace(" ", "\N{NO-BREAK SPACE}")


def test_the_seed_clinics_bill_adds_up():
    assert money.spoken(money.from_kroner(204) + money.from_kroner(55)) == "259\N{NO-BREAK SPACE}kroner"


@given(st.integers(-(10**14), 10**14))
def test_what_is_written_reads_back_as_the_same_amount(ore):
    assert money.from_kroner(money.decimal(ore)) == ore


@pytest.mark.parametrize(
    "kroner", ["", "tolv", "1.204,50", "0,005", "1e3", "NaN", "٣", Decimal("0.001"), Decimal("inf")]
)
def test_what_is_no_amount_of_whole_ore_is_refused(kroner):
    with pytest.raises(ValueError):
        money.from_kroner(kroner)
