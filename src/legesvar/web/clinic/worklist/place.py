"""Where in the worklist somebody is: whose work, of which kind, which page. It stands in the address of each page it
leads to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from legesvar.core.actor import DOCTOR_ROLES, Actor
from legesvar.core.kinds import Kind

WHOSE, KEY, KIND = "vis", "side", "type"
WORKLIST, DIALOGUE = "/klinikk/arbeidsliste/", "/klinikk/dialog/"


class Whose(StrEnum):
    """Whose work is listed, as it stands in the address."""

    MINE = "mine"
    NOBODYS = "ufordelt"
    ALL = "alle"
    DONE = "arkiv"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose work, the key of the page (None: the first), and which kind (None: all of them)."""

    whose: Whose
    key: str | None
    kind: Kind | None = None

    @property
    def fields(self) -> dict[str, str]:
        """The place as the fields of a form."""
        asked = {WHOSE: self.whose.value}
        if self.kind:
            asked[KIND] = self.kind.value
        return asked | ({KEY: self.key} if self.key else {})

    @property
    def query(self) -> str:
        """The place as a query, with its question mark."""
        return f"?{urlencode(self.fields)}"

    def to(self, key: str | None) -> str:
        """Return the worklist's address at another page."""
        return f"{WORKLIST}{Place(self.whose, key, self.kind).query}"


def place(actor: Actor, asked: QueryDict) -> Place:
    """Return the place an address names. Who answers sees their own work first; who sorts, the whole clinic's."""
    whose, kind = asked.get(WHOSE, ""), asked.get(KIND, "")
    if whose not in set(Whose):
        whose = Whose.MINE if actor.role in DOCTOR_ROLES else Whose.ALL
    return Place(Whose(whose), asked.get(KEY) or None, Kind(kind) if kind in set(Kind) else None)
