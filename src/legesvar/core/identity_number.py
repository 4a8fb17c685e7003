"""Norwegian identity numbers: fødselsnummer and D-number, real and synthetic.

Sources: Skatteetaten on the number that follows the birth date and on the change of 2032; Skatteetaten's Tenor,
NAV's Dolly and NHN's SyntPop for the synthetic series. Sex is never read from a number: from 2032 it is not there,
and before that nobody here needs it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

K1_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
K2_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
D_NUMBER_DAY = 40
# Numbers issued from 2032 may leave 0, 1, 2 or 3 where the older ones leave 0. A number does not tell when it was
# issued, so both are accepted; the second check digit still catches a slip of the finger.
K1_REMAINDERS = range(4)


class Series(StrEnum):
    """Whose numbers these are; every series but the first is synthetic."""

    ORDINARY = "ordinary"
    TENOR = "tenor"
    NAV = "nav"
    SYNTPOP = "syntpop"


# NAV's synthetic numbers and the hospitals' H-numbers look alike; neither logs in, so both are kept out in production.
MONTH_OFFSET = {Series.ORDINARY: 0, Series.NAV: 40, Series.SYNTPOP: 65, Series.TENOR: 80}


class Fault(StrEnum):
    """Why a text is not an identity number."""

    NOT_ELEVEN_DIGITS = "not_eleven_digits"
    NO_SUCH_DATE = "no_such_date"
    CHECK_DIGITS = "check_digits"
    SYNTHETIC = "synthetic"


class InvalidIdentityNumber(ValueError):
    """Says why a text is not an identity number, without repeating the text."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """A number whose check digits and date hold.

    ``birth_date`` is None where the number does not tell it (2032 series); a register's date goes before it always.
    """

    digits: str
    series: Series
    is_d_number: bool
    birth_date: date | None

    @property
    def is_synthetic(self) -> bool:
        return self.series is not Series.ORDINARY

    def grouped(self) -> str:
        """Write the number as people read it: six digits, a no-break space, five digits."""
        return f"{self.digits[:6]}\N{NO-BREAK SPACE}{self.digits[6:]}"

    def masked(self) -> str:
        """Write what a log may hold: the kind of number, and none of its digits."""
        return f"{self.series.value} {'D-number' if self.is_d_number else 'number'} {'*' * 11}"

    def __str__(self) -> str:
        return self.masked()

    def __repr__(self) -> str:
        return f"<IdentityNumber {self.masked()}>"


def parse(text: str, *, synthetic_allowed: bool) -> IdentityNumber:
    """Read an identity number, with or without spaces in it.

    :param synthetic_allowed: False in production, where a test person must never get in
    :raises InvalidIdentityNumber: with the fault
    """
    digits = "".join(text.split())
    if len(digits) != 11 or not (digits.isascii() and digits.isdigit()):
        raise InvalidIdentityNumber(Fault.NOT_ELEVEN_DIGITS)
    remainder = _weighed(K1_WEIGHTS, digits)
    if remainder not in K1_REMAINDERS or _weighed(K2_WEIGHTS, digits) != 0:
        raise InvalidIdentityNumber(Fault.CHECK_DIGITS)
    day, month, year, individual = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6:9])
    series = _series(month)
    if series is not Series.ORDINARY and not synthetic_allowed:
        raise InvalidIdentityNumber(Fault.SYNTHETIC)
    is_d_number = day > D_NUMBER_DAY
    birth_date = _birth_date(
        day - D_NUMBER_DAY * is_d_number, month - MONTH_OFFSET[series], _full_year(year, individual, series, remainder)
    )
    return IdentityNumber(digits, series, is_d_number, None if remainder else birth_date)


def synthetic(*, birth_date: date, serial: int, d_number: bool = False) -> IdentityNumber:
    """Make the Tenor number that stands at ``serial`` (from 0) among those of a birth date.

    A date has a little over 400 of them.

    :raises ValueError: if the date has no such number
    """
    for digits in islice(_tenor_numbers(birth_date, d_number), serial, serial + 1):
        return IdentityNumber(digits, Series.TENOR, d_number, birth_date)
    raise ValueError(f"no synthetic number {serial} for that birth date")


def _weighed(weights: tuple[int, ...], digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11


def _series(month: int) -> Series:
    for series, offset in MONTH_OFFSET.items():
        if 1 <= month - offset <= 12:
            return series
    raise InvalidIdentityNumber(Fault.NO_SUCH_DATE)


def _full_year(year: int, individual: int, series: Series, remainder: int) -> int:
    if individual < 500 or (individual >= 900 and year >= 40):
        return 1900 + year
    if year < 40:
        return 2000 + year
    if individual < 750 and year >= 54:
        return 1800 + year
    if series is Series.ORDINARY and remainder == 0:
        raise InvalidIdentityNumber(Fault.NO_SUCH_DATE)
    # Test suites hold numbers outside the century's table, and from 2032 the table no longer binds.
    return 1900 + year


def _birth_date(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidIdentityNumber(Fault.NO_SUCH_DATE) from None


def _tenor_numbers(birth_date: date, d_number: bool) -> Iterator[str]:
    day = birth_date.day + D_NUMBER_DAY * d_number
    date_part = f"{day:02}{birth_date.month + MONTH_OFFSET[Series.TENOR]:02}{birth_date.year % 100:02}"
    for individual in _individual_numbers(birth_date.year):
        nine = f"{date_part}{individual:03}"
        k1 = -_weighed(K1_WEIGHTS, nine) % 11
        k2 = -_weighed(K2_WEIGHTS, f"{nine}{k1}") % 11
        if k1 < 10 and k2 < 10:
            yield f"{nine}{k1}{k2}"


def _individual_numbers(year: int) -> range:
    if 1900 <= year <= 1999:
        return range(500)
    if 2000 <= year <= 2039:
        return range(500, 1000)
    if 1854 <= year <= 1899:
        return range(500, 750)
    raise ValueError("identity numbers are known for births from 1854 to 2039")
