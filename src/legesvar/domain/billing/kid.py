"""KID, the number that tells the clinic which invoice a payment is for (PAY-4).

2 to 25 digits, the last of them the check digit. MOD10 and MOD11 as Nets specifies them for OCR giro.
"""

from enum import StrEnum
from itertools import cycle

from stdnum import luhn

SHORTEST, LONGEST = 2, 25
MOD11_WEIGHTS = (2, 3, 4, 5, 6, 7)
# Where MOD11 would end in ten, Nets writes a dash; people cannot type it in most banks, so we never use such numbers.
DASH = "-"


class Algorithm(StrEnum):
    """How the check digit is made; the clinic's agreement with its bank says which."""

    MOD10 = "mod10"
    MOD11 = "mod11"


def check_digit(payload: str, algorithm: Algorithm) -> str:
    """Return the check digit of the digits before it, which under MOD11 may be a dash."""
    if algorithm is Algorithm.MOD10:
        return str(luhn.calc_check_digit(payload))
    weighed = sum(weight * int(digit) for weight, digit in zip(cycle(MOD11_WEIGHTS), reversed(payload), strict=False))
    remainder = -weighed % 11
    return DASH if remainder == 10 else str(remainder)


def is_valid(kid: str, algorithm: Algorithm) -> bool:
    """Say whether a text is a KID: digits only, of the right length, with the right check digit."""
    return (
        SHORTEST <= len(kid) <= LONGEST
        and kid.isascii()
        and kid.isdigit()
        and check_digit(kid[:-1], algorithm) == kid[-1]
    )


def for_invoice(number: int, *, algorithm: Algorithm, width: int = 8, prefix: str = "") -> str:
    """Return the KID of an invoice number: prefix, the number with leading zeros, a filler, the check digit.

    The invoice numbers have no holes, so a number whose MOD11 would be a dash cannot be skipped: the filler is the
    lowest digit that gives a check digit that can be typed. One invoice number always gives the same KID, and two
    numbers never share one.

    :param width: digits kept for the number; the same for a clinic's whole series, so that every KID is as long
    :param prefix: digits the clinic's agreement with its bank puts first
    :raises ValueError: if the number does not fit
    """
    if number < 0 or len(str(number)) > width or len(prefix) + width + 2 > LONGEST:
        raise ValueError("the invoice number does not fit in the KID")
    if prefix and not (prefix.isascii() and prefix.isdigit()):
        raise ValueError("a KID holds digits only")
    stem = f"{prefix}{number:0{width}}"
    return next(
        f"{stem}{filler}{digit}" for filler in range(10) if (digit := check_digit(f"{stem}{filler}", algorithm)) != DASH
    )


def grouped(kid: str) -> str:
    """Write a KID in groups that are easy to copy by hand, from the right: «1 2345 6782»."""
    head = len(kid) % 4
    parts = ([kid[:head]] if head else []) + [kid[at : at + 4] for at in range(head, len(kid), 4)]
    return "\N{NO-BREAK SPACE}".join(parts)
