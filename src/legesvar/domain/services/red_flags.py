"""Questions whose «yes» means: do not write, phone. Data with a version, so that a change can be traced (START-4)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RedFlags:
    """One version of the list that is shown before a patient writes."""

    version: str
    signs: tuple[str, ...]


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
)
