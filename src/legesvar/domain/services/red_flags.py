"""Questions whose «yes» means: do not write, phone. Data with a version, so that a change can be traced (START-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RedFlags:
    """One version of the list that is shown before a patient writes, in bokmål and in the other languages."""

    version: str
    signs: tuple[str, ...]
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_language(self, code: str) -> tuple[str, ...]:
        """Return the signs in a language, or in bokmål when they have not been translated into it."""
        return self.translations.get(code, self.signs)


# After the public advice on when to call 113; a doctor must approve a new version.
CURRENT = RedFlags(
    version="2026-11",
    signs=(
        "sterke smerter i brystet, eller smerter som stråler ut i arm eller kjeve",
        "tung pust eller pustevansker",
        "lammelser, skjev munn eller problemer med å snakke",
        "bevisstløshet, kramper eller forvirring",
        "kraftig blødning",
        "tanker om å ta ditt eget liv",
    ),
    translations={
        "nn": (
            "sterke smerter i brystet, eller smerter som strålar ut i arm eller kjeve",
            "tung pust eller pustevanskar",
            "lammingar, skeiv munn eller problem med å snakke",
            "medvitsløyse, krampar eller forvirring",
            "kraftig bløding",
            "tankar om å ta ditt eige liv",
        ),
        "en": (
            "severe chest pain, or pain that spreads to an arm or the jaw",
            "heavy breathing or difficulty breathing",
            "paralysis, a drooping mouth or problems speaking",
            "unconsciousness, seizures or confusion",
            "heavy bleeding",
            "thoughts of taking your own life",
        ),
    },
)
