"""The languages people may choose among. Bokmål is what is written in the code; the others are translated from it."""

from __future__ import annotations

BOKMAL = "nb"
# Each by its own name. One that is in READY_FOR but not here lacks its translation, and is neither linked nor spoken.
OFFERED: dict[str, str] = {BOKMAL: "Bokmål", "nn": "Nynorsk", "en": "English"}
READY_FOR: dict[str, str] = {"se": "Davvisámegiella"}
KNOWN = frozenset({*OFFERED, *READY_FOR})
TRANSLATED = tuple(code for code in OFFERED if code != BOKMAL)


def offered(code: str) -> str:
    """Return the language itself when it is one people may choose, and bokmål for anything else."""
    return code if code in OFFERED else BOKMAL
