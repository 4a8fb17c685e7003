from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer

from legesvar.core.identity_number import Fault, InvalidIdentityNumber, Series, parse, synthetic

BIRTH_DATES = st.dates(date(1854, 1, 1), date(2026, 1, 1))


def ordinary_of(number: str) -> str | None:
    """Move a Tenor number's date to the ordinary series, if the check digits can follow."""
    nine = f"{number[:2]}{int(number[2:4]) - 80:02}{number[4:9]}"
    k1 = fodselsnummer.calc_check_digit1(nine)
    k2 = fodselsnummer.calc_check_digit2(nine + k1)
    return nine + k1 + k2 if len(k1 + k2) == 2 else None


def fault_of(text: str, *, synthetic_allowed: bool = True) -> Fault:
    with pytest.raises(InvalidIdentityNumber) as caught:
        parse(text, synthetic_allowed=synthetic_allowed)
    return caught.value.fault


@pytest.mark.parametrize(
    ("digits", "series", "is_d_number", "birth_date"),
    [
        ("15108695088", Series.ORDINARY, False, date(1986, 10, 15)),
        ("15720255178", Series.SYNTPOP, False, date(2002, 7, 15)),
        ("47908702367", Series.TENOR, True, date(1987, 10, 7)),
        ("20914695016", Series.TENOR, False, date(1946, 11, 20)),
        ("08925498190", Series.TENOR, False, date(1954, 12, 8)),
    ],
)
def test_published_numbers_are_read(digits, series, is_d_number, birth_date):
    number = parse(digits, synthetic_allowed=True)
    assert (number.series, number.is_d_number, number.birth_date) == (series, is_d_number, birth_date)
    assert number.is_synthetic is (series is not Series.ORDINARY)


@pytest.mark.parametrize("digits", ["15720255178", "47908702367", "20914695016", "08925498190"])
def test_production_refuses_every_synthetic_series(digits):
    assert fault_of(digits, synthetic_allowed=False) is Fault.SYNTHETIC


def test_production_reads_an_ordinary_number():
    assert parse("15108695088", synthetic_allowed=False).digits == "15108695088"


@pytest.mark.parametrize("text", [" 151086 95088 ", "151086\N{NO-BREAK SPACE}95088", "15108695088\n"])
def test_blanks_in_the_number_are_overlooked(text):
    assert parse(text, synthetic_allowed=False).digits == "15108695088"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.NOT_ELEVEN_DIGITS),
        ("1510869508", Fault.NOT_ELEVEN_DIGITS),
        ("151086950887", Fault.NOT_ELEVEN_DIGITS),
        ("1510869508x", Fault.NOT_ELEVEN_DIGITS),
        ("١٥١٠٨٦٩٥٠٨٨", Fault.NOT_ELEVEN_DIGITS),
        ("¹5108695077", Fault.NOT_ELEVEN_DIGITS),
        ("15108695\x0088", Fault.NOT_ELEVEN_DIGITS),
        ("15108695088'; drop table person", Fault.NOT_ELEVEN_DIGITS),
        ("15108695098", Fault.CHECK_DIGITS),
        ("15108695087", Fault.CHECK_DIGITS),
        ("21906977751", Fault.CHECK_DIGITS),
        ("00000000000", Fault.NO_SUCH_DATE),
    ],
)
def test_what_is_not_a_number_is_refused_with_its_fault(text, fault):
    assert fault_of(text) is fault


def test_the_fault_does_not_repeat_the_number():
    with pytest.raises(InvalidIdentityNumber) as caught:
        parse("15108695098", synthetic_allowed=True)
    assert "151086" not in str(caught.value)


def test_a_number_never_shows_its_digits_by_accident():
    number = parse("47908702367", synthetic_allowed=True)
    for shown in (str(number), repr(number), f"{number}", number.masked()):
        assert not any(digit in shown for digit in "0123456789")
    assert number.masked() == "tenor D-number ***********"
    assert number.grouped() == "479087\N{NO-BREAK SPACE}02367"


