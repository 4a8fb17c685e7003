import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from legesvar.domain.billing.kid import Algorithm, check_digit, for_invoice, grouped, is_valid

DIGITS = st.from_regex(r"[0-9]{1,24}", fullmatch=True)
NUMBERS = st.integers(0, 99_999_999)
ALGORITHMS = st.sampled_from(Algorithm)


@pytest.mark.parametrize(
    ("payload", "algorithm", "digit"),
    [
        ("12345678", Algorithm.MOD10, "2"),
        ("12345678", Algorithm.MOD11, "5"),
        ("0", Algorithm.MOD11, "0"),
        ("6", Algorithm.MOD11, "-"),
    ],
)
def test_the_published_check_digits(payload, algorithm, digit):
    assert check_digit(payload, algorithm) == digit


@given(DIGITS)
def test_mod10_is_luhn(payload):
    assert luhn.is_valid(payload + check_digit(payload, Algorithm.MOD10))


@given(NUMBERS, ALGORITHMS)
def test_every_invoice_number_has_a_valid_kid_of_digits_only(number, algorithm):
    kid = for_invoice(number, algorithm=algorithm, prefix="42")
    assert is_valid(kid, algorithm)
    assert kid.isdigit()
    assert len(kid) == 12


@given(NUMBERS, NUMBERS, ALGORITHMS)
def test_two_invoices_never_share_a_kid(one, other, algorithm):
    kids = {for_invoice(one, algorithm=algorithm), for_invoice(other, algorithm=algorithm)}
    assert len(kids) == len({one, other})


def test_a_number_whose_mod11_is_a_dash_takes_the_next_filler():
    dashed = next(n for n in range(1000) if check_digit(f"{n:08}0", Algorithm.MOD11) == "-")
    assert for_invoice(dashed, algorithm=Algorithm.MOD11)[:9] == f"{dashed:08}1"


@given(NUMBERS, ALGORITHMS, st.integers(0, 9), st.integers(0, 9))
def test_one_mistyped_digit_is_always_found(number, algorithm, place, digit):
    kid = for_invoice(number, algorithm=algorithm)
    wrong = f"{kid[:place]}{digit}{kid[place + 1 :]}"
    assert is_valid(wrong, algorithm) is (wrong == kid)


@pytest.mark.parametrize("kid", ["", "0", "1" * 26, "1234567-", "12345678 2", "١٢", "²2", "123456782\n", "abc"])
@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_what_is_no_kid_is_not_valid(kid, algorithm):
    assert not is_valid(kid, algorithm)


@pytest.mark.parametrize(
    ("number", "width", "prefix"),
    [(-1, 8, ""), (100_000_000, 8, ""), (1, 24, ""), (1, 20, "1234"), (1, 8, "x1"), (1, 8, "١")],
)
def test_a_number_that_does_not_fit_is_refused(number, width, prefix):
    with pytest.raises(ValueError):
        for_invoice(number, algorithm=Algorithm.MOD10, width=width, prefix=prefix)


def test_the_longest_kid_is_25_digits():
    assert len(for_invoice(7, algorithm=Algorithm.MOD11, width=20, prefix="999")) == 25


@pytest.mark.parametrize(("kid", "written"), [("123456782", "1 2345 6782"), ("12345678", "1234 5678"), ("12", "12")])
def test_a_kid_is_written_in_groups(kid, written):
    assert grouped(kid) == written.replace(" ", "\N{NO-BREAK SPACE}")
