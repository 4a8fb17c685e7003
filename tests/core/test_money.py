from decimal import Decimal

import pytest
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
