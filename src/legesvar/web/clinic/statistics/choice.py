"""Which figures are shown: so many weeks, of one kind or all. It stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from legesvar.core.kinds import Kind
from legesvar.domain.statistics.figures import ALL_KINDS, PERIODS

WEEKS, KIND = "uker", "type"
USUAL = 13


@dataclass(frozen=True, slots=True)
class Choice:
    """A period and a kind."""

    weeks: int
    kind: str

    @property
    def query(self) -> str:
        """The choice as a query, with its question mark."""
        return f"?{urlencode({WEEKS: self.weeks} | ({KIND: self.kind} if self.kind else {}))}"


def choice(asked: QueryDict) -> Choice:
    """Return what an address names; what it does not name, or names wrongly, is a quarter of a year and all kinds."""
    weeks, kind = asked.get(WEEKS, ""), asked.get(KIND, "")
    known = {str(period): period for period in PERIODS}
    return Choice(known.get(weeks, USUAL), kind if kind in set(Kind) else ALL_KINDS)
