"""Amounts are whole øre in an int, from the tariff to the bank's file; only here do they become text."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from stdnum.no import kontonr

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
ORE_PER_KRONE = 100


@dataclass(frozen=True, slots=True)
class _Style:
    """How a language writes amounts."""

    between_thousands: str
    before_ore: str
    short: str


_NORWEGIAN = _Style(NBSP, ",", f"{{}}{NBSP}kr")
_STYLES = {"en": _Style(",", ".", f"NOK{NBSP}{{}}")}


def _style() -> _Style:
    return _STYLES.get(get_language() or "", _NORWEGIAN)


def from_kroner(kroner: int | str | Decimal) -> int:
    """Turn an amount in kroner into øre, exactly.

    :raises ValueError: if it is not a finite amount of whole øre
    """
    ore = Decimal(_plain(kroner) if isinstance(kroner, str) else kroner) * ORE_PER_KRONE
    if not ore.is_finite() or ore != int(ore):
        raise ValueError("an amount must be a whole number of øre")
    return int(ore)


def decimal(ore: int) -> str:
    """Write an amount for a column, always with øre: «1 204,50», «259,00», «−55,00»; in English «1,204.50»."""
    kroner, rest = divmod(abs(ore), ORE_PER_KRONE)
    style = _style()
    grouped = f"{kroner:,}".replace(",", style.between_thousands)
    return f"{MINUS if ore < 0 else ''}{grouped}{style.before_ore}{rest:02}"


def short(ore: int) -> str:
    """Write an amount with its unit: «259 kr», «1 204,50 kr»; in English «NOK 259»."""
    return _style().short.format(_without_needless_ore(ore))


def with_unit(ore: int) -> str:
    """Write an amount to be paid, with its unit and always with øre: «259,00 kr», in English «NOK 259.00»."""
    return _style().short.format(decimal(ore))


def spoken(ore: int) -> str:
    """Write an amount as a sentence says it, which is the same in each language: «259 kroner», «1 krone»."""
    return f"{_without_needless_ore(ore)}{NBSP}{'krone' if abs(ore) == ORE_PER_KRONE else 'kroner'}"


def account(number: str) -> str:
    """Write the eleven digits of a bank account as banks write them: «8601 11 17947»."""
    return str(kontonr.format(number)).replace(".", NBSP)


def _without_needless_ore(ore: int) -> str:
    return decimal(ore).removesuffix(f"{_style().before_ore}00")


def _plain(text: str) -> str:
    plain = text.strip().replace(NBSP, "").replace(" ", "").replace(MINUS, "-").replace(",", ".")
    if not plain.removeprefix("-").replace(".", "", 1).isdecimal() or not plain.isascii():
        raise ValueError("not an amount in kroner")
    return plain
