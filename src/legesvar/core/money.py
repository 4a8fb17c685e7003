"""Amounts are whole øre in an int, from the tariff to the bank's file; only here do they become text."""

from decimal import Decimal

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
ORE_PER_KRONE = 100


def from_kroner(kroner: int | str | Decimal) -> int:
    """Turn an amount in kroner into øre, exactly.

    :raises ValueError: if it is not a finite amount of whole øre
    """
    ore = Decimal(_plain(kroner) if isinstance(kroner, str) else kroner) * ORE_PER_KRONE
    if not ore.is_finite() or ore != int(ore):
        raise ValueError("an amount must be a whole number of øre")
    return int(ore)


def decimal(ore: int) -> str:
    """Write an amount for a column, always with øre: «1 204,50», «259,00», «−55,00»."""
    kroner, rest = divmod(abs(ore), ORE_PER_KRONE)
    return f"{MINUS if ore < 0 else ''}{_grouped(kroner)},{rest:02}"


def short(ore: int) -> str:
    """Write an amount with its unit: «259 kr», «1 204,50 kr»."""
    return f"{_without_needless_ore(ore)}{NBSP}kr"


def spoken(ore: int) -> str:
    """Write an amount as a sentence says it: «259 kroner», «1 krone», «204,50 kroner»."""
    return f"{_without_needless_ore(ore)}{NBSP}{'krone' if abs(ore) == ORE_PER_KRONE else 'kroner'}"


def _without_needless_ore(ore: int) -> str:
    return decimal(ore).removesuffix(",00")


def _grouped(kroner: int) -> str:
    return f"{kroner:,}".replace(",", NBSP)


def _plain(text: str) -> str:
    plain = text.strip().replace(NBSP, "").replace(" ", "").replace(MINUS, "-").replace(",", ".")
    if not plain.removeprefix("-").replace(".", "", 1).isdecimal() or not plain.isascii():
        raise ValueError("not an amount in kroner")
    return plain
