"""What a code costs, from which day. Pure: `selectors` reads the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

# Ten thousand kroner: no egenandel or fee comes near it, and a slip of the finger goes past it.
HIGHEST_ORE = 1_000_000

_CODE = re.compile(r"[0-9]{1,3}[a-z]{0,5}|[A-Z][0-9]{1,2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffLine:
    """One code's price at a clinic from a day on. `version` names it, and changes when the amounts do."""

    version: UUID
    code: str
    day_ore: int
    evening_ore: int | None
    first_date: date
    last_date: date | None
    recorded_by: str = ""


def is_code(text: str) -> bool:
    """Say whether a text looks like a code of Normaltariffen: «2ae», «2aek», «1be», «L1»."""
    return _CODE.fullmatch(text) is not None


def in_force(lines: Iterable[TariffLine], on: date) -> TariffLine | None:
    """Return the line that holds on a day: the one that started last, unless it has ended by then.

    A newer line replaces all before it, so a line is never changed to make room for the next, and one that ends
    leaves the code without a price rather than bringing an older one back.
    """
    begun = [line for line in lines if line.first_date <= on]
    newest = max(begun, key=lambda line: line.first_date, default=None)
    if newest is None or (newest.last_date is not None and newest.last_date < on):
        return None
    return newest
