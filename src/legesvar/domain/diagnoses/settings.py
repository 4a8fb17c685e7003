"""What a clinic decides about diagnoses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisSettings:
    """A clinic's choices.

    :param asks: whether a diagnosis is asked for when what the patient pays for is answered, and needed to close it
    """

    capability: ClassVar[str] = "diagnoses"

    asks: bool = False