@given(st.from_regex(r"[0-7][0-9][0-9]{9}", fullmatch=True))
def test_what_stdnum_accepts_we_accept_with_the_same_date(digits):
    nine = digits[:9]
    k1 = fodselsnummer.calc_check_digit1(nine)
    digits = nine + k1 + fodselsnummer.calc_check_digit2(nine + k1)
    if fodselsnummer.is_valid(digits):
        assert parse(digits, synthetic_allowed=True).birth_date == fodselsnummer.get_birth_date(digits)
    elif len(digits) == 11 and 1 <= int(digits[2:4]) <= 12:
        unborn = _stdnum_date(digits)
        assert unborn is not None or fault_of(digits) is Fault.NO_SUCH_DATE


def _stdnum_date(digits: str) -> date | None:
    try:
        return fodselsnummer.get_birth_date(digits)
    except ValueError:
        return None


@given(BIRTH_DATES, st.integers(0, 150), st.booleans())
def test_made_numbers_are_valid_synthetic_and_hold_their_birth_date(birth_date, serial, d_number):
    number = synthetic(birth_date=birth_date, serial=serial, d_number=d_number)
    assert parse(number.digits, synthetic_allowed=True) == number
    assert (number.series, number.birth_date, number.is_d_number) == (Series.TENOR, birth_date, d_number)
    assert fault_of(number.digits, synthetic_allowed=False) is Fault.SYNTHETIC
    assert not fodselsnummer.is_valid(number.digits)


@given(BIRTH_DATES)
def test_a_date_has_hundreds_of_different_synthetic_numbers(birth_date):
    numbers = {synthetic(birth_date=birth_date, serial=serial).digits for serial in range(0, 190, 7)}
    assert len(numbers) == len(range(0, 190, 7))


def test_a_serial_beyond_the_last_number_is_refused():
    with pytest.raises(ValueError, match="no synthetic number"):
        synthetic(birth_date=date(1985, 3, 4), serial=500)
    with pytest.raises(ValueError, match="1854"):
        synthetic(birth_date=date(2040, 1, 1), serial=0)


@given(BIRTH_DATES, st.integers(0, 150))
def test_the_ordinary_twin_of_a_made_number_is_read_like_stdnum_reads_it(birth_date, serial):
    ordinary = ordinary_of(synthetic(birth_date=birth_date, serial=serial).digits)
    if ordinary is not None:
        assert fodselsnummer.is_valid(ordinary)
        assert parse(ordinary, synthetic_allowed=False).birth_date == birth_date


def number_of_2032(remainder: int) -> str:
    """Make a number whose first check leaves the given remainder, as those issued from 2032 may."""
    for individual in range(500):
        nine = f"150131{individual:03}"
        k1 = (int(fodselsnummer.calc_check_digit1(nine)) + remainder) % 11
        digits = f"{nine}{k1}{fodselsnummer.calc_check_digit2(f'{nine}{k1}')}"
        if len(digits) == 11:
            return digits
    raise AssertionError


@pytest.mark.parametrize("remainder", [1, 2, 3])
def test_the_series_of_2032_is_read_without_a_birth_date(remainder):
    digits = number_of_2032(remainder)
    assert not fodselsnummer.is_valid(digits)
    number = parse(digits, synthetic_allowed=False)
    assert number.birth_date is None
    assert number.series is Series.ORDINARY


@pytest.mark.parametrize("remainder", [4, 5, 10])
def test_other_remainders_stay_wrong_after_2032(remainder):
    assert fault_of(number_of_2032(remainder)) is Fault.CHECK_DIGITS


def test_one_wrong_digit_or_two_swapped_neighbours_never_pass():
    good = "15108695088"
    for place in range(11):
        for digit in "0123456789":
            wrong = good[:place] + digit + good[place + 1 :]
            if wrong != good:
                assert fault_of(wrong) is Fault.CHECK_DIGITS
    for place in range(10):
        swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
        if swapped != good:
            assert fault_of(swapped) is Fault.CHECK_DIGITS


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    with suppress(InvalidIdentityNumber):
        assert len(parse(text, synthetic_allowed=True).digits) == 11
