"""A clinic's examples of what something is for: the first are seen at once, the rest opens on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What opens takes a line itself: one example more is shown rather than hidden behind it.
SEEN, FEWEST_BEHIND = 2, 2


@dataclass(frozen=True, slots=True)
class Examples:
    """A list in two parts. On a wide screen both are seen."""

    first: tuple[str, ...]
    rest: tuple[str, ...] = ()


def parted(examples: Sequence[str]) -> Examples:
    """Part a list of examples."""
    seen = SEEN if len(examples) >= SEEN + FEWEST_BEHIND else len(examples)
    return Examples(tuple(examples[:seen]), tuple(examples[seen:]))
