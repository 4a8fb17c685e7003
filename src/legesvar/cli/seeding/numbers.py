"""Numbers that are valid and belong to nobody: persons' (Tenor), organisations', accounts', telephones'."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stdnum.no import kontonr, orgnr

from legesvar.core import identity_number


class IdentityNumbers:
    """Gives out synthetic identity numbers by birth date, each once."""

    def __init__(self) -> None:
        self._next: dict[date, int] = {}

    def take(self, birth_date: date) -> tuple[date, str]:
        """Return a number that was not given out before, for that day or, where it has no more, for a day after."""
        while True:
            serial = self._next.get(birth_date, 0)
            self._next[birth_date] = serial + 1
            try:
                return birth_date, identity_number.synthetic(birth_date=birth_date, serial=serial).digits
            except ValueError:
                birth_date = date.fromordinal(birth_date.toordinal() + 1)


def organisation_numbers(start: int = 0) -> Iterator[str]:
    """Return valid organisation numbers from 3, where Skatteetaten's invented organisations are."""
    for stem in range(31_000_000 + start, 39_999_999):
        yield from _completed(str(stem), orgnr.is_valid)


def account_numbers(start: int = 0) -> Iterator[str]:
    """Return valid account numbers."""
    for stem in range(8_601_110_000 + start, 8_700_000_000):
        yield from _completed(str(stem), kontonr.is_valid)


def mobile(serial: int) -> str:
    """Return a number that no telephone has: none in Norway begins with 0."""
    return f"+470{serial % 10_000_000:07}"


def _completed(stem: str, is_valid) -> Iterator[str]:  # type: ignore[no-untyped-def]  # stdnum has no types
    return (stem + digit for digit in "0123456789" if is_valid(stem + digit))
