"""Where in the worklist somebody is: whose work, and which page. It stands in the address of each page it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from legesvar.core.actor import DOCTOR_ROLES, Actor

WHOSE, KEY = "vis", "side"
WORKLIST, DIALOGUE = "/klinikk/arbeidsliste/", "/klinikk/dialog/"


class Whose(StrEnum):
    """Whose work is listed, as it stands in the address."""

    MINE = "mine"
    ALL = "alle"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose work, and the key of the page (None: the first)."""

    whose: Whose
    key: str | None

    @property
    def query(self) -> str:
        """The place as a query, with its question mark."""
        asked = {WHOSE: self.whose.value} | ({KEY: self.key} if self.key else {})
        return f"?{urlencode(asked)}"

    def to(self, key: str | None) -> str:
        """Return the worklist's address at another page."""
        return f"{WORKLIST}{Place(self.whose, key).query}"


def place(actor: Actor, asked: QueryDict) -> Place:
    """Return the place an address names. Who answers sees their own work first; who sorts, the whole clinic's."""
    whose = asked.get(WHOSE, "")
    if whose not in set(Whose):
        whose = Whose.MINE if actor.role in DOCTOR_ROLES else Whose.ALL
    return Place(Whose(whose), asked.get(KEY) or None)
